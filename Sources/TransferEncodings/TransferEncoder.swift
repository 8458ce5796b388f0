import WireBytes

/// Applies a transfer encoding, in chunks of any size, with the line lengths and CR LF that the standards ask for.
///
///     var encoder = TransferEncoder.base64()
///     encoder.encode(first, into: &output)      // Hel  -> SGVs
///     encoder.encode(second, into: &output)     // lo   ->
///     encoder.finish(into: &output)             //      -> bG8=
///
/// Output is the same for every cutting of the input into chunks and every size of the output, and
/// `TransferDecoder` gives the input back without a defect.
public struct TransferEncoder: Sendable {
  private var encoder: any BodyEncoder
  private var overflow = Overflow()
  private var isFinished = false

  private init(_ encoder: any BodyEncoder, header: [UInt8] = []) {
    self.encoder = encoder
    overflow.refill(with: header)
  }

  /// Base64 (RFC 2045 section 6.8), without a line break after the last line.
  ///
  /// - Parameter lineLength: the longest line, at least 4; nil for one line of any length, as SMTP AUTH and
  ///   encoded words need it.
  public static func base64(lineLength: Int? = 76) -> TransferEncoder {
    TransferEncoder(Base64Encoder(lineLength: lineLength))
  }

  /// Quoted-printable (RFC 2045 section 6.7), in lines of 76 characters at most.
  ///
  /// - Parameter keepsLineBreaks: true for text, where CR LF stays a line break and a lone CR or LF is data; false
  ///   for anything else, where all of them are data.
  public static func quotedPrintable(keepsLineBreaks: Bool = true) -> TransferEncoder {
    TransferEncoder(QuotedPrintableEncoder(keepsLineBreaks: keepsLineBreaks))
  }

  /// uuencode (POSIX uuencode) with its `begin` and `end` lines.
  ///
  /// - Parameters:
  ///   - fileName: the name for the `begin` line; control characters become `_`.
  ///   - mode: the file mode, of which the nine permission bits are written.
  public static func uuencode(fileName: String, mode: Int = 0o644) -> TransferEncoder {
    let octal = String(0o1000 | mode & 0o777, radix: 8).utf8.dropFirst()
    return TransferEncoder(
      UUEncoder(), header: Array("begin ".utf8) + octal + [ASCII.space] + printable(fileName) + [ASCII.cr, ASCII.lf])
  }

  /// yEnc (yEnc 1.3) of a whole file, in lines of 128 characters.
  ///
  /// - Parameters:
  ///   - fileName: the name for the `=ybegin` line; control characters become `_`.
  ///   - size: how many bytes are going to be encoded.
  public static func yEnc(fileName: String, size: Int) -> TransferEncoder {
    let header = "=ybegin line=\(YEncEncoder.lineLength) size=\(size) name="
    return TransferEncoder(YEncEncoder(), header: Array(header.utf8) + printable(fileName) + [ASCII.cr, ASCII.lf])
  }

  /// Encodes as much of `chunk` as the output has room for.
  ///
  /// - Returns: how many bytes were consumed; fewer than `chunk.count` only when the output is full, and then
  ///   the rest has to be given again.
  public mutating func encode(_ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Int {
    overflow.drain(into: &output)
    var consumed = 0
    while consumed < chunk.count, output.freeCapacity > 0 {
      if output.freeCapacity >= encoder.reserve {
        consumed += encoder.encode(chunk.extracting(consumed...), into: &output)
      } else {
        var spilled: [UInt8] = []
        spilled.append(addingCapacity: encoder.reserve) { roomy in
          consumed += encoder.encode(chunk.extracting(consumed...), into: &roomy)
        }
        overflow.refill(with: spilled)
        overflow.drain(into: &output)
      }
    }
    return consumed
  }

  /// Ends the input: delivers what was held back and what closes the encoding.
  ///
  /// - Returns: whether everything is delivered. If not, the output was full: call again with more room.
  @discardableResult
  public mutating func finish(into output: inout OutputSpan<UInt8>) -> Bool {
    guard overflow.drain(into: &output) else { return false }
    if !isFinished {
      isFinished = true
      var held: [UInt8] = []
      held.append(addingCapacity: encoder.reserve) { roomy in encoder.finish(into: &roomy) }
      overflow.refill(with: held)
    }
    return overflow.drain(into: &output)
  }

  /// The encoding of a whole body.
  ///
  ///     TransferEncoder.base64().encode(whole: bytes)
  public consuming func encode(whole bytes: Span<UInt8>) -> [UInt8] {
    var encoded: [UInt8] = []
    var consumed = 0
    var done = false
    while !done {
      let rest = bytes.count - consumed
      encoded.append(addingCapacity: rest + rest / 2 + encoder.reserve) { output in
        consumed += encode(bytes.extracting(consumed...), into: &output)
        if consumed == bytes.count { done = finish(into: &output) }
      }
    }
    return encoded
  }

  private static func printable(_ fileName: String) -> [UInt8] {
    fileName.utf8.map { ByteClass.control.contains($0) || $0 < 0x20 ? ASCII.underscore : $0 }
  }
}

/// The encoder of one encoding. `TransferEncoder` sees to it that it never meets a cramped output.
protocol BodyEncoder: Sendable {
  /// How many free bytes of output a single step may need: with fewer, `encode` stops.
  var reserve: Int { get }

  /// Encodes until the input is used up or fewer than `reserve` bytes of output are free, and returns how many
  /// bytes it consumed.
  mutating func encode(_ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Int

  /// Ends the input. At least `reserve` bytes of output are free.
  mutating func finish(into output: inout OutputSpan<UInt8>)
}
