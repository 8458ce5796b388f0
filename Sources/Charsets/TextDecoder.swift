public import WireBytes

/// Turns the bytes of a text into UTF-8 by whatever charset fits: the one place where a charset is chosen.
///
/// - A charset that is declared and known decodes the text, but for a UTF-8, UTF-16 or UTF-32 byte order mark,
///   which wins over any label. The mark is no part of the text.
/// - A text without a usable label is UTF-8 when its bytes are valid UTF-8, else what the detector says when it
///   is confident, else windows-1252. The same goes for a text that breaks the promise of
///   `us-ascii` with a byte above 0x7F.
///
/// The text comes in chunks of any size, and the outcome does not depend on how it is cut. Without a usable label
/// the decoder looks at one block of 64 KiB at a time: a block of pure US-ASCII is the same in every charset in
/// question and is handed on undecided; the first block with a byte above 0x7F decides for the rest, so that one
/// stray byte late in a long text of UTF-8 is one U+FFFD and does not garble all of it.
///
///     var decoder = TextDecoder(charsets: BuiltinCharsets(), declared: nil)
///     decoder.decode(chunk, into: &utf8)               // caf E9
///     decoder.finish(into: &utf8, defects: &log)       // café, .fallback, cs-undeclared at 3..<4
public struct TextDecoder: ~Copyable {
  /// The charset that decodes, in lower case; a text so far undecided is pure US-ASCII.
  public private(set) var charset: String
  /// By which rule it was chosen.
  public private(set) var decision: CharsetDecision
  /// How many U+FFFD stand for malformed input.
  public var malformed: Int { findings.malformed }
  /// Whether a charset was declared that no decoder knows.
  public let declaredIsUnknown: Bool

  private let charsets: any CharsetDecoding
  /// The charset that was declared, if it is known and can be relied on: not US-ASCII.
  private let trusted: (any CharsetDecoder)?
  /// What decodes, once that is clear.
  private var decoder: (any CharsetDecoder)?
  /// Bytes that wait until it is.
  private var held: [UInt8] = []
  private var isAtStart = true
  private var findings: CharsetFindings

  /// A decoder before the first byte of a text.
  public init(charsets: any CharsetDecoding, declared: CharsetLabel?) {
    let known = declared.flatMap { charsets.makeDecoder(for: $0) }
    self.charsets = charsets
    declaredIsUnknown = declared != nil && known == nil
    trusted = known.flatMap { $0.charset == "us-ascii" ? nil : $0 }
    charset = known?.charset ?? "utf-8"
    decision = known == nil ? .utf8 : .declared
    findings = CharsetFindings(declared: declared, isKnown: known != nil)
  }

  /// How the text came about so far.
  public var outcome: CharsetOutcome {
    CharsetOutcome(
      charset: charset, decision: decision, malformed: malformed, declaredIsUnknown: declaredIsUnknown)
  }

  /// Decodes the next bytes of the text and appends what is clear of it.
  ///
  /// - Parameters:
  ///   - bytes: the next bytes.
  ///   - output: receives UTF-8: for the charsets of mail at most 3 bytes for each byte of the text. A character
  ///     may be cut at its end, to be completed by the next call.
  public mutating func decode(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
    var next = 0
    while decoder == nil, next < bytes.count {
      let wanted = trusted == nil ? TextDecoder.blockSize : ByteOrderMark.longest
      let end = min(bytes.count, next + wanted - held.count)
      held.append(bytes.extracting(next..<end))
      next = end
      if held.count == wanted { settle(atEnd: false, into: &output) }
    }
    if next < bytes.count { convert(bytes.extracting(next..<bytes.count), atEnd: false, into: &output) }
  }

  /// Ends the text: decodes what was held back and reports what was wrong.
  ///
  /// - Parameters:
  ///   - output: receives UTF-8.
  ///   - defects: receives defects with ranges that count from the text's first byte.
  public mutating func finish(into output: inout [UInt8], defects: inout DefectLog) {
    settle(atEnd: true, into: &output)
    convert([UInt8]().span, atEnd: true, into: &output)
    findings.report(charset: charset, decision: decision, charsets: charsets, into: &defects)
  }

  /// The text of all the bytes there are.
  fileprivate mutating func whole(_ bytes: Span<UInt8>, defects: inout DefectLog) -> String {
    // Most text is valid UTF-8, and then the bytes only need to be checked and copied.
    if trusted == nil || trusted?.charset == "utf-8", ByteOrderMark(bytes) == nil,
      let utf8 = bytes.validUTF8
    {
      if let trusted {
        decide(on: trusted, as: .declared)
      } else if !utf8.isKnownASCII {
        decide(on: UTF8Decoder(), as: .utf8)
      }
      findings.examine(bytes, charset: decoder?.charset)
      findings.report(charset: charset, decision: decision, charsets: charsets, into: &defects)
      return String(copying: utf8)
    }
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count)
    decode(bytes, into: &utf8)
    finish(into: &utf8, defects: &defects)
    return String(decodingUTF8: utf8.span)
  }

  fileprivate static let blockSize = 65_536

  /// Chooses a charset on the strength of the bytes held, if they tell, and decodes them.
  private mutating func settle(atEnd: Bool, into output: inout [UInt8]) {
    guard decoder == nil else { return }
    choose(atEnd: atEnd)
    let block = held
    held = []
    if decoder == nil {
      findings.examine(block.span)
      output += block
    } else {
      convert(block.span, atEnd: false, into: &output)
    }
  }

  /// The decision itself; without one when all is US-ASCII so far.
  private mutating func choose(atEnd: Bool) {
    if isAtStart, let mark = ByteOrderMark(held.span),
      let marked = charsets.makeDecoder(for: CharsetLabel(name: mark.charset, charset: mark.charset))
    {
      isAtStart = false
      held.removeFirst(mark.length)
      findings.skip(mark.length)
      decide(on: marked, as: findings.declares(mark.charset) ? .declared : .bom)
      return
    }
    isAtStart = false
    if let trusted {
      decide(on: trusted, as: .declared)
    } else {
      switch held.span.looksLikeUTF8(isWhole: atEnd) {
      case .ascii: break
      case .utf8: decide(on: UTF8Decoder(), as: .utf8)
      case .neither: guess()
      }
    }
  }

  private mutating func guess() {
    if let guess = charsets.detect(held.span),
      let guessed = charsets.makeDecoder(for: CharsetLabel(guess.charset))
    {
      decide(on: guessed, as: .detected(confidence: guess.confidence))
    } else {
      decide(on: SingleByteDecoder(.windows1252), as: .fallback)
    }
  }

  private mutating func decide(on decoder: any CharsetDecoder, as decision: CharsetDecision) {
    self.decoder = decoder
    self.decision = decision
    charset = decoder.charset
  }

  /// Runs the chosen decoder, if there is one, over bytes that follow the ones before.
  private mutating func convert(_ bytes: Span<UInt8>, atEnd: Bool, into output: inout [UInt8]) {
    guard var decoder else { return }
    self.decoder = nil
    let malformed = decoder.decode(bytes, atEnd: atEnd, appendingTo: &output)
    self.decoder = decoder
    findings.examine(bytes, malformed: malformed, atEnd: atEnd, charset: charset)
  }
}

extension CharsetDecoder {
  /// Decodes all of `bytes`, and returns how many U+FFFD stand for malformed input.
  fileprivate mutating func decode(_ bytes: Span<UInt8>, atEnd: Bool, appendingTo output: inout [UInt8]) -> Int {
    var malformed = 0
    var consumed = 0
    var isDone = false
    repeat {
      // Most text needs as many bytes of UTF-8 as it has; a second round costs less than three times the room.
      let room = min(max(bytes.count - consumed, 16) * 3 / 2, TextDecoder.blockSize)
      output.append(addingCapacity: room) { piece in
        let step = decode(bytes.extracting(consumed..<bytes.count), into: &piece, atEnd: atEnd)
        consumed += step.consumed
        malformed += step.malformed
        isDone = consumed == bytes.count && piece.freeCapacity >= 4
      }
    } while !isDone
    return malformed
  }
}

extension CharsetDecoding {
  /// The text that `bytes` are, by the rules of ``TextDecoder``.
  ///
  /// - Parameters:
  ///   - bytes: all the bytes of the text, its transfer encoding undone.
  ///   - declared: the charset that the message declares, or nil when it declares none.
  ///   - defects: receives what is wrong, with ranges in `bytes`.
  public func text(of bytes: Span<UInt8>, declared: CharsetLabel?, defects: inout DefectLog) -> DecodedText {
    var decoder = TextDecoder(charsets: self, declared: declared)
    let text = decoder.whole(bytes, defects: &defects)
    return DecodedText(text, decoder.outcome)
  }

  /// The text that `bytes` are, by the rules of ``TextDecoder``, without a report of what is wrong.
  public func text(of bytes: Span<UInt8>, declared: CharsetLabel?) -> DecodedText {
    if let text = bytes.textAsItStands(declared: declared) {
      return DecodedText(String(copying: text), CharsetOutcome(asItStands: declared))
    }
    var defects = DefectLog(capacity: 0)
    return text(of: bytes, declared: declared, defects: &defects)
  }

  /// Appends the text that `bytes` are as UTF-8, by the rules of ``TextDecoder``, without a report of what is wrong.
  ///
  /// - Parameters:
  ///   - bytes: all the bytes of the text, its transfer encoding undone.
  ///   - declared: the charset that the message declares, or nil when it declares none.
  ///   - output: receives UTF-8; a buffer that is used again costs no memory of its own for each text.
  @discardableResult
  public func appendText(
    of bytes: Span<UInt8>, declared: CharsetLabel?, to output: inout [UInt8]
  ) -> CharsetOutcome {
    if let outcome = bytes.outcomeAsItStands(declared: declared) {
      output.append(bytes)
      return outcome
    }
    if let declared, ByteOrderMark(bytes) == nil, var decoder = makeDecoder(for: declared),
      decoder.charset != "us-ascii"
    {
      let malformed = decoder.decode(bytes, atEnd: true, appendingTo: &output)
      return CharsetOutcome(
        charset: decoder.charset, decision: .declared, malformed: malformed, declaredIsUnknown: false)
    }
    var defects = DefectLog(capacity: 0)
    var decoder = TextDecoder(charsets: self, declared: declared)
    decoder.decode(bytes, into: &output)
    decoder.finish(into: &output, defects: &defects)
    return decoder.outcome
  }
}

extension Span where Element == UInt8 {
  /// The bytes as text, if the rules of ``TextDecoder`` come to UTF-8 without asking any decoder.
  @_lifetime(copy self)
  fileprivate func textAsItStands(declared: CharsetLabel?) -> UTF8Span? {
    guard let charset = declared?.charset ?? (declared == nil ? "utf-8" : nil), ByteOrderMark(self) == nil else {
      return nil
    }
    guard charset == "utf-8" || charset == "us-ascii", let text = validUTF8 else { return nil }
    return charset == "utf-8" || text.isKnownASCII ? text : nil
  }

  /// What there is to say about the bytes if they are such a text.
  package func outcomeAsItStands(declared: CharsetLabel?) -> CharsetOutcome? {
    let isText = textAsItStands(declared: declared) != nil
    return isText ? CharsetOutcome(asItStands: declared) : nil
  }
}

extension CharsetOutcome {
  fileprivate init(asItStands declared: CharsetLabel?) {
    self.init(
      charset: declared?.charset ?? "utf-8", decision: declared == nil ? .utf8 : .declared, malformed: 0,
      declaredIsUnknown: false)
  }
}
