import WireBytes

// The header section: lines are joined to units (a field with its continuation lines), each unit is told about whole.

/// How far the unit at `position` has been read.
struct UnitProgress: Sendable {
  /// Whether the bytes so far end in an LF, so that only the next byte tells whether the unit goes on.
  var isAtLineEnd = false
  /// Whether the first line is complete and has been looked at.
  var knowsFirstLine = false
  /// Whether the first line is all there is: a blank line, or a delimiter.
  var isSettled = false
  /// Whether the first line is a delimiter.
  var isDelimiter = false
}

extension MessageReader {
  /// Tells about the next field if it is an ordinary one.
  @_lifetime(copy input, &self)
  mutating func takeFramedField(from input: inout ByteCursor) -> MessageEvent? {
    let start = input.offset
    guard let layout = nextFramedField(&input) else { return nil }
    return .field(bytes: input.bytes.extracting(start..<input.offset), layout: layout)
  }

  /// Moves over the next field if it is an ordinary one, as nearly all are, and lies in the input as a whole.
  ///
  /// Such fields are framed many at once; whatever is odd is left to `frameUnit`, line by line.
  @inline(__always)
  mutating func nextFramedField(_ input: inout ByteCursor) -> FieldLayout? {
    if framed.isEmpty { frameFields(input) }
    guard let frame = framed.pop() else { return nil }
    let field = input.bytes.extracting(input.offset..<input.offset + frame.length)
    let layout = FieldLayout(field, nameEnd: frame.colon, colon: frame.colon, at: position)
    header.add(layout, field)
    position += frame.length
    input.advance(to: input.offset + frame.length)
    return layout
  }

  private mutating func frameFields(_ input: borrowing ByteCursor) {
    guard step == .header, held.isEmpty, !unit.isAtLineEnd else { return }
    let start = input.offset
    let allowed = start + max(0, min(input.remaining, limits.headerSectionBytes - header.length))
    framed.refill(from: input.bytes.extracting(start..<allowed), limit: limits.fieldsPerPart - header.fieldCount)
    header.tally(input.bytes.extracting(start..<start + framed.end), at: position)
  }

  enum UnitFrame {
    case unit(length: Int)
    case delimiterLine
    case tooLong
    case endOfInput
    case needsMore
  }

  /// Finds the end of the unit that begins at `position`.
  ///
  /// Its bytes are all in `held` when a chunk edge cut it, else all in the input at the cursor.
  mutating func frameUnit(_ input: inout ByteCursor, isLast: Bool) -> UnitFrame {
    let allowance = limits.headerSectionBytes - header.length
    var end = input.offset
    if !unit.knowsFirstLine, held.bytes.last == ASCII.lf {
      // A line that ended the header section around (of a message in a digest, say) begins this one.
      unit.isAtLineEnd = true
      lookAtFirstLine(input, upTo: end)
    }
    while true {
      if unit.isAtLineEnd {
        if unit.isSettled { break }
        guard end < input.bytes.count else {
          if isLast { break }
          return hold(&input)
        }
        if !ByteClass.wsp.contains(input.bytes[end]) { break }
        unit.isAtLineEnd = false
      }
      let lineFeed = input.bytes.firstIndex(of: ASCII.lf, from: end)
      end = lineFeed.map { $0 + 1 } ?? input.bytes.count
      if held.count + (end - input.offset) > allowance { return .tooLong }
      if !held.isEmpty {
        held.append(input.bytes.extracting(input.offset..<end))
        input.advance(to: end)
      }
      if lineFeed == nil {
        if isLast { break }
        return hold(&input)
      }
      unit.isAtLineEnd = true
      lookAtFirstLine(input, upTo: end)
    }
    let length = held.isEmpty ? end - input.offset : held.count
    if length == 0 { return .endOfInput }
    lookAtFirstLine(input, upTo: end)
    return unit.isDelimiter ? .delimiterLine : .unit(length: length)
  }

  private mutating func hold(_ input: inout ByteCursor) -> UnitFrame {
    held.append(input.bytes.extracting(input.offset..<input.bytes.count))
    input.skipToEnd()
    return .needsMore
  }

  private mutating func lookAtFirstLine(_ input: borrowing ByteCursor, upTo end: Int) {
    guard !unit.knowsFirstLine else { return }
    unit.knowsFirstLine = true
    let length = held.isEmpty ? end - input.offset : held.count
    unit.isDelimiter = isDelimiter(length, input)
    unit.isSettled = unit.isDelimiter || isBlank(length, input)
  }

  private func isBlank(_ length: Int, _ input: borrowing ByteCursor) -> Bool {
    // A byte order mark is told about apart: the line behind it may be blank.
    let mark = position == 0 ? byteOrderMark(input) ?? 0 : 0
    guard length - mark <= 2 else { return false }
    let line = unitBytes(length, input).extracting(mark..<length)
    return line.equals("\n") || line.equals("\r\n")
  }

  /// Whether the line is a delimiter of an open multipart, or of the one whose header section this is (the blank
  /// line before it is missing then).
  private func isDelimiter(_ length: Int, _ input: borrowing ByteCursor) -> Bool {
    guard length > 2, !ignoresDelimiters else { return false }
    let line = unitBytes(length, input)
    guard line[0] == ASCII.hyphen, line[1] == ASCII.hyphen else { return false }
    let end = Boundaries.contentLength(line)
    if boundaries.match(line.extracting(0..<end)) != nil { return true }
    guard let boundary = header.boundary else { return false }
    var own = Boundaries()
    own.open(boundary, frame: 0)
    return own.match(line.extracting(0..<end)) != nil
  }

  /// Tells about a unit, or ends the header section at it.
  @_lifetime(copy input, &self)
  mutating func takeUnit(_ length: Int, from input: inout ByteCursor) -> MessageEvent? {
    if position == 0, let mark = byteOrderMark(input) {
      report(.headerBOM, at: 0..<mark)
      addToHeader(.junk(.headerBOM), mark, input)
      return takeJunk(mark, from: &input, endsUnit: false)
    }
    let line = headerLine(length, input)
    switch line {
    case .blank:
      addToHeader(line, length, input)
      skipUnit(length, from: &input)
      endHeader()
      return nil
    case .junk(let kind):
      if isMBOXFromLine(length, input) {
        report(.headerMBOXFrom, at: 0..<length)
      } else if kind == .headerNoSeparator, header.fieldCount == 0 {
        // Without a field before it, the line is where the body begins (HOSTILE.md hdr-no-separator).
        report(.headerNoSeparator, at: position..<position)
        moveUnitToBody()
        return nil
      } else {
        report(kind, at: position..<position + length)
      }
      addToHeader(line, length, input)
      return takeJunk(length, from: &input, endsUnit: true)
    case .field(let layout, let faults):
      guard header.fieldCount < limits.fieldsPerPart else {
        cutHeader(.limitFields)
        return nil
      }
      for fault in faults { report(fault.kind, at: fault.range) }
      addToHeader(line, length, input)
      let start = input.offset
      if skipUnit(length, from: &input) {
        return .field(bytes: held.bytes.span.extracting(0..<length), layout: layout)
      }
      return .field(bytes: input.bytes.extracting(start..<start + length), layout: layout)
    }
  }

  private func headerLine(_ length: Int, _ input: borrowing ByteCursor) -> HeaderLine {
    HeaderLine(unitBytes(length, input), at: position)
  }

  private mutating func addToHeader(_ line: HeaderLine, _ length: Int, _ input: borrowing ByteCursor) {
    if held.isEmpty {
      header.add(line, input.bytes.extracting(input.offset..<input.offset + length), at: position)
    } else {
      let bytes = held.bytes  // a reference: the span of a property would bar changing any other
      header.add(line, bytes.span.extracting(0..<length), at: position)
    }
  }

  /// The bytes of the unit at `position`.
  @_lifetime(copy input, borrow self)
  private func unitBytes(_ length: Int, _ input: borrowing ByteCursor) -> Span<UInt8> {
    if held.isEmpty { return input.bytes.extracting(input.offset..<input.offset + length) }
    return held.bytes.span.extracting(0..<length)
  }

  private func byteOrderMark(_ input: borrowing ByteCursor) -> Int? {
    let count = held.isEmpty ? input.remaining : held.count
    guard count >= 3 else { return nil }
    let bytes = unitBytes(3, input)
    return bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : nil
  }

  /// Whether the unit is the envelope line that a mailbox puts before a message (RFC 4155), legal as line 1 only.
  private func isMBOXFromLine(_ length: Int, _ input: borrowing ByteCursor) -> Bool {
    position == 0 && length >= 5 && unitBytes(5, input).equals("From ")
  }

  @_lifetime(copy input, &self)
  private mutating func takeJunk(_ length: Int, from input: inout ByteCursor, endsUnit: Bool) -> MessageEvent? {
    let start = input.offset
    let offset = position
    let progress = unit
    let isHeld = skipUnit(length, from: &input)
    // The rest of a held unit behind a byte order mark is complete already; in the input it is framed again.
    if !endsUnit, isHeld { unit = progress }
    if isHeld { return .gap(.junk, bytes: held.bytes.span.extracting(0..<length), at: offset) }
    return .gap(.junk, bytes: input.bytes.extracting(start..<start + length), at: offset)
  }

  /// Moves over bytes that an event tells about. Whether they are in `held`.
  @discardableResult
  private mutating func skipUnit(_ length: Int, from input: inout ByteCursor) -> Bool {
    position += length
    unit = UnitProgress()
    if held.isEmpty {
      input.advance(to: input.offset + length)
      return false
    }
    held.spend(length)
    return true
  }

  /// Ends the header section at `position`.
  mutating func endHeader(bodyBeginsLine: Bool = true) {
    isAtBodyStart = bodyBeginsLine
    reportTally(header.finishTally(), inHeader: true)
    step = .headerEnded
  }

  /// A delimiter stands where a field or the blank line should: the part has no body.
  mutating func endHeaderAtDelimiter() {
    // A part that is nothing at all still needs a line break between the two delimiters: many programs skip it.
    let isBetweenDelimiters = frames.count > 1 && frames[frames.count - 2].content == .multipart
    if header.length > 0 || isBetweenDelimiters {
      report(.headerNoSeparator, at: position..<position, severity: .medium)
    }
    // The line stays where it is, in the input or held: the body search finds the delimiter at its first byte.
    unit = UnitProgress()
    held.wait = .line(lineBreak: 0)
    endHeader()
  }

  /// Ends the header section before a unit that a limit does not allow.
  mutating func cutHeader(_ kind: DefectKind) {
    report(kind, at: position..<position)
    header.isCut = true
    moveUnitToBody()
  }

  /// Makes the unit at `position`, or what was held of it, the beginning of the body. Its first line is no delimiter.
  private mutating func moveUnitToBody() {
    unit = UnitProgress()
    held.wait = .nothing
    endHeader(bodyBeginsLine: false)
  }
}
