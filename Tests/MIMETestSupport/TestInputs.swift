public import MIME

extension MessageLimits {
  /// No limit at all.
  public static var none: MessageLimits {
    var limits = MessageLimits()
    limits.depth = .max
    limits.parts = .max
    limits.fieldsPerPart = .max
    limits.headerSectionBytes = .max
    limits.defects = .max
    return limits
  }
}

extension [UInt8] {
  /// The bytes as a Swift literal, for messages of tests.
  public var escaped: String { String(decoding: self, as: UTF8.self).debugDescription }
}
