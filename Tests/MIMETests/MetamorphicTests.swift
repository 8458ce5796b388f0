import MIMETestSupport
import MailTestSupport
import Testing
import WireBytes

@testable import MIME

/// Changes to a message that must not change what is read (`HOSTILE.md` section 3: I-11, I-13, I-15, I-16, I-17).
struct MetamorphicTests {
  @Test("an unknown field changes nothing but ranges")
  func irrelevance() {
    var generator = MailGenerator(seed: PropertyCases.seed &+ 20)
    var random = SeededRandom(seed: PropertyCases.seed)
    for _ in 0..<PropertyCases.count(2_000) {
      let bytes = generator.message(upTo: 20)
      let fields = MessageIndex(parsing: bytes.span, limits: .none).fields
      // Only before a field: where there is none, a field of any name makes a header section out of a body.
      guard let field = fields.randomElement(using: &random),
        let lineFeed = bytes[field.start..<field.end].firstIndex(of: ASCII.lf)
      else { continue }
      let lineEnd = lineFeed > 0 && bytes[lineFeed - 1] == ASCII.cr ? "\r\n" : "\n"
      let longer = Array(bytes[..<field.start]) + Array("X-Unknown: y\(lineEnd)".utf8) + bytes[field.start...]
      let difference = MessageShape(longer, ignoring: "X-Unknown").difference(from: MessageShape(bytes))
      #expect(difference == nil, "seed \(PropertyCases.seed): \(longer.escaped)")
    }
  }

  @Test("CR LF and LF alone give the same tree and, one bare-lf aside, the same defects")
  func lineEnds() {
    var generator = MailGenerator(seed: PropertyCases.seed &+ 21)
    for _ in 0..<PropertyCases.count(2_000) {
      let lf = generator.message(upTo: 20).filter { $0 != ASCII.cr }
      let crlf = lf.flatMap { $0 == ASCII.lf ? [ASCII.cr, ASCII.lf] : [$0] }
      let difference = shapeWithoutCR(lf).difference(from: shapeWithoutCR(crlf))
      #expect(difference == nil, "seed \(PropertyCases.seed): \(lf.escaped)")
      let bare = MessageIndex(parsing: lf.span, limits: .none).defects.count(of: .bareLF)
      #expect(bare == (lf.contains(ASCII.lf) ? 1 : 0), "\(lf.escaped)")
    }
  }

  private func shapeWithoutCR(_ bytes: [UInt8]) -> MessageShape {
    MessageShape(bytes, isCompared: { $0.kind != .bareLF }, map: { $0.filter { $0 != ASCII.cr } })
  }

  @Test("other names for the boundaries give the same tree")
  func boundaryNames() {
    var near = MailGenerator(seed: PropertyCases.seed &+ 22, boundaries: ["b", "bb", "bbb", "B"])
    var far = MailGenerator(seed: PropertyCases.seed &+ 22, boundaries: ["q.1", "x_2", "7+7", "zZ"])
    for _ in 0..<PropertyCases.count(2_000) {
      let bytes = near.message(upTo: 24)
      let renamed = far.message(upTo: 24)
      let shape = MessageShape(bytes)
      let other = MessageShape(renamed)
      #expect(
        shape.tree == other.tree && shape.gapKinds == other.gapKinds,
        "seed \(PropertyCases.seed): \(bytes.escaped) and \(renamed.escaped)")
    }
  }

  @Test("the case of letters outside boundaries does not matter")
  func letterCase() {
    var generator = MailGenerator(seed: PropertyCases.seed &+ 23, boundaries: ["1", "11", "2", "1--"])
    var random = SeededRandom(seed: PropertyCases.seed)
    for _ in 0..<PropertyCases.count(2_000) {
      let bytes = generator.message(upTo: 20)
      // Encoded bodies are not letters, and the `From ` of a mailbox is no name.
      let text = String(decoding: bytes, as: UTF8.self).lowercased()
      if text.contains("from ") || text.contains("begin") || text.contains("base64") { continue }
      let recased = bytes.map { byte in
        ByteClass.alpha.contains(byte) && Bool.random(using: &random) ? byte ^ 0x20 : byte
      }
      #expect(
        caseless(recased).difference(from: caseless(bytes)) == nil,
        "seed \(PropertyCases.seed): \(recased.escaped)")
    }
  }

  /// Whether duplicates are equal, fields or sections of a parameter, is a matter of case too.
  private func caseless(_ bytes: [UInt8]) -> MessageShape {
    MessageShape(
      bytes, isCompared: { !$0.kind.rawValue.contains("-dup") }, map: { $0.map(ASCII.lowercase) })
  }

  @Test("the case of a boundary matters")
  func boundaryCase() {
    let header = "Content-Type: multipart/mixed; boundary=Foo\r\n\r\n"
    let shape = MessageShape(Array((header + "--foo\r\n\r\nx\r\n--Foo\r\n\r\ny\r\n--Foo--").utf8))
    #expect(shape.gapKinds == [.preamble, .delimiter, .delimiter])
    #expect(shape.contents.last == Array("y".utf8))
  }

  @Test("what is in one body changes no other part")
  func isolation() {
    var generator = MailGenerator(seed: PropertyCases.seed &+ 24)
    var random = SeededRandom(seed: PropertyCases.seed)
    for _ in 0..<PropertyCases.count(2_000) {
      let bytes = generator.message(upTo: 24)
      guard let ordinal = replaceablePart(bytes, using: &random) else { continue }
      let place = MessageIndex(parsing: bytes.span, limits: .none).parts[ordinal]
      // Without a hyphen there is no delimiter; a CR at the end would be taken for the next line break.
      let length = Int.random(in: 0...30, using: &random)
      let body = (0..<length).map { _ in Array("ab= \n\r:\0\u{E9}".utf8).randomElement(using: &random) ?? 0 }
      let replaced = Array(bytes[..<place.bodyStart]) + body + Array("x".utf8) + bytes[place.bodyEnd...]

      var before = shapeOfOthers(bytes, without: ordinal)
      var after = shapeOfOthers(replaced, without: ordinal)
      before.contents.remove(at: ordinal)
      before.tree.remove(at: ordinal)
      after.contents.remove(at: ordinal)
      after.tree.remove(at: ordinal)
      #expect(
        after.difference(from: before) == nil,
        "seed \(PropertyCases.seed): part \(ordinal) of \(bytes.escaped) became \(replaced.escaped)")
    }
  }

  /// A leaf whose body begins behind a blank line and ends where a line break or nothing follows.
  private func replaceablePart(_ bytes: [UInt8], using random: inout SeededRandom) -> Int? {
    let parts = MessageIndex(parsing: bytes.span, limits: .none).parts
    return parts.indices.filter { ordinal in
      let part = parts[ordinal]
      var header = bytes[part.start..<part.bodyStart]
      var hasBlankLine = header.popLast() == ASCII.lf
      if header.last == ASCII.cr { header.removeLast() }
      hasBlankLine = hasBlankLine && (header.isEmpty || header.last == ASCII.lf)
      return part.content == .leaf && hasBlankLine && (part.bodyEnd < part.end || part.end == bytes.count)
    }.randomElement(using: &random)
  }

  /// The first bare LF of a message may be in any part, so it is left out.
  private func shapeOfOthers(_ bytes: [UInt8], without ordinal: Int) -> MessageShape {
    MessageShape(bytes, isCompared: { $0.part != ordinal && $0.kind != .bareLF })
  }
}
