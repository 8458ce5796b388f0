internal import CWireKernels

// With DecodingKernels.swift the only `unsafe` file of the core. A search lends a span's bytes to one C kernel for the length of one call: the
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

  /// Frames the ordinary header fields that the bytes begin with (RFC 5322 section 2.2): a name of printable US-ASCII, a
  /// colon at once, and everything up to the first LF that neither SP nor TAB follows.
  ///
  ///     a: b CR LF SP c CR LF d:e LF f     places 1, 11, 12, 15
  ///
  /// - Parameters:
  ///   - limit: how many fields there may be.
  ///   - places: receives two offsets for each, of its colon and of its end; as many fields as there is room for.
  /// - Returns: how many fields were framed.
  package func frameFields(limit: Int, into places: inout MutableSpan<UInt32>) -> Int {
    // Safe: the kernel reads the span's bytes and writes two numbers for each of at most `capacity` fields, which is
    // half of the numbers that there is room for.
    unsafe withUnsafeBufferPointer { input in
      unsafe places.withUnsafeMutableBufferPointer { output in
        let capacity = max(0, min(limit, output.count / 2))
        return unsafe mw_frame_fields(input.baseAddress, input.count, output.baseAddress, capacity)
      }
    }
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

extension StaticString {
  /// A byte of a literal.
  ///
  /// - Precondition: `index` is below `utf8CodeUnitCount`.
  @inlinable @inline(__always)
  func byte(at index: Int) -> UInt8 {
    precondition(index >= 0 && index < utf8CodeUnitCount, "a byte of the literal")
    // Safe: the literal is a constant of the program, of so many bytes.
    return unsafe utf8Start[index]
  }
}
