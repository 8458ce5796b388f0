import Charsets
import HeaderFields
import TransferEncodings
import WireBytes

/// A second parser of message structure, written from the documents alone and never from the library's own.
///
/// It is as plain as can be: the whole input cut into lines, one recursive function an entity, every line compared
/// with every boundary, nothing remembered. It takes quadratic time and a deep stack, and nobody should parse mail
/// with it; it is here to be obviously right. Field bodies are read by `HeaderFields`, which has tests of its own.
///
///     0  Content-Type: multipart/mixed; boundary=b      entity: fields, blank line
///     1
///     2  --b                                            scan finds the delimiter: entity(3)
///     3
///     4  hi                                             leaf body, ended by line 5
///     5  --b--                                          close delimiter: what follows is the epilogue
public struct ReferenceParser {
  private let input: WireLines
  private var tree = ReferenceTree()

  /// Parses a whole message.
  public static func parse(_ bytes: [UInt8]) -> ReferenceTree {
    var parser = ReferenceParser(input: WireLines(bytes))
    _ = parser.entity(from: 0, within: [], isInDigest: false, parent: nil)
    return parser.tree
  }

  private init(input: WireLines) {
    self.input = input
  }

  /// What ended an entity: a delimiter line of an open multipart, or the end of the input.
  private struct Stop {
    /// The delimiter line; the number of lines for the end of the input.
    let line: Int
    /// Which of the open boundaries it is of, the outermost being 0; nil for the end of the input.
    var level: Int?
    var isClose = false
    /// Where the line break begins that belongs to the delimiter (RFC 2046 section 5.1.1).
    var breakStart: Int
  }

  /// The entity that begins at a line. Returns what ended it.
  private mutating func entity(from first: Int, within open: [[UInt8]], isInDigest: Bool, parent: Int?) -> Stop {
    let ordinal = tree.parts.count
    tree.parts.append(ReferenceTree.Part(parent: parent, start: input.start(of: first)))
    let body = headerSection(of: ordinal, from: first, within: open, isInDigest: isInDigest)
    let type = contentType(of: ordinal, isInDigest: isInDigest)
    tree.parts[ordinal].bodyStart = input.start(of: body)

    var stop: Stop
    if let boundary = type.boundary {
      tree.parts[ordinal].content = .multipart
      stop = multipart(ordinal, boundary, from: body, within: open, isDigest: type.type == "multipart/digest")
    } else if type.isMessage, isIdentity(ordinal) {
      tree.parts[ordinal].content = .message
      stop = entity(from: body, within: open, isInDigest: false, parent: ordinal)
    } else {
      stop = scan(from: body, for: open, floor: input.start(of: body))
      tree.parts[ordinal].lines = input.lineCount(in: input.start(of: body)..<stop.breakStart)
    }
    tree.parts[ordinal].bodyEnd = stop.breakStart
    tree.parts[ordinal].end = input.start(of: stop.line)
    return stop
  }

  // MARK: Header section

  /// Reads fields and junk; returns the first line of the body.
  private mutating func headerSection(
    of ordinal: Int, from first: Int, within open: [[UInt8]], isInDigest: Bool
  ) -> Int {
    var line = first
    while line < input.count {
      let range = input.start(of: line)..<input.lines[line].end
      if input.isBlank(line) { return line + 1 }
      if line == 0, input.hasByteOrderMark {
        addGap(.junk, range)
        line += 1
        continue
      }
      // A delimiter ends the section: one of an enclosing multipart ends the part, one of its own begins the body.
      let own = contentType(of: ordinal, isInDigest: isInDigest).boundary
      if delimiter(line, of: open + (own.map { [$0] } ?? [])) != nil { return line }

      var isField = false
      if input.isContinuation(line) {
        // Continues nothing.
      } else if let field = field(line) {
        tree.parts[ordinal].fields.append(field)
        isField = true
      } else if isEnvelopeLine(line) || input.content(of: line).first == 0x3A {
        // An mbox `From ` line is no part of the message; a line without a name before its colon is skipped.
      } else if tree.parts[ordinal].fields.isEmpty {
        return line
      }
      line += 1
      var end = range.upperBound
      while line < input.count, input.isContinuation(line) {
        end = input.lines[line].end
        line += 1
      }
      if isField {
        tree.parts[ordinal].fields[tree.parts[ordinal].fields.count - 1].end = end
      } else {
        addGap(.junk, range.lowerBound..<end)
      }
    }
    return line
  }

  /// A line as a field: a name without white space inside, white space at will, a colon.
  private func field(_ line: Int) -> ReferenceTree.Field? {
    let content = input.content(of: line)
    guard let colon = content.firstIndex(of: 0x3A) else { return nil }
    var name = content[..<colon]
    while let last = name.last, last == 0x20 || last == 0x09 { name.removeLast() }
    guard !name.isEmpty, !name.contains(0x20), !name.contains(0x09) else { return nil }
    return ReferenceTree.Field(
      start: name.startIndex, nameEnd: name.endIndex, bodyStart: colon + 1, end: input.lines[line].end)
  }

  /// Whether a line is a `From ` line as mailboxes have it before a message, or its quoted form. Neither is a field,
  /// and neither begins the body: fields follow.
  private func isEnvelopeLine(_ line: Int) -> Bool {
    let content = input.content(of: line)
    return content.starts(with: "From ".utf8) || content.starts(with: ">From ".utf8)
  }

  // MARK: Field bodies

  /// The first field of a name, behind its colon.
  private func fieldBody(_ name: String, of ordinal: Int) -> [UInt8]? {
    for field in tree.parts[ordinal].fields {
      let written = input.bytes[field.start..<field.nameEnd].map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }
      if written == Array(name.utf8) { return Array(input.bytes[field.bodyStart..<field.end]) }
    }
    return nil
  }

  /// What the fields read so far say that the body is; what a multipart/digest takes for granted if they say
  /// nothing usable.
  private func contentType(of ordinal: Int, isInDigest: Bool) -> ContentType {
    let unsaid = isInDigest ? ContentType.messageRFC822 : .textPlain
    guard let body = fieldBody("content-type", of: ordinal) else { return unsaid }
    var defects = DefectLog()
    let type = ContentType(parsing: body.span, charsets: BuiltinCharsets(), defects: &defects)
    return type.isWellFormed ? type : unsaid
  }

  /// Whether the body is not transfer encoded.
  private func isIdentity(_ ordinal: Int) -> Bool {
    guard let body = fieldBody("content-transfer-encoding", of: ordinal) else { return true }
    var defects = DefectLog()
    return ContentTransferEncoding(parsing: body.span, defects: &defects).encoding.isIdentity
  }

  // MARK: Multiparts

  /// The body of a multipart. Returns what ended it.
  private mutating func multipart(
    _ ordinal: Int, _ boundary: [UInt8], from first: Int, within open: [[UInt8]], isDigest: Bool
  ) -> Stop {
    let inside = open + [boundary]
    var stop = scan(from: first, for: inside, floor: input.start(of: first))
    addGap(.preamble, input.start(of: first)..<stop.breakStart)
    while stop.level == open.count, !stop.isClose {
      addGap(.delimiter, stop.breakStart..<input.lines[stop.line].end)
      stop = entity(from: stop.line + 1, within: inside, isInDigest: isDigest, parent: ordinal)
    }
    guard stop.level == open.count else {
      if stop.level == nil { tree.isTruncated = true }
      return stop
    }
    return closed(at: stop, boundary, within: open)
  }

  /// What follows a close delimiter. Its own line end may belong to the delimiter of the next line.
  private mutating func closed(at close: Stop, _ boundary: [UInt8], within open: [[UInt8]]) -> Stop {
    let floor = input.lines[close.line].contentEnd
    let stop = scan(from: close.line + 1, for: open, floor: floor)
    var epilogueEnd = stop.breakStart
    // The boundary is not open any more, but a delimiter of it shows parts to other programs.
    for line in close.line + 1..<stop.line where delimiter(line, of: [boundary]).map({ !$0.isClose }) ?? false {
      epilogueEnd = breakStart(before: line, floor: floor)
      break
    }
    let lineEnd = min(input.lines[close.line].end, epilogueEnd)
    addGap(.delimiter, close.breakStart..<lineEnd)
    addGap(.epilogue, lineEnd..<epilogueEnd)
    addGap(.afterClose, epilogueEnd..<stop.breakStart)
    return stop
  }

  /// The next delimiter line of an open multipart. A line break before `floor` belongs to something else.
  private func scan(from first: Int, for open: [[UInt8]], floor: Int) -> Stop {
    var line = first
    while line < input.count {
      if let found = delimiter(line, of: open) {
        return Stop(
          line: line, level: found.level, isClose: found.isClose, breakStart: breakStart(before: line, floor: floor))
      }
      line += 1
    }
    return Stop(line: line, breakStart: input.bytes.count)
  }

  /// Where the line break before a line begins.
  private func breakStart(before line: Int, floor: Int) -> Int {
    line > 0 ? max(input.lines[line - 1].contentEnd, floor) : floor
  }

  /// Whether a line is `--boundary` or `--boundary--`, white space at the end aside; the innermost boundary wins.
  private func delimiter(_ line: Int, of open: [[UInt8]]) -> (level: Int, isClose: Bool)? {
    var content = input.content(of: line)
    while let last = content.last, last == 0x20 || last == 0x09 { content.removeLast() }
    for level in open.indices.reversed() {
      let delimiter = Array("--".utf8) + open[level]
      if content.elementsEqual(delimiter) { return (level, false) }
      if content.elementsEqual(delimiter + Array("--".utf8)) { return (level, true) }
    }
    return nil
  }

  private mutating func addGap(_ kind: ReferenceTree.GapKind, _ range: Range<Int>) {
    if range.isEmpty { return }
    if let last = tree.gaps.last, last.kind == kind, last.range.upperBound == range.lowerBound {
      tree.gaps[tree.gaps.count - 1].range = last.range.lowerBound..<range.upperBound
    } else {
      tree.gaps.append(ReferenceTree.Gap(kind: kind, range: range))
    }
  }
}
