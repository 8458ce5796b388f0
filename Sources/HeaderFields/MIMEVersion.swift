public import WireBytes

/// The version of MIME that a message was written by, which is 1.0 (RFC 2045 section 4).
///
///     1.0                        1.0
///     1.(produced by x)0         1.0, and a defect of severity lint
public struct MIMEVersion: Sendable, Hashable {
  /// The number before the dot.
  public let major: Int
  /// The number behind the dot.
  public let minor: Int

  /// Reads a field body; nil if it is not `1*DIGIT "." 1*DIGIT` with comments and white space anywhere between.
  ///
  /// A message is MIME whatever its version says, so all that is odd is reported and changes nothing.
  public init?(parsing body: Span<UInt8>, defects: inout DefectLog) {
    var cursor = ByteCursor(body)
    cursor.skipCFWS(defects: &defects)
    let start = cursor.offset
    let major = cursor.version()
    let gap = cursor.skipCFWS(defects: &defects)
    let hasDot = cursor.skip(ASCII.dot)
    let secondGap = cursor.skipCFWS(defects: &defects)
    let minor = cursor.version()
    let end = cursor.offset
    cursor.skipCFWS(defects: &defects)
    let isComplete = cursor.isAtEnd
    guard let major, hasDot, let minor, isComplete else {
      defects.report(.mimeVersionOdd, at: start..<body.count)
      return nil
    }
    if major != 1 || minor != 0 || !gap.isEmpty || !secondGap.isEmpty {
      defects.report(.mimeVersionOdd, at: start..<end)
    }
    self.major = major
    self.minor = minor
  }
}

extension ByteCursor {
  /// Reads a small number, or nil.
  fileprivate mutating func version() -> Int? {
    let digits = skip(while: .digit)
    guard !digits.isEmpty, digits.count <= 4 else { return nil }
    var value = 0
    for i in digits { value = value * 10 + Int(bytes[i] - ASCII.zero) }
    return value
  }
}
