/// How much of each thing a session takes.
///
/// RFC 5321 section 4.5.3.1 gives minima ("implementation techniques that impose no limits ... should be used"),
/// so every number here may be raised. A limit that is hit is answered with its reply, and the input is still
/// drained to its true end.
///
/// They bound the memory of a server session, which holds nothing that grows but the line that a chunk edge has cut: its
/// own value, under 1,024 octets, and at most twice `commandLine(with:)`, or twice `authLine` while an AUTH exchange goes
/// on. With the numbers below that is 9,348 octets with every extension, 5,262 with the usual ones, and 24,576 in AUTH;
/// ten thousand sessions, all in the middle of such a line, take 104, 63 or 256 MB, and idle ones 21 MB at most.
public struct SMTPLimits: Sendable, Hashable {
  /// Octets of a command line with its CR LF, before extensions add to it. The RFC's minimum is 512; 2,048 is
  /// what Postfix takes, and leaves room for clients that ignore the minimum.
  public var commandLine = 2_048

  /// Octets of a line of an AUTH exchange with its CR LF (RFC 4954 section 4: at least 12,288).
  public var authLine = 12_288

  /// Octets after which a line that still has not ended closes the connection: no peer sends that by mistake.
  public var drainedLine = 65_536

  /// Octets of a local part (RFC 5321 section 4.5.3.1.1).
  public var localPart = 64

  /// Octets of a domain (RFC 5321 section 4.5.3.1.2).
  public var domain = 255

  /// Octets of a path with its brackets (RFC 5321 section 4.5.3.1.3).
  public var path = 256

  /// Octets of an ENVID value as sent (RFC 3461 section 4.4).
  public var envelopeIdentifier = 100

  /// Octets of a text line of a message without its CR LF and without a stuffed dot
  /// (RFC 5321 section 4.5.3.1.6 counts the CR LF: 1,000).
  public var textLine = 998

  /// Octets of a message after unstuffing, or nil for no limit; what the SIZE extension advertises.
  public var message: UInt64?

  /// Recipients of one transaction (RFC 5321 section 4.5.3.1.8: at least 100).
  public var recipients = 1_000

  /// Lines of one reply; no capability list known comes near it.
  public var replyLines = 100

  /// Octets of one reply, all lines together.
  public var reply = 65_536

  /// The limits above.
  public init() {}

  /// Nothing is too long: for reading again what has been checked, and for reading what others accepted.
  static let unlimited: SMTPLimits = {
    var limits = SMTPLimits()
    limits.commandLine = .max
    limits.drainedLine = .max
    limits.localPart = .max
    limits.domain = .max
    limits.path = .max
    limits.envelopeIdentifier = .max
    limits.replyLines = .max
    limits.reply = .max
    return limits
  }()

  /// Octets of a command line when extensions are advertised: each one that adds a parameter says by how much
  /// it raises the minimum (RFC 5321 section 4.1.1.11).
  public func commandLine(with extensions: SMTPExtensions) -> Int {
    var total = commandLine
    for (member, octets) in SMTPExtensions.lineGrowth where extensions.contains(member) { total += octets }
    return total
  }
}
