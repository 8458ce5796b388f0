internal import CWireKernels

// With ByteSearch.swift the only `unsafe` file of the core. A kernel is lent a span's bytes and the free room of an output
// for the length of one call. It reads `count` bytes, writes at most `room`, keeps no pointer, and says how many bytes it
// has written, which are then initialised.

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

extension Span where Element == UInt8 {
  /// How many bytes at the beginning are well-formed UTF-8, up to the last whole character.
  package var validUTF8Count: Int {
    // Safe: a search, as in ByteSearch.swift.
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
