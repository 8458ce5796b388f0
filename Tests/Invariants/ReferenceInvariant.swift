import MIME
import MIMETestSupport
import ReferenceParser

/// The library's index against a parser that was written from the documents alone.
public enum ReferenceInvariant {
  static func agreement(_ input: InvariantInput) -> String? {
    // The reference parser is quadratic where that is simpler.
    difference(Array(input.bytes.prefix(8_192)))
  }

  /// What the index says otherwise than the reference parser.
  public static func difference(_ bytes: [UInt8]) -> String? {
    Outline(MessageIndex(parsing: bytes.span, limits: .none)).difference(from: Outline(ReferenceParser.parse(bytes)))
  }
}

/// What both parsers tell about a message, line by line.
private struct Outline {
  var lines: [String] = []

  init(_ index: MessageIndex) {
    for part in index.parts {
      lines.append(
        "part of \(part.parent ?? -1): \(part.content) \(part.start) \(part.bodyStart) \(part.bodyEnd) \(part.end), "
          + "\(part.lines) lines")
      for field in index.fields[part.fields] {
        lines.append("field \(field.start) \(field.nameEnd) \(field.bodyStart) \(field.end)")
      }
    }
    for gap in index.gaps { lines.append("gap \(gap.kind) \(gap.range)") }
    lines.append(index.status == .truncated ? "truncated" : "complete")
  }

  init(_ tree: ReferenceTree) {
    for part in tree.parts {
      lines.append(
        "part of \(part.parent ?? -1): \(part.content) \(part.start) \(part.bodyStart) \(part.bodyEnd) \(part.end), "
          + "\(part.lines) lines")
      for field in part.fields {
        lines.append("field \(field.start) \(field.nameEnd) \(field.bodyStart) \(field.end)")
      }
    }
    for gap in tree.gaps { lines.append("gap \(gap.kind) \(gap.range)") }
    lines.append(tree.isTruncated ? "truncated" : "complete")
  }

  /// The first line that differs; nil if none does.
  func difference(from other: Outline) -> String? {
    let longest = max(lines.count, other.lines.count)
    for i in 0..<longest {
      let ours = i < lines.count ? lines[i] : "nothing"
      let theirs = i < other.lines.count ? other.lines[i] : "nothing"
      if ours != theirs { return "\(ours) instead of \(theirs)" }
    }
    return nil
  }
}
