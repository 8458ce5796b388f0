public import Charsets
public import HeaderFields
import WireBytes

/// Text in `format=flowed`, its soft line breaks undone (RFC 3676).
///
/// A line that ends in a space goes on in the next line of the same quote depth. Quote marks come off, and one space
/// that was put before a line so that it does not look like a quote or like `From `.
///
///     > What is ␠         depth 1   What is this?
///     > this?
///      >no quote          depth 0   >no quote          (the space was stuffing)
///     -- ␠                depth 0   --␠                the signature separator is never flowed
///
/// With `delsp=yes` the space at the break goes as well, for scripts that are written without spaces.
public struct FlowedText: Sendable, Hashable {
  /// How a text/plain part says that its text is flowed.
  public struct Format: Sendable, Hashable {
    /// Whether the space at a soft line break is deleted (`delsp=yes`).
    public let deletesSpace: Bool

    /// The format of a `format=flowed` part.
    public init(deletesSpace: Bool = false) {
      self.deletesSpace = deletesSpace
    }

    /// The format that a content type declares; nil for one that is not `format=flowed`.
    ///
    ///     text/plain; format=flowed; delsp=yes
    public init?(_ type: ContentType) {
      guard type.type == "text/plain", type.parameters["format"].is("flowed") else { return nil }
      deletesSpace = type.parameters["delsp"].is("yes")
    }
  }

  /// One paragraph: what stands between two hard line breaks.
  public struct Paragraph: Sendable, Hashable {
    /// How many `>` stood before its lines.
    public let quoteDepth: Int
    /// Its text, without quote marks and line breaks.
    public let text: String
  }

  /// The paragraphs in order. An empty line is an empty paragraph.
  public let paragraphs: [Paragraph]

  /// Undoes the format in UTF-8 text.
  ///
  /// - Parameters:
  ///   - text: the decoded text; its lines may end in CR LF or LF.
  ///   - format: what the part's Content-Type says.
  public init(parsing text: Span<UInt8>, _ format: Format = Format()) {
    var reader = FlowedTextReader(deletesSpace: format.deletesSpace)
    var start = 0
    while start < text.count {
      let lf = text.firstIndex(of: ASCII.lf, from: start) ?? text.count
      var end = lf
      if end > start, end < text.count, text[end - 1] == ASCII.cr { end -= 1 }
      reader.take(text.extracting(start..<end))
      start = lf + 1
    }
    reader.endParagraph()
    paragraphs = reader.paragraphs
  }

  /// The text with one line a paragraph, quoted as by a reply: `>` for each level and a space.
  public var text: String {
    var text = ""
    for paragraph in paragraphs {
      text += String(repeating: ">", count: paragraph.quoteDepth)
      if paragraph.quoteDepth > 0, !paragraph.text.isEmpty { text += " " }
      text += paragraph.text
      text += "\n"
    }
    return text
  }
}

extension BodyPart {
  /// The text of a text/plain part in `format=flowed` with its soft line breaks undone; nil for other parts.
  public func flowedText(using charsets: any CharsetDecoding = BuiltinCharsets()) -> FlowedText? {
    guard let format = FlowedText.Format(contentType(using: charsets)), let decoded = text(using: charsets) else {
      return nil
    }
    return FlowedText(parsing: decoded.text.utf8.span, format)
  }
}

extension String? {
  /// Whether the value is a word, in any case.
  fileprivate func `is`(_ word: String) -> Bool {
    self?.utf8.span.equalsIgnoringCase(word) ?? false
  }
}

/// Joins lines into paragraphs.
private struct FlowedTextReader {
  let deletesSpace: Bool
  private(set) var paragraphs: [FlowedText.Paragraph] = []
  /// The paragraph whose last line ended in a soft break, if any.
  private var open: (quoteDepth: Int, text: [UInt8])?

  init(deletesSpace: Bool) {
    self.deletesSpace = deletesSpace
  }

  /// Takes a line without its line break. Section 4.5 gives the order: quote marks, stuffing, signature, flow.
  mutating func take(_ line: Span<UInt8>) {
    var quoteDepth = 0
    while quoteDepth < line.count, line[quoteDepth] == ASCII.greater { quoteDepth += 1 }
    let isStuffed = quoteDepth < line.count && line[quoteDepth] == ASCII.space
    let content = line.extracting((isStuffed ? quoteDepth + 1 : quoteDepth)..<line.count)
    let isSignature = content.equals("-- ")
    let isFlowed = !isSignature && content.count > 0 && content[content.count - 1] == ASCII.space

    if isSignature || open.map({ $0.quoteDepth != quoteDepth }) ?? false { endParagraph() }
    let kept = content.extracting(0..<(isFlowed && deletesSpace ? content.count - 1 : content.count)).array
    if open == nil {
      open = (quoteDepth, kept)
    } else {
      open?.text += kept
    }
    if !isFlowed { endParagraph() }
  }

  /// Ends the paragraph that is open, as a hard line break does.
  mutating func endParagraph() {
    guard let paragraph = open else { return }
    open = nil
    paragraphs.append(
      FlowedText.Paragraph(
        quoteDepth: paragraph.quoteDepth, text: String(decoding: paragraph.text, as: UTF8.self)))
  }
}
