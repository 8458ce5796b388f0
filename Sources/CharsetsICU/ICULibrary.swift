internal import CICU
internal import Charsets

// The only `unsafe` file of the ICU wrapper. ICU is handed the address of a span or of free output for the length
// of one call, reads and writes within the bounds handed over with it, and keeps no pointer.

/// One ICU converter to UTF-8: opened once, used for one text after the other.
///
/// `@unchecked Sendable`: a converter has one owner at a time, a decoder or the idle list of the pool, and is only
/// ever handed over. It is not safe for two threads at once, and no two of them can have it. `@safe`: the pointer
/// is private, and each use below says why it is good.
@safe
final class ICUConverter: @unchecked Sendable {
  /// ICU's name of the charset.
  let name: String
  private let state: OpaquePointer

  /// Opens ICU's converter of that name, or nil when it has none.
  ///
  /// - Parameter euroAt80: whether the byte 0x80 is the euro sign although ICU has nothing there.
  init?(name: String, euroAt80: Bool = false) {
    // Safe: the string lives and ends in NUL for the call, and ICU copies what it needs of it.
    guard let state = unsafe mw_icu_open(name, euroAt80) else { return nil }
    self.name = name
    unsafe self.state = unsafe state
  }

  deinit {
    // Safe: nobody has the converter any more, and it is closed nowhere else.
    unsafe mw_icu_close(state)
  }

  /// Whether every character of the charset is one byte.
  var isSingleByte: Bool {
    // Safe: `state` is open as long as the object lives.
    unsafe mw_icu_is_single_byte(state)
  }

  /// Forgets all state.
  func reset() {
    // Safe: `state` is open as long as the object lives.
    unsafe mw_icu_reset(state)
  }

  /// Converts as ``CharsetDecoder`` asks for.
  func convert(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>, atEnd: Bool)
    -> (consumed: Int, malformed: Int)
  {
    // Safe: `state` is open as long as the object lives.
    let malformedBefore = unsafe mw_icu_malformed(state)
    var consumed = 0
    var isGood = true
    // Safe: ICU reads from `start` to `end`, the bounds that the span vouches for during this closure.
    unsafe bytes.withUnsafeBytes { input in
      let start = unsafe input.baseAddress?.assumingMemoryBound(to: CChar.self)
      let end = unsafe start.map { unsafe $0 + input.count }
      var next = unsafe start
      // Safe: ICU writes from the end of the initialised bytes to the end of the output, and leaves `free` behind
      // the last byte that it wrote, so that all bytes before it are initialised.
      unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        guard let base = buffer.baseAddress else { return }
        unsafe UnsafeMutableRawPointer(base).withMemoryRebound(to: CChar.self, capacity: buffer.count) { base in
          var free: UnsafeMutablePointer<CChar>? = unsafe base + count
          isGood = unsafe mw_icu_convert(state, &next, end, &free, base + buffer.count, atEnd)
          if let free = unsafe free { count = unsafe free - base }
        }
      }
      if let start = unsafe start, let next = unsafe next { consumed = unsafe next - start }
    }
    let malformed = unsafe mw_icu_malformed(state) - malformedBefore
    guard isGood else {
      // Out of memory or a broken table: the rest of these bytes is given up, but not in silence.
      if output.freeCapacity >= 3 { for byte in "\u{FFFD}".utf8 { output.append(byte) } }
      return (bytes.count, malformed + 1)
    }
    return (consumed, malformed)
  }
}

/// What ICU knows about names of charsets.
enum ICUNames {
  /// The name in the IANA registry, or else ICU's own, of a charset that ICU knows by `name`; nil for others.
  static func standardName(of name: String) -> String? {
    // Safe: the argument lives for the call; the answer is a string in ICU's static data.
    unsafe mw_icu_standard_name(name).map { unsafe String(cString: $0) }
  }
}

/// ICU's charset detector.
enum ICUDetector {
  /// All that the bytes may be, the likeliest first, as ICU names and ranks it.
  ///
  /// A detector is opened for each call, not pooled: that takes 1.4 µs, while looking at a single line takes 40.
  static func candidates(for bytes: Span<UInt8>) -> [CharsetGuess] {
    // Safe: ICU reads within the bounds that the span vouches for during this closure, at the end of which the
    // detector and with it all candidates and names are gone; what is kept is copied.
    unsafe bytes.withUnsafeBytes { input in
      guard let start = unsafe input.baseAddress?.assumingMemoryBound(to: CChar.self),
        let detection = unsafe mw_icu_detect(start, Int32(clamping: input.count))
      else { return [] }
      defer { unsafe mw_icu_close_detection(detection) }
      return unsafe (0..<mw_icu_candidate_count(detection)).compactMap { i in
        guard let name = unsafe mw_icu_candidate_name(detection, i) else { return nil }
        return unsafe CharsetGuess(
          charset: String(cString: name), confidence: Int(mw_icu_candidate_confidence(detection, i)))
      }
    }
  }
}
