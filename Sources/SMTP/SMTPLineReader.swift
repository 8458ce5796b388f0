public import WireBytes

/// Frames command lines: bytes in chunks of any size in, whole lines out.
///
/// Only CR LF ends a line; a server "MUST NOT recognize any other sequence as a line terminator" (RFC 5321
/// section 2.3.8). A line that lies whole in one chunk is not copied; a line that a chunk edge cuts is held, never
/// more than `limit` octets of it.
///
///     RSET CR | LF QUIT CR LF       .line "RSET", .line "QUIT", as if not cut
///
/// A line over the limit is dropped up to its CR LF and told once, so that its tail is never taken for a command.
public struct SMTPLineReader: Sendable {
  /// What the reader found.
  public enum Event: Sendable, Hashable {
    /// A line, to be had by `line(in:)` until the next call.
    case line
    /// A line over the limit, which is gone.
    case tooLong
    /// An LF without a CR. What follows has no framing: the connection is to be closed.
    case bareLF
    /// More octets than `SMTPLimits.drainedLine` without an end: the connection is to be closed.
    case unterminated
  }

  /// Octets of a line with its CR LF.
  public var limit: Int
  /// What an LF alone is taken for, by `bareLFEndsLine` and `bareLFInLine`.
  public let leniency: SMTPLeniency

  /// Whether the last line holds a CR that ends no line.
  public private(set) var hasBareCR = false
  /// Whether the last line holds a tolerated LF that ends no line.
  public private(set) var hasBareLF = false
  /// Whether the last line ended in a tolerated bare LF.
  public private(set) var endedInBareLF = false
  /// Whether part of a line has been taken.
  public var isInLine: Bool { taken > 0 }

  /// Octets of memory for a line that a chunk edge has cut.
  var bytesHeld: Int { held.capacity }

  private let drained: Int
  private var heldCR = false
  private var taken = 0
  // Where the line is. `line(in:)` is inlined, because a call of it would copy the whole reader.
  @usableFromInline internal private(set) var held: [UInt8] = []
  @usableFromInline internal private(set) var isHeld = false
  @usableFromInline internal private(set) var found = 0..<0

  /// A reader before its first line.
  public init(limits: SMTPLimits = SMTPLimits(), leniency: SMTPLeniency = .strict) {
    self.limit = limits.commandLine
    self.drained = limits.drainedLine
    self.leniency = leniency
  }

  /// Takes bytes up to the end of a line; nil when all of them were taken and the line goes on.
  public mutating func next(from input: inout ByteCursor) -> Event? {
    if taken == 0 {
      forgetLine()
      hasBareCR = false
      hasBareLF = false
      endedInBareLF = false
    }
    let start = input.offset
    var search = start
    if heldCR, let next = input.next {
      if next == ASCII.lf { return endLine(at: start, breakLength: 1, in: &input) }
      hasBareCR = true
      heldCR = false
    }
    while let index = input.bytes.firstIndex(of: ASCII.cr, or: ASCII.lf, from: search) {
      search = index + 1
      if input.bytes[index] == ASCII.lf {
        if taken + (index - start) >= drained { return unterminated(&input) }
        if leniency.contains(.bareLFEndsLine) {
          endedInBareLF = true
          return endLine(at: index, breakLength: 1, in: &input)
        }
        guard leniency.contains(.bareLFInLine) else {
          input.advance(to: index + 1)
          return drop(.bareLF)
        }
        hasBareLF = true
      } else if search == input.bytes.count {
        heldCR = true
      } else if input.bytes[search] == ASCII.lf {
        return endLine(at: index, breakLength: 2, in: &input)
      } else {
        hasBareCR = true
      }
    }
    hold(input.bytes, start..<input.bytes.count)
    input.skipToEnd()
    return taken >= drained ? unterminated(&input) : nil
  }

  /// The last line without its line break: in `input`, the cursor that it was read from, or held over from
  /// earlier chunks. Empty after any other event than `.line`.
  @inlinable
  @_lifetime(borrow self, copy input)
  public func line(in input: ByteCursor) -> Span<UInt8> {
    if isHeld { return held.span }
    // With another input than the line's there is no line to give.
    return input.bytes.extracting(found.upperBound <= input.bytes.count ? found : 0..<0)
  }

  /// Ends the line whose break begins at `index`; a CR that was held counts as taken already.
  @inline(__always)
  private mutating func endLine(at index: Int, breakLength: Int, in input: inout ByteCursor) -> Event {
    let start = input.offset
    let total = taken + (index - start) + breakLength
    let isWhole = taken == 0
    if total > drained { return unterminated(&input) }
    if !isWhole {
      hold(input.bytes, start..<index)
      // The held CR belongs to the line break.
      if heldCR && !held.isEmpty && total <= limit { held.removeLast() }
    }
    found = start..<index
    isHeld = !isWhole
    heldCR = false
    taken = 0
    input.advance(to: index + breakLength)
    return total > limit ? drop(.tooLong) : .line
  }

  private mutating func hold(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let room = max(0, limit - held.count)
    for i in range.prefix(room) { held.append(bytes[i]) }
    taken += range.count
  }

  private mutating func unterminated(_ input: inout ByteCursor) -> Event {
    input.skipToEnd()
    return drop(.unterminated)
  }

  /// Lets go of a line that is not to be had, so that nobody takes the line before, or a piece of this one, for it.
  private mutating func drop(_ event: Event) -> Event {
    letGo()
    taken = 0
    heldCR = false
    return event
  }

  /// Lets go of the last line: `line(in:)` is empty from here on.
  mutating func letGo() {
    found = 0..<0
    isHeld = true
    forgetLine()
  }

  /// Lets the last line go; a line of unusual length gives its memory back, so that ten thousand slow sessions
  /// stay small.
  @inline(__always)
  private mutating func forgetLine() {
    guard isHeld else { return }
    held.removeAll(keepingCapacity: held.capacity <= 1_024)
    isHeld = false
  }
}
