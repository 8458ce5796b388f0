internal import CWireKernels

// The only `unsafe` file of the core. A search lends a span's bytes to one C kernel for the length of one call: the
// kernel reads `count` bytes at that address, keeps no pointer and writes nothing but the counters handed to it, so a
// span's own guarantees (alive, initialised, unchanged) carry over. Copies are here because a loop over a span takes
// six times as long.

/// What a scan of body bytes has counted.
///
/// Counts add up over calls, and a CR LF that a chunk edge cuts in two still counts as one line break.
public struct BodyCounts: Sendable {
  /// Every LF, bare or not.
  public var lineFeeds: Int { counts.line_feeds }
  /// LF without a CR before it (RFC 5322 section 2.3 forbids it on the wire).
  public var bareLineFeeds: Int { counts.line_feeds - counts.line_breaks }
  /// CR without an LF after it, among the bytes seen; a CR that is the last byte counts until its LF arrives.
  public var bareCarriageReturns: Int { counts.carriage_returns - counts.line_breaks }
  /// CR LF pairs.
  public var lineBreaks: Int { counts.line_breaks }
  /// NUL bytes.
  public var nuls: Int { counts.nuls }
  /// Bytes above 0x7F.
  public var eightBit: Int { counts.eight_bit }

  fileprivate var counts = mw_body_counts()

  /// Nothing counted yet.
  public init() {}

  /// Forgets the last byte, so that a CR before a gap and an LF behind it make no line break.
  public mutating func endRun() {
    counts.previous = 0
  }

  /// Takes back the bytes of a line break (LF, CR or CR LF) that were counted last: it belongs to what follows.
  public mutating func forget(_ lineBreak: Span<UInt8>) {
    for i in 0..<lineBreak.count {
      if lineBreak[i] == ASCII.lf {
        counts.line_feeds -= 1
        counts.line_breaks -= i > 0 ? 1 : 0
      } else {
        counts.carriage_returns -= 1
      }
    }
    counts.previous = 0
  }
}

extension Span where Element == UInt8 {
  /// The index of the first `byte` at or after `start`, or nil.
  public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    guard start < count else { return nil }
    let rest = extracting(start..<count)
    // Safe: the kernel reads `count` bytes at the address that the span vouches for during this call.
    let found = unsafe rest.withUnsafeBufferPointer { unsafe mw_find_byte($0.baseAddress, $0.count, byte) }
    return found == rest.count ? nil : start + found
  }

  /// The index of the first `first` or `second` at or after `start`, or nil.
  public func firstIndex(of first: UInt8, or second: UInt8, from start: Int = 0) -> Int? {
    guard start < count else { return nil }
    let rest = extracting(start..<count)
    // Safe: as above.
    let found = unsafe rest.withUnsafeBufferPointer {
      unsafe mw_find_either($0.baseAddress, $0.count, first, second)
    }
    return found == rest.count ? nil : start + found
  }

  /// The index of the first byte above 0x7F at or after `start`, or nil.
  public func firstIndexOfEightBit(from start: Int = 0) -> Int? {
    guard start < count else { return nil }
    let rest = extracting(start..<count)
    // Safe: as above.
    let found = unsafe rest.withUnsafeBufferPointer { unsafe mw_find_eight_bit($0.baseAddress, $0.count) }
    return found == rest.count ? nil : start + found
  }

  /// Counts body bytes up to the next LF that a delimiter may follow.
  ///
  /// The answer is the index of the first LF at or after `start` that is followed by `--`, or that stands so
  /// near the end of the span that `--` may still follow in the next chunk; nil when there is none. The bytes
  /// before it and the LF itself are added to `counts`.
  ///
  ///     a CR LF b CR LF - - x      start 0 -> 5
  public func scanBody(from start: Int, counting counts: inout BodyCounts) -> Int? {
    guard start < count else { return nil }
    let rest = extracting(start..<count)
    // Safe: as above; the counters are exclusively ours for the call.
    let found = unsafe rest.withUnsafeBufferPointer {
      unsafe mw_scan_body($0.baseAddress, $0.count, &counts.counts)
    }
    return found == rest.count ? nil : start + found
  }

  /// Counts text lines up to the next one that begins with a dot.
  ///
  /// The answer is the index of the first dot behind a CR LF, both of them at or after `start`, or nil. The bytes from
  /// `start` to there are added to `counts`. A dot at `start` itself is content: the caller knows what it follows.
  ///
  ///     . a CR LF . CR LF      start 0 -> 4
  public func scanTextLines(from start: Int, counting counts: inout TextLineCounts) -> Int? {
    guard start < count else { return nil }
    let rest = extracting(start..<count)
    // Safe: as above.
    let found = unsafe rest.withUnsafeBufferPointer {
      unsafe mw_scan_lines($0.baseAddress, $0.count, &counts.counts)
    }
    return found == rest.count ? nil : start + found
  }

  /// Frames the ordinary header fields from `start` on, as many as `frames` holds, but at most `limit`.
  package func frameFields(from start: Int, limit: Int, into frames: inout FieldFrames) {
    let rest = extracting(start...)
    frames.refill { places in
      // Safe: the kernel reads the span's bytes and writes two numbers for each of at most `capacity` fields, which is
      // half of the numbers that there is room for.
      unsafe rest.withUnsafeBufferPointer { input in
        unsafe places.withUnsafeMutableBufferPointer { output in
          let capacity = max(0, min(limit, output.count / 2))
          return unsafe mw_frame_fields(input.baseAddress, input.count, output.baseAddress, capacity)
        }
      }
    }
  }
}

/// Which variant of a kernel runs: the definition of all, or a quicker one that must give the same.
@_spi(Instrumentation)
public enum KernelVariant: UInt32, Sendable, CaseIterable {
  case portable
  /// SSE2 or NEON.
  case baseline
  case avx2
  /// With BW, VL, VBMI and VBMI2.
  case avx512

  /// Makes all kernels run this variant from now on, or the best one below it that the machine has; returns which.
  @discardableResult
  public func force() -> KernelVariant {
    KernelVariant(rawValue: mw_force_variant(mw_variant(rawValue)).rawValue) ?? .portable
  }
}

extension [UInt8] {
  /// Appends a copy of the bytes.
  public mutating func append(_ bytes: Span<UInt8>) {
    // Safe: the bytes are copied during the call.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

extension OutputSpan where Element == UInt8 {
  /// Appends a copy of the bytes.
  ///
  /// - Precondition: they fit.
  public mutating func append(_ bytes: Span<UInt8>) {
    precondition(bytes.count <= freeCapacity, "the bytes fit")
    // Safe: there is room behind the initialised bytes, and as many are copied there as are then said to be.
    unsafe withUnsafeMutableBufferPointer { storage, initialized in
      unsafe bytes.withUnsafeBufferPointer { source in
        let room = unsafe UnsafeMutableBufferPointer(rebasing: storage[initialized...])
        _ = unsafe room.initialize(fromContentsOf: source)
      }
      initialized += bytes.count
    }
  }
}

/// How far a decoding kernel came.
package struct DecodingProgress {
  /// How many bytes it took.
  package let consumed: Int
  /// How many bytes of the line that it stopped in are behind it.
  package let column: Int
}

extension OutputSpan where Element == UInt8 {
  /// Appends what whole groups of base64 stand for, up to anything but its alphabet and white space, and up to the end
  /// of a line of more than `longestLine` bytes.
  ///
  /// - Parameters:
  ///   - bytes: begin with the first character of a group.
  ///   - column: how many bytes of the line came before them.
  package mutating func append(
    decodingBase64 bytes: Span<UInt8>, column: Int, longestLine: Int
  ) -> DecodingProgress {
    unsafe append(decoding: bytes, room: freeCapacity) { input, count, output, room in
      unsafe mw_decode_base64(input, count, output, room, column, longestLine)
    }
  }

  /// Appends what quoted-printable stands for, up to anything odd about it, up to the end of a line of more than
  /// `longestLine` bytes, and up to more than `longestRun` blanks. What is taken never ends in a blank, which may be
  /// trailing.
  ///
  /// - Parameters:
  ///   - bytes: begin where nothing is held back of what was before.
  ///   - room: at most so many bytes are appended.
  ///   - column: how many bytes of the line came before `bytes`.
  package mutating func append(
    decodingQuotedPrintable bytes: Span<UInt8>, room: Int, column: Int, longestLine: Int, longestRun: Int
  ) -> DecodingProgress {
    let limits = mw_line_limits(longest_line: longestLine, longest_run: longestRun)
    return unsafe append(decoding: bytes, room: min(room, freeCapacity)) { input, count, output, room in
      unsafe mw_decode_quoted_printable(input, count, output, room, column, limits)
    }
  }

  private mutating func append(
    decoding bytes: Span<UInt8>, room: Int,
    by kernel: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?, Int) -> mw_progress
  ) -> DecodingProgress {
    // Safe: the kernel writes at most `room` bytes behind the initialised ones, where so many are free, and as many
    // are then said to be initialised as it says it has produced.
    let progress = unsafe withUnsafeMutableBufferPointer { storage, initialized in
      let progress = unsafe bytes.withUnsafeBufferPointer { input in
        unsafe kernel(input.baseAddress, input.count, storage.baseAddress.map { unsafe $0 + initialized }, room)
      }
      initialized += progress.produced
      return progress
    }
    return DecodingProgress(consumed: progress.consumed, column: progress.column)
  }
}

extension Span where Element == UInt8 {
  /// One to eight bytes as the digits of a number, the first byte the highest.
  @inlinable @inline(__always)
  package func number(_ range: Range<Int>) -> UInt64 {
    let digits = range.upperBound &- range.lowerBound
    precondition(range.lowerBound >= 0 && range.upperBound <= count && 1...8 ~= digits, "eight bytes of the span")
    guard count >= 8 else {
      var number: UInt64 = 0
      for i in range { number = number &<< 8 | UInt64(self[i]) }
      return number
    }
    let start = max(0, range.upperBound &- 8)
    // Safe: `start + 8` is 8 or the end of the range, and there are as many bytes.
    let eight = unsafe withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: start, as: UInt64.self) }
    let behind = UInt64(truncatingIfNeeded: 8 &* (start &+ 8 &- range.upperBound))
    let before = UInt64(truncatingIfNeeded: 64 &- 8 &* digits)
    return ((UInt64(bigEndian: eight) &>> behind) &<< before) &>> before
  }
}

extension StaticString {
  /// A byte of a literal.
  ///
  /// - Precondition: `index` is below `utf8CodeUnitCount`.
  @inlinable @inline(__always)
  package func byte(at index: Int) -> UInt8 {
    precondition(index >= 0 && index < utf8CodeUnitCount, "a byte of the literal")
    // Safe: the literal is a constant of the program, of so many bytes.
    return unsafe utf8Start[index]
  }
}
