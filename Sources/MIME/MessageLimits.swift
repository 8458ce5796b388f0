/// How much of a message the parser takes in before it stops looking for structure.
///
/// A limit never loses bytes: when one is hit, a defect says which, and the rest is the opaque body of the part
/// that was being read.
public struct MessageLimits: Sendable, Hashable {
  /// How deep parts may nest, the message itself being depth 0.
  ///
  /// Dovecot and Postfix stop at 100 too (`mime_nesting_limit`).
  public var depth = 100
  /// How many parts a message may have. Dovecot's number.
  public var parts = 10_000
  /// How many fields one header section may have.
  public var fieldsPerPart = 10_000
  /// How many bytes one header section may have. Dovecot takes 10 MiB a field.
  public var headerSectionBytes = 16 << 20
  /// How many parameters of a Content-Type or Content-Disposition field are read. Dovecot's number since
  /// CVE-2026-27859.
  public var parametersPerField = 128
  /// How many defects are recorded; more are only counted.
  public var defects = 1_000
  /// How many transfer-encoded messages are opened inside one another.
  ///
  /// Each decoding may cost as much as the message that it lies in, so the product is what this bounds.
  public var encodedMessageDepth = 3

  /// The limits above.
  public init() {}
}
