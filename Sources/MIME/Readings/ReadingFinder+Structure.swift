import Charsets
import HeaderFields
import TransferEncodings
import WireBytes

// Where programs see other parts than we do.

extension ReadingFinder {
  /// The multipart whose delimiters the defect is about: the innermost one that is open there.
  private var multipart: BodyPart? {
    var part: BodyPart? = self.part
    while let candidate = part, candidate.place.content != .multipart { part = candidate.parent }
    return part
  }

  /// The multipart with every line of the kind turned into the delimiter that it nearly is.
  var looseDelimiter: [Reading] {
    guard let multipart, let boundary = multipart.contentType().boundary else { return [] }
    let place = body(of: multipart)
    let lines = message.index.defects.records.filter { $0.kind == defect.kind && place.contains($0.range.lowerBound) }
    return reread(multipart, .looseDelimiter) { again in
      for line in Set(lines + [defect]).map(\.range) {
        again.overwrite(line, with: delimiter(boundary, from: message.bytes[line]))
      }
    }
  }

  /// `--b`, or `--b--` if the line is a close delimiter to those who compare its beginning.
  private func delimiter(_ boundary: [UInt8], from line: ArraySlice<UInt8>) -> [UInt8] {
    let dashes = [ASCII.hyphen, ASCII.hyphen]
    return dashes + boundary + (line.starts(with: dashes + boundary + dashes) ? dashes : [])
  }

  /// The multipart, or else the part, with line ends where a CR stands alone.
  var endsLinesAtCarriageReturns: [Reading] {
    reread(defect.kind == .boundaryBareCR ? multipart ?? part : part, .carriageReturnEndsLines) {
      $0.endLinesAtCarriageReturns()
    }
  }

  /// The multipart, or else the part, with no line ends where an LF stands alone.
  var endsLinesAtCRLF: [Reading] {
    reread(multipart ?? part, .onlyCRLFEndsLines) { $0.endLinesAtCRLF() }
  }

  /// The multipart around, with the lines that we gave to the one inside.
  var withoutInnerBoundary: [Reading] {
    guard let outer = part.parent, let field = part.field(.contentType) else { return [] }
    let boundary = part.contentType().parameters.first { $0.name == "boundary" }
    return reread(outer, .anotherNesting) { again in
      for range in boundary?.ranges ?? [] { again.hide(field.layout.bodyStart + range.lowerBound) }
    }
  }

  /// The multipart inside, with all that follows until its own close delimiter.
  var withoutOuterBoundary: [Reading] {
    guard let outer = part.parent else { return [] }
    let rest = part.place.start..<outer.place.bodyEnd
    return [Reading(.anotherNesting, of: rest, leaves: Rereading(message, rest).leaves())]
  }

  /// The parts behind the close delimiter, as if they stood behind the header section.
  var goesOnBehindClose: [Reading] {
    let rest = defect.range.lowerBound..<part.place.bodyEnd
    let again = Rereading(message, rest, prefix: Array(message.bytes[header(of: part)]), at: header(of: part))
    return [Reading(.goesOnBehindClose, of: rest, leaves: again.leaves())]
  }

  /// One body of text, to programs that do not find the type, or the boundary.
  var opaque: [Reading] {
    [Reading(.opaque, of: whole(part), leaves: [leaf(type: "text/plain")])]
  }

  /// The raw text, to programs that read no MIME fields without MIME-Version.
  var notMIME: [Reading] {
    [Reading(.opaque, of: whole(part), leaves: [leaf(type: "text/plain").with(encoding: .sevenBit)])]
  }

  /// Parts where we see none, by the boundary that the field has or that the body begins with; and none where we see
  /// some.
  var multipartOrNot: [Reading] {
    if part.place.content == .multipart { return opaque }
    let declared = part.contentType().parameters["boundary"].map { Array($0.utf8) }
    return multipart(.multipart, boundary: declared ?? guessedBoundary ?? [])
  }

  /// The parts by the boundary that the encoded word stands for.
  var decodedBoundary: [Reading] {
    guard let boundary = part.contentType().boundary else { return [] }
    var unreported = DefectLog(capacity: 0)
    let text = Unstructured.text(of: boundary.span, charsets: BuiltinCharsets(), defects: &unreported)
    return multipart(.anotherParameter, boundary: Array(text.utf8))
  }

  /// The body between other delimiters.
  func multipart(_ rule: ReadingRule, boundary: [UInt8]) -> [Reading] {
    guard !boundary.isEmpty else { return [] }
    var prefix = Array("Content-Type: multipart/mixed; boundary=\"".utf8)
    for byte in boundary {
      if byte == ASCII.quote || byte == ASCII.backslash { prefix.append(ASCII.backslash) }
      prefix.append(byte)
    }
    prefix += Array("\"\r\n\r\n".utf8)
    let again = Rereading(message, body(of: part), prefix: prefix)
    return [Reading(rule, of: whole(part), leaves: again.leaves())]
  }

  /// What stands behind the dashes of the first line that begins with two.
  private var guessedBoundary: [UInt8]? {
    let body = message.bytes[self.body(of: part)]
    let line = body.split(separator: ASCII.lf).prefix(64).first { $0.starts(with: [ASCII.hyphen, ASCII.hyphen]) }
    return line.map { line in Array(line.dropFirst(2).reversed().drop { ByteClass.fws.contains($0) }.reversed()) }
  }
}
