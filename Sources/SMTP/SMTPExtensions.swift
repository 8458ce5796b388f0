/// The SMTP service extensions that this library knows, as a set: what a server advertises, or a client may use.
///
/// An extension allows parameters and verbs; one that is not advertised makes its parameters unknown (555).
public struct SMTPExtensions: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// SIZE (RFC 1870)
  public static let size = SMTPExtensions(rawValue: 1 << 0)
  /// 8BITMIME (RFC 6152)
  public static let eightBitMIME = SMTPExtensions(rawValue: 1 << 1)
  /// BINARYMIME (RFC 3030), which needs CHUNKING
  public static let binaryMIME = SMTPExtensions(rawValue: 1 << 2)
  /// CHUNKING (RFC 3030)
  public static let chunking = SMTPExtensions(rawValue: 1 << 3)
  /// PIPELINING (RFC 2920)
  public static let pipelining = SMTPExtensions(rawValue: 1 << 4)
  /// DSN (RFC 3461)
  public static let dsn = SMTPExtensions(rawValue: 1 << 5)
  /// ENHANCEDSTATUSCODES (RFC 2034)
  public static let enhancedStatusCodes = SMTPExtensions(rawValue: 1 << 6)
  /// SMTPUTF8 (RFC 6531)
  public static let smtpUTF8 = SMTPExtensions(rawValue: 1 << 7)
  /// AUTH (RFC 4954)
  public static let auth = SMTPExtensions(rawValue: 1 << 8)
  /// STARTTLS (RFC 3207)
  public static let startTLS = SMTPExtensions(rawValue: 1 << 9)
  /// REQUIRETLS (RFC 8689)
  public static let requireTLS = SMTPExtensions(rawValue: 1 << 10)
  /// DELIVERBY (RFC 2852)
  public static let deliverBy = SMTPExtensions(rawValue: 1 << 11)
  /// MT-PRIORITY (RFC 6710)
  public static let mtPriority = SMTPExtensions(rawValue: 1 << 12)
  /// FUTURERELEASE (RFC 4865)
  public static let futureRelease = SMTPExtensions(rawValue: 1 << 13)
  /// RRVS (RFC 7293)
  public static let rrvs = SMTPExtensions(rawValue: 1 << 14)
  /// CHECKPOINT (RFC 1845)
  public static let checkpoint = SMTPExtensions(rawValue: 1 << 15)
  /// NO-SOLICITING (RFC 3865)
  public static let noSoliciting = SMTPExtensions(rawValue: 1 << 16)
  /// MTRK (RFC 3885)
  public static let messageTracking = SMTPExtensions(rawValue: 1 << 17)
  /// CONPERM and CONNEG (RFC 4141)
  public static let contentConversion = SMTPExtensions(rawValue: 1 << 18)
  /// SUBMITTER (RFC 4405)
  public static let submitter = SMTPExtensions(rawValue: 1 << 19)
  /// BURL (RFC 4468)
  public static let burl = SMTPExtensions(rawValue: 1 << 20)
  /// ETRN (RFC 1985)
  public static let etrn = SMTPExtensions(rawValue: 1 << 21)
  /// ATRN (RFC 2645)
  public static let atrn = SMTPExtensions(rawValue: 1 << 22)
  /// XCLIENT, of Postfix
  public static let xclient = SMTPExtensions(rawValue: 1 << 23)
  /// XFORWARD, of Postfix
  public static let xforward = SMTPExtensions(rawValue: 1 << 24)
  /// LIMITS (RFC 9422)
  public static let limits = SMTPExtensions(rawValue: 1 << 25)
  /// VRFY
  public static let vrfy = SMTPExtensions(rawValue: 1 << 26)
  /// EXPN
  public static let expn = SMTPExtensions(rawValue: 1 << 27)
  /// HELP
  public static let help = SMTPExtensions(rawValue: 1 << 28)

  /// Every extension of this list.
  public static let all = SMTPExtensions(rawValue: (1 << 29) - 1)

  /// By how many octets an extension raises the line minimum: the number that its RFC gives, or what the longest
  /// parameter of its grammar takes with the SP before it, whichever is more. Where an example stands beside the number,
  /// and for MTRK, TRANSID, SOLICIT, CONPERM and SUBMITTER, it is counted from the grammar.
  static let lineGrowth: [(SMTPExtensions, Int)] = [
    (.size, 26),  // RFC 1870 section 3, item 5
    (.eightBitMIME, 17),  // RFC 6152 section 2, item 5
    (.binaryMIME, 16),  // RFC 3030 section 3, item 8
    (.auth, 500),  // RFC 4954 section 3, item 6
    (.dsn, 530),  // RFC 3461 section 5.4: ORCPT and NOTIFY, of 500 and 28 octets, with their SP
    (.deliverBy, 17),  // RFC 2852 section 4: BY=-999999999;NT
    (.mtPriority, 15),  // RFC 6710 section 3: MT-PRIORITY=-9
    (.futureRelease, 36),  // RFC 4865 with erratum 2040: HOLDUNTIL and a time with its offset
    (.smtpUTF8, 10),  // RFC 6531 section 3.1, item 5
    (.requireTLS, 11),  // RFC 8689 section 2, item 5
    (.rrvs, 33),  // RFC 7293 section 3.1: a time with its offset
    (.messageTracking, 44),  // RFC 3885 section 3.1: 20 octets in base64, nine digits
    (.checkpoint, 89),  // RFC 1845 section 4: an identifier of 80 octets
    (.noSoliciting, 1_009),  // RFC 3865: keywords of 1,000 octets in all
    (.contentConversion, 8),  // RFC 4141: CONPERM
    (.submitter, 265),  // RFC 4405: a mailbox of 254 octets
  ]
}
