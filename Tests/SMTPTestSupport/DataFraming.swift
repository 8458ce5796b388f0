public import SMTP
import WireBytes

/// The framing of DATA: the rule written out, and ways to run both ends of it.
public enum DataFraming {
  /// Where a DATA stream ends, and what it holds: the rule in ten lines, to compare with.
  public static func reference(_ bytes: [UInt8]) -> (content: [UInt8], end: Int?) {
    var content: [UInt8] = []
    var index = 0
    var isLineStart = true
    while index < bytes.count {
      if isLineStart, bytes[index] == ASCII.dot {
        if Array(bytes[index...].prefix(3)) == [ASCII.dot, ASCII.cr, ASCII.lf] { return (content, index + 3) }
        index += 1
      }
      guard index < bytes.count else { break }
      content.append(bytes[index])
      isLineStart = bytes[index] == ASCII.lf && index > 0 && bytes[index - 1] == ASCII.cr
      index += 1
    }
    return (content, nil)
  }

  /// The first place where the laxest reader sees the end of data: a dot after CR, LF or nothing, blanks perhaps, and CR
  /// or LF. Any reader that takes some of CR, LF and CR LF for line breaks, strips lines or drops NUL sees its end there or
  /// later.
  public static func lenientEnd(_ bytes: [UInt8], droppingNUL: Bool) -> Int? {
    var isLineStart = true
    var isDot = false
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case ASCII.nul where droppingNUL: continue
      case ASCII.space where isDot, ASCII.tab where isDot: continue
      case ASCII.cr where isDot:
        return index + (index + 1 < bytes.count && bytes[index + 1] == ASCII.lf ? 2 : 1)
      case ASCII.lf where isDot: return index + 1
      default: break
      }
      isDot = isLineStart && byte == ASCII.dot
      isLineStart = byte == ASCII.cr || byte == ASCII.lf
    }
    return nil
  }

  /// What a reader makes of a stream.
  public struct Reading: Equatable {
    public var content: [UInt8] = []
    /// After the end of the message; nil when it did not come.
    public var end: Int?
    public var summary = DataReader().summary
  }

  /// Reads chunks of a stream, after a 354.
  public static func read(_ chunks: [[UInt8]], policy: MessagePolicy) -> Reading {
    var reader = DataReader(policy: policy)
    reader.beginDotted()
    var reading = Reading()
    var start = 0
    for chunk in chunks {
      let span = chunk.span
      var input = ByteCursor(span)
      while let event = reader.next(from: &input) {
        switch event {
        case .bytes(let range): reading.content += chunk[range]
        case .lineBreak: reading.content += [ASCII.cr, ASCII.lf]
        case .carriageReturn: reading.content.append(ASCII.cr)
        case .chunkEnded: break  // no chunk was begun
        case .ended:
          reading.end = start + input.offset
          reading.summary = reader.summary
          return reading
        }
      }
      start += chunk.count
    }
    reading.summary = reader.summary
    return reading
  }

  /// Writes chunks of a message, or nil when it is refused.
  public static func write(_ chunks: [[UInt8]], normalizes: Bool, allowsNUL: Bool) -> [UInt8]? {
    var writer = DataWriter(normalizesLineBreaks: normalizes, allowsNUL: allowsNUL)
    var output: [UInt8] = []
    do {
      for chunk in chunks { try writer.write(chunk.span, into: &output) }
      try writer.finish(into: &output)
      return output
    } catch {
      return nil
    }
  }
}
