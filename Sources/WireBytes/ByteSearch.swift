internal import CWireKernels

// The only `unsafe` file of the core. A search lends a span's bytes to one C kernel for the length of one call: the
// kernel reads `count` bytes at that address, keeps no pointer and writes nothing but the counters handed to it, so a
// span's own guarantees (alive, initialised, unchanged) carry over. A decoding kernel is lent the free room of an output
// as well, and says how many bytes it has written there. Copies are here because a loop over a span takes six times as
// long.

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

// MARK: - Decoding

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

// Text

extension OutputSpan where Element == UInt8 {
  /// Appends text of a single-byte charset as UTF-8, as long as 4 bytes are free.
  ///
  /// - Parameter upperHalf: what the bytes above 0x7F stand for.
  /// - Returns: how many bytes were decoded, and how many of them were malformed.
  package mutating func append(
    decoding bytes: Span<UInt8>, by upperHalf: UpperHalfTable
  ) -> (consumed: Int, malformed: Int) {
    var malformed = 0
    let progress = unsafe append(decoding: bytes, room: freeCapacity) { input, count, output, room in
      // Safe: the table has the 384 bytes that the kernel looks up.
      unsafe upperHalf.bytes.withUnsafeBufferPointer {
        unsafe mw_decode_single_byte(input, count, output, room, $0.baseAddress, &malformed)
      }
    }
    return (progress.consumed, malformed)
  }
}

extension OutputSpan where Element == UInt8 {
  /// Appends folded US-ASCII without the line breaks of its folds, up to a byte above 0x7F or `=?`; whether that was all.
  package mutating func append(unfoldingASCII bytes: Span<UInt8>) -> Bool {
    let progress = unsafe append(decoding: bytes, room: freeCapacity) { input, count, output, room in
      unsafe mw_unfold(input, count, output, room)
    }
    return progress.consumed == bytes.count
  }
}

/// What the bytes above 0x7F of a single-byte charset stand for, as the kernel wants it.
package struct UpperHalfTable: Sendable {
  /// 128 first bytes of UTF-8, 128 second ones and 128 third ones, 0 where there is none.
  fileprivate let bytes: [UInt8]

  /// A table of 128 scalars for 0x80...0xFF, U+FFFD where the charset has no character.
  package init(_ scalars: [Unicode.Scalar]) {
    precondition(scalars.count == 128, "a scalar for each byte above 0x7F")
    var bytes = [UInt8](repeating: 0, count: 384)
    for (i, scalar) in scalars.enumerated() {
      precondition(
        scalar.value <= 0xFFFF, "no charset of one byte has characters beyond the Basic Multilingual Plane")
      for (place, byte) in String(scalar).utf8.enumerated() { bytes[128 * place + i] = byte }
    }
    self.bytes = bytes
  }
}

extension OutputSpan where Element == UInt8 {
  /// Appends text of a charset of one or two bytes a character as UTF-8, up to what the table does not know, and as long
  /// as 4 bytes are free.
  ///
  /// - Returns: how many bytes were decoded.
  package mutating func append(decoding bytes: Span<UInt8>, by table: DoubleByteTable) -> Int {
    let progress = unsafe append(decoding: bytes, room: freeCapacity) { input, count, output, room in
      // Safe: the table has the numbers that the kernel looks up, 128 and 128 times 256.
      unsafe table.characters.withUnsafeBufferPointer {
        unsafe mw_decode_double_byte(input, count, output, room, $0.baseAddress)
      }
    }
    return progress.consumed
  }
}

/// What the bytes above 0x7F stand for, alone or with any byte behind them, as the kernel wants it.
package struct DoubleByteTable: Sendable {
  /// UTF-8 with the first byte lowest, or 0 for what is no character.
  fileprivate let characters: [UInt32]

  /// A table of the characters that `character` knows by their one or two bytes; a byte that is one alone leads no two.
  package init(_ character: ([UInt8]) -> Unicode.Scalar?) {
    var characters = [UInt32](repeating: 0, count: 128 + 128 * 256)
    for lead in UInt8(0x80)...0xFF {
      let index = Int(lead & 0x7F)
      if let scalar = character([lead]) {
        characters[index] = Self.packed(scalar)
        continue
      }
      for trail in UInt8(0x30)...0xFF {  // no charset has characters that end below
        if let scalar = character([lead, trail]) { characters[128 + index * 256 + Int(trail)] = Self.packed(scalar) }
      }
    }
    self.characters = characters
  }

  private static func packed(_ scalar: Unicode.Scalar) -> UInt32 {
    String(scalar).utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension Span where Element == UInt8 {
  /// How many bytes at the beginning are well-formed UTF-8, up to the last whole character.
  package var validUTF8Count: Int {
    // Safe: as above.
    unsafe withUnsafeBufferPointer { unsafe mw_valid_utf8($0.baseAddress, $0.count) }
  }

  /// The bytes as UTF-8, or nil if they are not well formed.
  package var validUTF8: UTF8Span? {
    @_lifetime(copy self) get {
      guard let eightBit = firstIndexOfEightBit() else {
        // Safe: US-ASCII is UTF-8.
        return unsafe UTF8Span(unchecked: self, isKnownASCII: true)
      }
      guard extracting(eightBit...).validUTF8Count == count - eightBit else { return nil }
      // Safe: the kernel has looked at every byte from the first that is not US-ASCII.
      return unsafe UTF8Span(unchecked: self)
    }
  }
}

extension String {
  /// The text that bytes of UTF-8 are, with U+FFFD for what is malformed.
  package init(decodingUTF8 bytes: Span<UInt8>) {
    if let valid = bytes.validUTF8 {
      self.init(copying: valid)
    } else {
      self.init(decoding: bytes.array, as: UTF8.self)
    }
  }

  /// Folded US-ASCII without the line breaks of its folds, or nil if there is a byte above 0x7F or `=?` in it.
  package init?(unfoldingASCII bytes: Span<UInt8>) {
    var isWhole = false
    // Safe: the text has no more bytes than there is room for, and is validated by the initialiser.
    self = unsafe String(unsafeUninitializedCapacity: bytes.count) { storage in
      let progress = unsafe bytes.withUnsafeBufferPointer {
        unsafe mw_unfold($0.baseAddress, $0.count, storage.baseAddress, storage.count)
      }
      isWhole = progress.consumed == bytes.count
      return isWhole ? progress.produced : 0
    }
    if !isWhole { return nil }
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
