public import Charsets
import HeaderFields
import WireBytes

/// Which parts a reader of the mail sees as its text, and which as attachments (RFC 8621 section 4.1.4).
///
///     multipart/mixed
///       multipart/alternative
///         text/plain   -> textBody
///         text/html    -> htmlBody
///       image/png      -> textBody and htmlBody: it is shown between the texts
///       application/pdf, disposition attachment -> attachments
public struct BodyLists: Sendable {
  /// What to show to someone who prefers plain text, in order.
  public fileprivate(set) var textBody: [BodyPart] = []
  /// What to show to someone who prefers HTML, in order.
  public fileprivate(set) var htmlBody: [BodyPart] = []
  /// What to list as attachments, in order.
  public fileprivate(set) var attachments: [BodyPart] = []
}

extension Message {
  /// Sorts the parts into the three lists of RFC 8621 section 4.1.4.
  public func bodyLists(using charsets: any CharsetDecoding = BuiltinCharsets()) -> BodyLists {
    var sorter = BodySorter(charsets: charsets)
    sorter.sort(root)
    return sorter.lists
  }
}

/// The algorithm of RFC 8621 section 4.1.4, its recursion as an explicit stack.
private struct BodySorter {
  let charsets: any CharsetDecoding
  var lists = BodyLists()

  /// One multipart that is being walked: the variables of one call of the RFC's `parseStructure`.
  private struct Walk {
    let children: [BodyPart]
    var next = 0
    let isAlternative: Bool
    let isRelated: Bool
    /// Whether any multipart around is an alternative.
    let isInAlternative: Bool
    var takesText: Bool
    var takesHTML: Bool
    let textCount: Int
    let htmlCount: Int
  }

  mutating func sort(_ root: BodyPart) {
    var walks = [
      Walk(
        children: [root], isAlternative: false, isRelated: false, isInAlternative: false, takesText: true,
        takesHTML: true, textCount: 0, htmlCount: 0)
    ]
    while var walk = walks.popLast() {
      guard walk.next < walk.children.count else {
        finish(walk)
        continue
      }
      let index = walk.next
      let part = walk.children[index]
      walk.next += 1
      if part.place.content == .multipart {
        let type = part.contentType(using: charsets).type
        walks.append(walk)
        walks.append(
          Walk(
            children: part.children, isAlternative: type == "multipart/alternative",
            isRelated: type == "multipart/related",
            isInAlternative: walk.isInAlternative || type == "multipart/alternative", takesText: walk.takesText,
            takesHTML: walk.takesHTML, textCount: lists.textBody.count, htmlCount: lists.htmlBody.count))
      } else {
        sort(part, at: index, in: &walk)
        walks.append(walk)
      }
    }
  }

  private mutating func sort(_ part: BodyPart, at index: Int, in walk: inout Walk) {
    let type = part.contentType(using: charsets)
    let isMedia = ["image", "audio", "video"].contains(type.mediaType)
    let isText = type.type == "text/plain" || type.type == "text/html"
    let isAttachment = part.disposition(using: charsets)?.type == "attachment"
    let isPlacedInline = index == 0 || !walk.isRelated && (isMedia || part.fileName(using: charsets) == nil)
    guard !isAttachment, isText || isMedia, isPlacedInline else {
      lists.attachments.append(part)
      return
    }
    if walk.isAlternative {
      switch type.type {
      case "text/plain": if walk.takesText { lists.textBody.append(part) }
      case "text/html": if walk.takesHTML { lists.htmlBody.append(part) }
      default: lists.attachments.append(part)
      }
      return
    }
    if walk.isInAlternative {
      if type.type == "text/plain" { walk.takesHTML = false }
      if type.type == "text/html" { walk.takesText = false }
    }
    if walk.takesText { lists.textBody.append(part) }
    if walk.takesHTML { lists.htmlBody.append(part) }
    if isMedia, !walk.takesText || !walk.takesHTML { lists.attachments.append(part) }
  }

  /// An alternative with only one of the two forms shows that one to everybody.
  private mutating func finish(_ walk: Walk) {
    guard walk.isAlternative, walk.takesText, walk.takesHTML else { return }
    let hasText = lists.textBody.count > walk.textCount
    let hasHTML = lists.htmlBody.count > walk.htmlCount
    if !hasText, hasHTML { lists.textBody += lists.htmlBody[walk.htmlCount...] }
    if !hasHTML, hasText { lists.htmlBody += lists.textBody[walk.textCount...] }
  }
}
