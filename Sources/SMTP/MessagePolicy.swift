/// What to do about a message whose bytes SMTP does not allow. Detection is always on and separate from this:
/// the summary counts what was found whatever the policy.
public struct MessagePolicy: Sendable, Hashable {
  /// What a bare CR or bare LF means for a message.
  public enum BareLineBreaks: Sendable, Hashable {
    /// The message is drained to its true end and refused, the default: relayed on, a bare line break is how one
    /// message is smuggled inside another (CVE-2023-51764 and its kin). So is a line of a dot and NULs.
    case refuse
    /// Each becomes CR LF, after the framing has found the end on the raw bytes. A line of a dot and NULs is refused.
    case normalize
    /// They stay, and the summary tells.
    case keep
  }

  /// Bare CR and bare LF (RFC 5321 section 2.3.8).
  public var bareLineBreaks = BareLineBreaks.refuse
  /// NUL (RFC 5321 section 4.1.1.4 and RFC 5322 section 4.1).
  public var refusesNUL = false
  /// Bytes above 0x7F in a message that was not announced as 8BITMIME (RFC 6152).
  public var refusesEightBit = false
  /// Text lines over the limit (RFC 5321 section 4.5.3.1.6). They are never wrapped: a line break that a hop adds
  /// can make a dot the first byte of a line.
  public var refusesLongLines = false

  /// A message whose last line has no CR LF, which only BDAT can bring: text in chunks "MUST be sent in the canonical
  /// MIME format with lines delimited with a <CR><LF>" (RFC 3030 section 2).
  public var refusesUnfinishedLine = false

  /// The policy above.
  public init() {}

  /// Every bit is kept: for BODY=BINARYMIME (RFC 3030 section 3).
  static let binary: MessagePolicy = {
    var policy = MessagePolicy()
    policy.bareLineBreaks = .keep
    return policy
  }()
}

/// What a message was found to hold, once it has ended.
public struct MessageSummary: Sendable, Hashable {
  /// Octets after dot-unstuffing, delivered or not.
  public internal(set) var size: UInt64 = 0
  /// CR without LF.
  public internal(set) var bareCRs = 0
  /// LF without CR.
  public internal(set) var bareLFs = 0
  /// NUL bytes.
  public internal(set) var nuls = 0
  /// Bytes above 0x7F.
  public internal(set) var eightBit = 0
  /// Octets of the longest line without its CR LF, after unstuffing.
  public internal(set) var longestLine = 0
  /// Why the message is to be refused, or nil.
  public internal(set) var refusal: SMTPSyntaxError.Kind?

  /// The reply for a message that is to be refused.
  public var suggestedReply: SMTPReply? {
    refusal.map { SMTPSyntaxError($0).suggestedReply }
  }
}
