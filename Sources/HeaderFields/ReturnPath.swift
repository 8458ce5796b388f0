public import Charsets
public import WireBytes

/// Where bounces go: what the last server has written of the envelope's reverse-path.
///
///     Return-Path: <ann@example.org>     .mailbox
///     Return-Path: <>                    .null, a bounce itself
///
/// RFC 5322 section 3.6.7, RFC 5321 section 4.4.
public enum ReturnPath: Sendable, Hashable {
  /// `<>`: nowhere, since the message is itself a bounce.
  case null
  /// To this address.
  case mailbox(AddrSpec)

  /// Reads a field body; nil if it holds neither an address nor an empty pair of brackets.
  ///
  /// - Parameters:
  ///   - body: the field body, folds included.
  ///   - charsets: tells what an encoded word hides, for defects.
  ///   - defects: receives defects with ranges in `body`.
  public init?(parsing body: Span<UInt8>, charsets: any CharsetDecoding, defects: inout DefectLog) {
    var lexer = StructuredLexer(body)
    var tokens: [StructuredToken] = []
    while let token = lexer.next() {
      if !token.isSkipped { tokens.append(token) }
    }
    if tokens.first?.special == ASCII.less, tokens.last?.special == ASCII.greater, tokens.count == 2 {
      self = .null
      return
    }
    let list = AddressList(parsing: body, of: .returnPath, charsets: charsets, defects: &defects)
    guard let addrSpec = list.mailboxes.first(where: { $0.addrSpec != nil })?.addrSpec else { return nil }
    self = .mailbox(addrSpec)
  }
}
