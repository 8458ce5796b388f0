import WireBytes

/// Decodes yEnc (the yEnc draft 1.3).
///
///     =ybegin line=128 size=3 name=cat.txt CRLF
///     m 8B 9E CRLF                              Cat: each byte plus 42
///     =yend size=3 crc32=a6130548 CRLF
///
/// A byte that would be NUL, LF, CR or `=` is written as `=` and the byte plus 64 more; so `=y` at the start of a
/// line is never data. Line breaks carry no data.
///
/// - Text before the `=ybegin` line and after the `=yend` line is no data (`cte-text-outside`).
/// - `=` at the end of a line escapes nothing (`yenc-bad-escape`).
/// - The size and the CRC of the `=yend` line are compared with the data; of a part (`=ypart`) that is `pcrc32`,
///   because `crc32` is then that of the whole file.
struct YEncDecoder: BodyDecoder {
  /// How much of a `=y` line is looked at; the file name, which may be longer, comes last and is not needed.
  private static let keywordLineLimit = 512

  let reserve = 1

  private enum State {
    /// In a line before the data.
    case outside
    case lineStart
    case data
    case escape(atLineStart: Bool)
    /// In a line that began with `=y`.
    case keyword
    case ended
  }

  private var state = State.outside
  private var offset = 0
  private var lineStart = 0
  /// The line, when it may be one with a keyword.
  private var line: [UInt8] = []
  private var outsideStart: Int?
  private var isPart = false
  private var decodedCount = 0
  private var checksum = CRC32()
  private var runs = DefectRuns()

  mutating func decode(
    _ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) -> Int {
    var index = 0
    while index < chunk.count, output.freeCapacity >= reserve {
      let byte = chunk[index]
      if byte == ASCII.cr || byte == ASCII.lf {
        endLine(defects: &defects)
        lineStart = offset + 1
      } else {
        take(byte, into: &output)
      }
      offset += 1
      index += 1
    }
    return index
  }

  mutating func finish(into output: inout OutputSpan<UInt8>, defects: inout DefectLog) {
    endLine(defects: &defects)
    if let outsideStart { runs.report(.transferEncodingTextOutside, at: outsideStart..<offset, to: &defects) }
    switch state {
    case .ended, .outside: break
    default: runs.report(.yencNoEnd, at: offset..<offset, to: &defects)
    }
    runs.flush(to: &defects)
  }

  private mutating func take(_ byte: UInt8, into output: inout OutputSpan<UInt8>) {
    switch state {
    case .outside, .keyword:
      if line.count < Self.keywordLineLimit { line.append(byte) }
      if case .outside = state { noteOutside(byte) }
    case .ended: noteOutside(byte)
    case .lineStart where byte == ASCII.equals: state = .escape(atLineStart: true)
    case .data where byte == ASCII.equals: state = .escape(atLineStart: false)
    case .escape(atLineStart: true) where byte == UInt8(ascii: "y"):
      line = [ASCII.equals, byte]
      state = .keyword
    case .escape: append(byte &- 64, to: &output)
    case .lineStart, .data: append(byte, to: &output)
    }
  }

  private mutating func append(_ byte: UInt8, to output: inout OutputSpan<UInt8>) {
    let decoded = byte &- 42
    output.append(decoded)
    checksum.append(decoded)
    decodedCount += 1
    state = .data
  }

  private mutating func noteOutside(_ byte: UInt8) {
    if outsideStart == nil, byte != ASCII.space, byte != ASCII.tab { outsideStart = offset }
  }

  private mutating func endLine(defects: inout DefectLog) {
    switch state {
    case .outside:
      if starts(with: "=ybegin ") {
        if let start = outsideStart, start < lineStart {
          runs.report(.transferEncodingTextOutside, at: start..<lineStart, to: &defects)
        }
        outsideStart = nil
        state = .lineStart
      }
      line.removeAll(keepingCapacity: true)
    case .keyword:
      state = .lineStart
      takeKeyword(defects: &defects)
    case .escape:
      runs.report(.yencBadEscape, at: offset - 1..<offset, to: &defects)
      state = .lineStart
    case .lineStart, .data: state = .lineStart
    case .ended: break
    }
  }

  // MARK: Lines with a keyword

  private mutating func takeKeyword(defects: inout DefectLog) {
    if starts(with: "=ypart ") {
      isPart = true
    } else if starts(with: "=yend ") {
      state = .ended
      checkEnd(defects: &defects)
    } else {
      runs.report(.yencBadLine, at: lineStart..<offset, to: &defects)
    }
    line.removeAll(keepingCapacity: true)
  }

  private mutating func checkEnd(defects: inout DefectLog) {
    let range = lineStart..<offset
    if number("size=", radix: 10) != UInt64(decodedCount) {
      runs.report(.yencBadLine, at: range, to: &defects)
    }
    let declared = number("pcrc32=", radix: 16) ?? (isPart ? nil : number("crc32=", radix: 16))
    if let declared, declared != UInt64(checksum.value) {
      runs.report(.yencBadChecksum, at: range, to: &defects)
    }
  }

  private func starts(with keyword: String) -> Bool {
    line.span.extracting(first: keyword.utf8.count).equals(keyword)
  }

  /// The number after a name that follows a blank, nil when there is none, too large when it is too large.
  private func number(_ name: String, radix: UInt64) -> UInt64? {
    var cursor = ByteCursor(line.span)
    while !cursor.isAtEnd {
      let word = cursor.skip(while: Self.wordBytes)
      let bytes = line.span.extracting(word)
      if bytes.extracting(first: name.utf8.count).equals(name) {
        return Self.number(in: bytes.extracting(droppingFirst: name.utf8.count), radix: radix)
      }
      cursor.skip(while: .wsp)
    }
    return nil
  }

  private static let wordBytes = ByteClass.wsp.inverted

  private static func number(in digits: Span<UInt8>, radix: UInt64) -> UInt64? {
    var value: UInt64 = 0
    for index in 0..<digits.count {
      guard let digit = ASCII.hexValue(digits[index]), digit < radix else { return nil }
      guard value < 1 << 56 else { return .max }
      value = value * radix + UInt64(digit)
    }
    return digits.isEmpty ? nil : value
  }
}
