import WireBytes

/// Decodes base64 (RFC 2045 section 6.8).
///
///     SGVs bG8= CRLF        Hel lo
///
/// Four characters of the alphabet, six bits each, make three bytes.
///
/// - White space is skipped. So are other bytes outside the alphabet (`b64-nonalpha`), and `-` and `_`, which some
///   programs read as `+` and `/` (`b64-urlsafe`).
/// - The first `=` ends the data. Further `=` and white space may follow; anything else is ignored and named
///   whole (`b64-pad-middle`), because programs give at least three readings of it.
/// - Padding may be missing at the end (`b64-missing-padding`) when the bits that no byte uses are zero: every
///   encoder leaves them so where the data ends. A last group with other bits, or of one character, was cut in the
///   middle or is no data at all, the letters of a footer say, and is dropped (`b64-short-group`).
struct Base64Decoder: BodyDecoder {
  let reserve = 3

  // With room for the kernel to write whole blocks at the end.
  static func capacity(for count: Int) -> Int { count / 4 * 3 + 128 }

  private enum State {
    case data
    /// After a first `=`; so many more would complete the group.
    case padding(missing: Int)
    /// In what follows the padding, which began at an offset.
    case ignored(from: Int)
  }

  private var state = State.data
  private var offset = 0
  private var lineStart = 0
  /// The sextets of the group that is not complete yet, the last one in the lowest bits, and where that one is.
  private var bits: UInt32 = 0
  private var sextets = 0
  private var lastSextet = 0
  private var runs = DefectRuns()

  mutating func decode(
    _ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) -> Int {
    let start = offset
    var index = 0
    while index < chunk.count, output.freeCapacity >= reserve {
      if case .ignored = state {
        index = chunk.count
        break
      }
      if sextets == 0, case .data = state {
        index = decodeWholeGroups(of: chunk, from: index, at: start + index, into: &output)
        guard index < chunk.count, output.freeCapacity >= reserve else { break }
      }
      take(chunk[index], at: start + index, into: &output, defects: &defects)
      index += 1
    }
    offset = start + index
    return index
  }

  mutating func finish(into output: inout OutputSpan<UInt8>, defects: inout DefectLog) {
    switch state {
    case .data:
      endLine(at: offset, defects: &defects)
      if sextets == 1 || hasTrailingBits {
        runs.report(.base64ShortGroup, at: lastSextet..<lastSextet + 1, to: &defects)
      } else if sextets > 1 {
        deliverGroup(to: &output)
        runs.report(.base64MissingPadding, at: offset..<offset, to: &defects)
      }
    case .padding(let missing):
      endLine(at: offset, defects: &defects)
      if missing > 0 { runs.report(.base64MissingPadding, at: offset..<offset, to: &defects) }
    case .ignored(let from):
      runs.report(.base64PaddingInside, at: from..<offset, to: &defects)
    }
    runs.flush(to: &defects)
  }

  /// Decodes whole groups as long as nothing odd comes, and returns where something does.
  private mutating func decodeWholeGroups(
    of chunk: Span<UInt8>, from start: Int, at offset: Int, into output: inout OutputSpan<UInt8>
  ) -> Int {
    let progress = output.append(
      decodingBase64: chunk.extracting(start...), column: offset - lineStart,
      longestLine: runs.hasSeen(.base64LineTooLong) ? .max : 76)
    lineStart = offset + progress.consumed - progress.column
    return start + progress.consumed
  }

  private mutating func take(
    _ byte: UInt8, at offset: Int, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) {
    if byte == ASCII.cr || byte == ASCII.lf {
      endLine(at: offset, defects: &defects)
      lineStart = offset + 1
      return
    }
    if byte == ASCII.space || byte == ASCII.tab { return }
    if case .padding(let missing) = state {
      state = byte == ASCII.equals ? .padding(missing: missing - 1) : .ignored(from: offset)
      return
    }
    let sextet = Base64Alphabet.value(byte)
    if sextet < 64 {
      lastSextet = offset
      append(sextet, to: &output)
    } else if byte == ASCII.equals {
      endGroup(at: offset, defects: &defects)
      deliverGroup(to: &output)
      state = .padding(missing: sextets == 2 ? 1 : 0)
    } else if byte == ASCII.hyphen || byte == ASCII.underscore {
      runs.report(.base64URLAlphabet, at: offset..<offset + 1, to: &defects)
    } else {
      runs.report(.base64NonAlphabet, at: offset..<offset + 1, to: &defects)
    }
  }

  private mutating func append(_ sextet: UInt8, to output: inout OutputSpan<UInt8>) {
    bits = bits << 6 | UInt32(sextet)
    sextets += 1
    if sextets == 4 {
      deliverGroup(to: &output)
      sextets = 0
    }
  }

  /// Delivers the bytes of the group that are whole.
  private func deliverGroup(to output: inout OutputSpan<UInt8>) {
    for byte in 1..<max(sextets, 1) {
      output.append(UInt8(truncatingIfNeeded: bits >> UInt32(6 * sextets - 8 * byte)))
    }
  }

  /// Whether a group of two or three characters has bits set that no byte uses.
  private var hasTrailingBits: Bool {
    sextets == 2 && bits & 0b1111 != 0 || sextets == 3 && bits & 0b11 != 0
  }

  /// Reports what is odd about a last group that is not whole: a lone sextet, or bits that no byte uses. Bits
  /// that are not zero give one body many encodings (RFC 4648 section 3.5).
  private mutating func endGroup(at end: Int, defects: inout DefectLog) {
    let last = lastSextet..<lastSextet + 1
    if sextets == 1 { runs.report(.base64ShortGroup, at: last, to: &defects) }
    if hasTrailingBits { runs.report(.base64TrailingBits, at: last, to: &defects) }
  }

  /// Ends a line, without regard to whether CR, LF or both end it: the LF of a CR LF ends an empty line.
  private mutating func endLine(at end: Int, defects: inout DefectLog) {
    if end - lineStart > 76 { runs.report(.base64LineTooLong, at: lineStart + 76..<end, to: &defects) }
  }
}
