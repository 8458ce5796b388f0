import SMTPTestSupport
import Testing
import WireBytes

@testable import SMTP

/// Properties of DATA framing that no list of rows can show: every short string, and round trips.
@Suite struct DataFramingTests {
  static let keep: MessagePolicy = {
    var policy = MessagePolicy()
    policy.bareLineBreaks = .keep
    return policy
  }()

  /// Reads a stream cut at `cuts`.
  static func read(_ bytes: [UInt8], cuts: [Int] = [], policy: MessagePolicy = keep) -> DataFraming.Reading {
    DataFraming.read(pieces(bytes, cuts), policy: policy)
  }

  private static func pieces(_ bytes: [UInt8], _ cuts: [Int]) -> [[UInt8]] {
    zip([0] + cuts, cuts + [bytes.count]).map { Array(bytes[$0..<$1]) }
  }

  static let alphabet: [UInt8] = [ASCII.cr, ASCII.lf, ASCII.dot, ASCII.nul, 0x61]

  static func forEachString(upTo length: Int, _ body: ([UInt8]) -> Void) {
    for count in 0...length {
      var digits = [Int](repeating: 0, count: count)
      while true {
        body(digits.map { alphabet[$0] })
        guard let place = digits.lastIndex(where: { $0 < alphabet.count - 1 }) else { break }
        digits[place] += 1
        for later in (place + 1)..<max(place + 1, count) { digits[later] = 0 }
      }
    }
  }

  #if DEBUG
    static let lengthSplit = 5
    static let lengthWhole = 6
  #else
    static let lengthSplit = 6
    static let lengthWhole = 9
  #endif

  @Test func endsWhereTheReferenceSays() {
    var wrong: [String] = []
    Self.forEachString(upTo: Self.lengthWhole) { bytes in
      let expected = DataFraming.reference(bytes)
      let found = Self.read(bytes)
      // What is held at the end of the input may still become content or the end.
      let matches =
        found.end == expected.end
        && (expected.end == nil ? expected.content.starts(with: found.content) : found.content == expected.content)
      if !matches, wrong.count < 10 { wrong.append(escaped(bytes)) }
    }
    #expect(wrong == [])
  }

  @Test(arguments: [MessagePolicy.BareLineBreaks.refuse, .normalize, .keep])
  func everySplitIsTheSame(_ bare: MessagePolicy.BareLineBreaks) {
    var policy = MessagePolicy()
    policy.bareLineBreaks = bare
    var wrong: [String] = []
    Self.forEachString(upTo: Self.lengthSplit) { short in
      let bytes = short + Array("\r\n.\r\nNOOP\r\n".utf8)
      let whole = Self.read(bytes, policy: policy)
      let ways = (1..<bytes.count).map { [$0] } + [Array(1..<bytes.count)]
      for cuts in ways {
        let split = Self.read(bytes, cuts: cuts, policy: policy)
        if split != whole, wrong.count < 10 { wrong.append("\(escaped(bytes)) at \(cuts)") }
      }
      if bare == .normalize, Array(whole.content).span.firstBareLineBreak(in: 0..<whole.content.count) != nil {
        wrong.append("\(escaped(bytes)) is not normal")
      }
      if bare == .keep, whole.content != DataFraming.reference(bytes).content { wrong.append(escaped(bytes)) }
    }
    #expect(wrong == [])
  }

  /// A line of NULs and one dot, the deleted dot of DATA counted, is an end of data in disguise: the rule in a few lines.
  static func isDisguised(_ raw: [UInt8]) -> Bool {
    let lines = raw.split(omittingEmptySubsequences: false) { $0 == ASCII.cr || $0 == ASCII.lf }
    return lines.contains { line in
      line.contains(ASCII.nul) && line.count { $0 == ASCII.dot } == 1
        && line.allSatisfy { $0 == ASCII.nul || $0 == ASCII.dot }
    }
  }

  @Test func endsInDisguiseAreFound() {
    var wrong: [String] = []
    var policy = MessagePolicy()
    policy.bareLineBreaks = .normalize
    Self.forEachString(upTo: Self.lengthSplit) { short in
      let bytes = short + Array("\r\n.\r\n".utf8)
      guard let end = DataFraming.reference(bytes).end else { return }
      let isDisguised = Self.isDisguised(Array(bytes[..<(end - 3)]))
      for cuts in [[], [end / 2], Array(1..<bytes.count)] {
        let found = Self.read(bytes, cuts: cuts, policy: policy).summary.refusal == .disguisedEndOfData
        if found != isDisguised, wrong.count < 10 { wrong.append("\(escaped(bytes)) at \(cuts)") }
      }
    }
    #expect(wrong == [])
  }

  /// Writes a message cut at `cuts`, or nil when it is refused.
  static func write(_ bytes: [UInt8], cuts: [Int] = [], normalizes: Bool = false, allowsNUL: Bool = true) -> [UInt8]?
  {
    DataFraming.write(pieces(bytes, cuts), normalizes: normalizes, allowsNUL: allowsNUL)
  }

  @Test func whatIsStuffedComesBack() {
    var wrong: [String] = []
    Self.forEachString(upTo: Self.lengthSplit) { bytes in
      let isLegal = bytes.span.firstBareLineBreak(in: 0..<bytes.count) == nil
      for normalizes in [false, true] {
        let whole = Self.write(bytes, normalizes: normalizes)
        for cuts in (1..<max(1, bytes.count)).map({ [$0] }) + [Array(1..<max(1, bytes.count))] {
          let split = Self.write(bytes, cuts: cuts, normalizes: normalizes)
          if split != whole, wrong.count < 10 { wrong.append("\(escaped(bytes)) at \(cuts)") }
        }
        guard let whole else {
          if isLegal || normalizes { wrong.append("\(escaped(bytes)) is refused") }
          continue
        }
        let found = Self.read(whole)
        let message =
          bytes.isEmpty || bytes.suffix(2) == [ASCII.cr, ASCII.lf] ? bytes : bytes + [ASCII.cr, ASCII.lf]
        if found.end != whole.count || isLegal && found.content != message { wrong.append(escaped(bytes)) }
        if found.summary.bareCRs + found.summary.bareLFs > 0 { wrong.append("\(escaped(bytes)) is bare") }
      }
    }
    #expect(wrong == [])
  }

  /// However leniently the end of data is read, nothing that is sent ends before its true end.
  @Test(arguments: [false, true])
  func nothingSentEndsEarly(_ normalizes: Bool) {
    var wrong: [String] = []
    var ended = 0
    Self.forEachString(upTo: Self.lengthWhole) { bytes in
      for allowsNUL in [false, true] {
        guard let sent = Self.write(bytes, normalizes: normalizes, allowsNUL: allowsNUL) else { continue }
        // Whoever allows NUL must know that the reader does not drop it (D32).
        if DataFraming.lenientEnd(sent, droppingNUL: !allowsNUL) == sent.count {
          ended += 1
        } else if wrong.count < 10 {
          wrong.append(escaped(bytes))
        }
      }
    }
    #expect(wrong == [])
    #expect(ended > 100)
  }

  /// The reader above fires on each of the ways in which one message was smuggled inside another.
  @Test(arguments: [
    #"\n.\n"#, #"\n.\r\n"#, #"\r\n.\n"#, #"\r.\r"#, #"\r\n.\r"#, #"\r\n\0.\r\n"#, #"\r\n.\0\r\n"#, #"\r\n. \r\n"#,
  ])
  func theLaxReaderIsLax(_ end: String) {
    let bytes = wire("a" + end + #"b\r\n.\r\n"#)
    #expect(DataFraming.lenientEnd(bytes, droppingNUL: true) == wire("a" + end).count)
  }

  @Test(arguments: [
    ("D30", "a", #"a\r\n.\r\n"#), ("D30", #"a\r\n"#, #"a\r\n.\r\n"#), ("D30", "", #".\r\n"#),
    ("D31", ".", #"..\r\n.\r\n"#), ("D31", #"a\r\n.b"#, #"a\r\n..b\r\n.\r\n"#),
    ("D31 empty line", #"\r\n\r\n.\r\n"#, #"\r\n\r\n..\r\n.\r\n"#),
  ])
  func stuffing(_ id: String, _ message: String, _ sent: String) {
    #expect(Self.write(wire(message), allowsNUL: false) == wire(sent), "\(id)")
  }

  @Test(arguments: [#"\n."#, #"a\r.\r\n"#, #"a\n.\nRSET\r\n"#, #"a\r"#, #"a\0b"#])
  func refusedContent(_ message: String) {
    #expect(Self.write(wire(message), allowsNUL: false) == nil)
  }

  @Test func normalizedContentIsStuffed() {
    #expect(Self.write(wire(#"\n."#), normalizes: true) == wire(#"\r\n..\r\n.\r\n"#))
    #expect(Self.write(wire(#"a\r.\rb"#), normalizes: true) == wire(#"a\r\n..\r\nb\r\n.\r\n"#))
  }

  /// D32: a reader that drops NUL sees the end of data here.
  @Test func NULIsAllowedOnlyWhenAsked() {
    #expect(Self.write(wire(#"\r\n\0.\r\n"#), allowsNUL: true) == wire(#"\r\n\0.\r\n.\r\n"#))
    #expect(Self.write(wire(#"\r\n\0.\r\n"#), allowsNUL: false) == nil)
  }

  @Test func refusalTellsWhere() throws {
    var writer = DataWriter()
    var output: [UInt8] = []
    try writer.write(wire(#"ab\r\n"#).span, into: &output)
    #expect(throws: DataWriter.Refusal.bareLineBreak(5)) { try writer.write(wire(#"c\nd"#).span, into: &output) }
  }

  @Test func slicesAreNotCutWithoutNeed() {
    let bytes = Array("From: a\r\nTo: b\r\n\r\nbody\r\n.\r\n".utf8)
    var reader = DataReader()
    reader.beginDotted()
    let span = bytes.span
    var input = ByteCursor(span)
    let first = reader.next(from: &input)
    let second = reader.next(from: &input)
    #expect(first == .bytes(0..<24))
    #expect(second == .ended)
  }
}
