internal import WireBytes

/// Undoes the `>` that an mbox puts before body lines beginning with `From `.
///
/// It belongs before the transfer encoding is undone: what was quoted is the line as stored.
///
///     >From here on        From here on       mboxo, mboxrd, mboxcl
///     >>From here on       >From here on      mboxrd; the others leave it as it is
///
/// Chunks may be of any size. In mboxcl2 nothing is quoted, so nothing changes.
public struct MboxUnquoter: Sendable {
  private let format: MboxFormat
  private var state = State.lineStart

  private enum State {
    case lineStart
    case insideLine
    /// After `>`, which is held back, and (mboxrd) more of them, which are not.
    case afterQuote
    /// After that, this many bytes of `From `, held back too.
    case afterName(Int)
  }

  /// An unquoter at the beginning of a line.
  public init(format: MboxFormat) {
    self.format = format
  }

  /// Appends the chunk to `output`, unquoted; up to six bytes are held back until the next call.
  public mutating func unquote(_ chunk: Span<UInt8>, into output: inout [UInt8]) {
    guard format != .mboxcl2 else {
      output.append(chunk)
      return
    }
    var index = 0
    while index < chunk.count {
      if case .insideLine = state {
        let lf = chunk.firstIndex(of: ASCII.lf, from: index)
        let end = lf.map { $0 + 1 } ?? chunk.count
        output.append(chunk.extracting(index..<end))
        index = end
        if lf != nil { state = .lineStart }
      } else if take(chunk[index], into: &output) {
        index += 1
      }
    }
  }

  /// Appends what was held back: the input ends here.
  public mutating func finish(into output: inout [UInt8]) {
    release(into: &output)
  }

  /// Takes a byte at the beginning of a line; false if the byte is to be read again as part of the line.
  private mutating func take(_ byte: UInt8, into output: inout [UInt8]) -> Bool {
    switch state {
    case .lineStart where byte == ASCII.greater:
      state = .afterQuote
      return true
    case .afterQuote where byte == ASCII.greater && format == .mboxrd:
      // It does not matter which of them is held back.
      output.append(byte)
      return true
    case .afterQuote where byte == Self.name[0]:
      state = .afterName(1)
      return true
    case .afterName(let count) where byte == Self.name[count]:
      state = .afterName(count + 1)
      if count + 1 == Self.name.count {
        output.append(contentsOf: Self.name)
        state = .insideLine
      }
      return true
    default:
      release(into: &output)
      return false
    }
  }

  private mutating func release(into output: inout [UInt8]) {
    switch state {
    case .afterQuote: output.append(ASCII.greater)
    case .afterName(let count): output += [ASCII.greater] + Self.name.prefix(count)
    case .lineStart, .insideLine: break
    }
    state = .insideLine
  }

  private static let name = [UInt8]("From ".utf8)
}
