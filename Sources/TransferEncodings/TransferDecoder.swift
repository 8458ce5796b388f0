public import WireBytes

/// Undoes a transfer encoding, in chunks of any size, and never fails.
///
/// What the encoding does not allow is tolerated as documented in each decoder's file and reported. Output and
/// reports are the same for every cutting of the input into chunks and every size of the output.
///
///     var decoder = TransferDecoder(.base64)
///     decoder.decode(first, into: &output, defects: &log)     // "SGVs" -> "Hel"
///     decoder.decode(second, into: &output, defects: &log)    // "bG8=" -> "lo"
///     decoder.finish(into: &output, defects: &log)
///
/// Defects have ranges that count from the first encoded byte. A departure that changes nothing (a lint) is
/// reported where it first occurs and not again; others that touch one another are reported as one range.
public struct TransferDecoder: Sendable {
  private var decoder: any BodyDecoder
  private var overflow = Overflow()
  private var isFinished = false

  /// A decoder before the first encoded byte.
  public init(_ encoding: TransferEncoding) {
    decoder =
      switch encoding {
      case .base64: Base64Decoder()
      case .quotedPrintable: QuotedPrintableDecoder()
      case .uuencode: UUDecoder()
      case .yenc: YEncDecoder()
      case .sevenBit, .eightBit, .binary, .unknown: IdentityDecoder()
      }
  }

  /// Decodes as much of `chunk` as the output has room for.
  ///
  /// - Returns: how many bytes were consumed; fewer than `chunk.count` only when the output is full, and then
  ///   the rest has to be given again.
  public mutating func decode(
    _ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) -> Int {
    overflow.drain(into: &output)
    var consumed = 0
    while consumed < chunk.count, output.freeCapacity > 0 {
      if output.freeCapacity >= decoder.reserve {
        consumed += decoder.decode(chunk.extracting(consumed...), into: &output, defects: &defects)
      } else {
        var spilled: [UInt8] = []
        spilled.append(addingCapacity: decoder.reserve) { roomy in
          consumed += decoder.decode(chunk.extracting(consumed...), into: &roomy, defects: &defects)
        }
        overflow.refill(with: spilled)
        overflow.drain(into: &output)
      }
    }
    return consumed
  }

  /// Ends the input: delivers what was held back and reports what is missing.
  ///
  /// - Returns: whether everything is delivered. If not, the output was full: call again with more room.
  @discardableResult
  public mutating func finish(into output: inout OutputSpan<UInt8>, defects: inout DefectLog) -> Bool {
    guard overflow.drain(into: &output) else { return false }
    if !isFinished {
      isFinished = true
      var held: [UInt8] = []
      held.append(addingCapacity: decoder.reserve) { roomy in
        decoder.finish(into: &roomy, defects: &defects)
      }
      overflow.refill(with: held)
    }
    return overflow.drain(into: &output)
  }

  /// Decodes a whole body.
  public static func decode(
    _ bytes: Span<UInt8>, as encoding: TransferEncoding, defects: inout DefectLog
  ) -> [UInt8] {
    var decoded: [UInt8] = []
    decode(bytes, as: encoding, into: &decoded, defects: &defects)
    return decoded
  }

  /// Decodes a whole body and appends it to a buffer.
  public static func decode(
    _ bytes: Span<UInt8>, as encoding: TransferEncoding, into output: inout [UInt8], defects: inout DefectLog
  ) {
    switch encoding {
    case .base64: decode(bytes, by: Base64Decoder(), into: &output, defects: &defects)
    case .quotedPrintable: decode(bytes, by: QuotedPrintableDecoder(), into: &output, defects: &defects)
    case .uuencode: decode(bytes, by: UUDecoder(), into: &output, defects: &defects)
    case .yenc: decode(bytes, by: YEncDecoder(), into: &output, defects: &defects)
    case .sevenBit, .eightBit, .binary, .unknown: output.append(bytes)
    }
  }

  private static func decode<Decoder: BodyDecoder>(
    _ bytes: Span<UInt8>, by start: Decoder, into output: inout [UInt8], defects: inout DefectLog
  ) {
    var decoder = start
    var consumed = 0
    // One round does it, but for a uuencoded body with lines cut short.
    repeat {
      output.append(addingCapacity: Decoder.capacity(for: bytes.count - consumed) + decoder.reserve) { room in
        consumed += decoder.decode(bytes.extracting(consumed...), into: &room, defects: &defects)
      }
    } while consumed < bytes.count
    output.append(addingCapacity: decoder.reserve) { decoder.finish(into: &$0, defects: &defects) }
  }
}

/// The decoder of one encoding. `TransferDecoder` sees to it that it never meets a cramped output.
protocol BodyDecoder: Sendable {
  /// How many free bytes of output a single step may need: with fewer, `decode` stops.
  var reserve: Int { get }

  /// How many bytes so many encoded ones usually become at most.
  static func capacity(for count: Int) -> Int

  /// Decodes until the input is used up or fewer than `reserve` bytes of output are free, and returns how many
  /// bytes it consumed.
  mutating func decode(
    _ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) -> Int

  /// Ends the input. At least `reserve` bytes of output are free.
  mutating func finish(into output: inout OutputSpan<UInt8>, defects: inout DefectLog)
}

extension BodyDecoder {
  static func capacity(for count: Int) -> Int { count }
}

/// 7bit, 8bit, binary, and whatever nobody knows.
struct IdentityDecoder: BodyDecoder {
  let reserve = 1

  mutating func decode(
    _ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) -> Int {
    let count = min(chunk.count, output.freeCapacity)
    output.append(chunk.extracting(0..<count))
    return count
  }

  mutating func finish(into output: inout OutputSpan<UInt8>, defects: inout DefectLog) {}
}
