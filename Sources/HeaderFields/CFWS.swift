internal import WireBytes

/// A stretch of comments and folding white space that a cursor moved over.
///
/// `CFWS = (1*([FWS] comment) [FWS]) / FWS` (RFC 5322 section 3.2.2)
struct CFWS {
  let range: Range<Int>
  let hasComment: Bool
  /// Whether a line break is in it, outside comments.
  let hasFold: Bool

  var isEmpty: Bool { range.isEmpty }
}

extension ByteCursor {
  /// Moves over comments and folding white space, if any stand here.
  ///
  ///     ␠(a␠(nested)␠\)␠one)␠;   ->   at the `;`
  @discardableResult
  mutating func skipCFWS(defects: inout DefectLog) -> CFWS {
    let start = offset
    var hasComment = false
    var hasFold = false
    loop: while let byte = next {
      switch byte {
      case ASCII.space, ASCII.tab, ASCII.cr:
        advance(to: offset + 1)
      case ASCII.lf:
        advance(to: offset + 1)
        hasFold = true
      case ASCII.openParenthesis:
        skipComment(defects: &defects)
        hasComment = true
      default:
        break loop
      }
    }
    return CFWS(range: start..<offset, hasComment: hasComment, hasFold: hasFold)
  }

  /// Moves over the comment whose `(` is the next byte.
  ///
  /// A comment that nothing closes ends with the field, and so does one nested more than 100 deep: programs that
  /// recurse give up somewhere, and what they then read must not be found here without a defect.
  private mutating func skipComment(defects: inout DefectLog) {
    let start = offset
    var depth = 0
    while let byte = take() {
      switch byte {
      case ASCII.openParenthesis:
        depth += 1
        guard depth <= 100 else {
          skipToEnd()
          defects.report(.limitDepth, at: start..<offset)
          return
        }
      case ASCII.closeParenthesis:
        depth -= 1
        if depth == 0 { return }
      case ASCII.backslash:
        _ = take()
      default:
        break
      }
    }
    defects.report(.commentHalfOpen, at: start..<offset)
  }
}
