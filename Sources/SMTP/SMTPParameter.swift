internal import WireBytes

/// One ESMTP parameter of MAIL or RCPT, or one attribute of XCLIENT or XFORWARD.
///
///     SIZE=100        keyword .size, value .size(100)
///     NOTIFY=NEVER    keyword .notify, value .notify(.never)
///     X-FOO=1         keyword .other, value .other
///
/// Text values are ranges of the line, still encoded; `XText.decode` undoes ENVID, ORCPT, AUTH and SUBMITTER.
public struct SMTPParameter: Sendable, Hashable {
  /// The keyword, in any case.
  public let keyword: Keyword
  /// Where the keyword stands.
  public let keywordRange: Range<Int>
  /// Where the value stands, or nil without `=`.
  public let valueRange: Range<Int>?
  /// The value by its own grammar.
  public let value: Value

  /// The registered keywords that this library types.
  public enum Keyword: UInt8, Sendable, Hashable, CaseIterable {
    case size, body, ret, envid, smtpUTF8, auth, by, mtPriority, holdFor, holdUntil, requireTLS, conPerm
    case submitter, solicit, transID, mtrk
    case notify, orcpt, rrvs, conNeg
    case other

    /// The keyword as it is sent.
    public var name: String {
      switch self {
      case .size: "SIZE"
      case .body: "BODY"
      case .ret: "RET"
      case .envid: "ENVID"
      case .smtpUTF8: "SMTPUTF8"
      case .auth: "AUTH"
      case .by: "BY"
      case .mtPriority: "MT-PRIORITY"
      case .holdFor: "HOLDFOR"
      case .holdUntil: "HOLDUNTIL"
      case .requireTLS: "REQUIRETLS"
      case .conPerm: "CONPERM"
      case .submitter: "SUBMITTER"
      case .solicit: "SOLICIT"
      case .transID: "TRANSID"
      case .mtrk: "MTRK"
      case .notify: "NOTIFY"
      case .orcpt: "ORCPT"
      case .rrvs: "RRVS"
      case .conNeg: "CONNEG"
      case .other: ""
      }
    }

    /// The extension that allows it; nil for `other`, which none does.
    public var requiredExtension: SMTPExtensions? {
      switch self {
      case .size: .size
      case .body: .eightBitMIME
      case .ret, .envid, .notify, .orcpt: .dsn
      case .smtpUTF8: .smtpUTF8
      case .auth: .auth
      case .by: .deliverBy
      case .mtPriority: .mtPriority
      case .holdFor, .holdUntil: .futureRelease
      case .requireTLS: .requireTLS
      case .conPerm, .conNeg: .contentConversion
      case .submitter: .submitter
      case .solicit: .noSoliciting
      case .transID: .checkpoint
      case .mtrk: .messageTracking
      case .rrvs: .rrvs
      case .other: nil
      }
    }

    /// Whether RCPT takes it; the others are MAIL's.
    var isOfRecipient: Bool {
      switch self {
      case .notify, .orcpt, .rrvs, .conNeg, .other: true
      default: false
      }
    }

    /// Whether MAIL takes it.
    var isOfSender: Bool { !isOfRecipient || self == .other }

    /// DSN parameters are never repeated (RFC 3461 section 4.5).
    var isOfDSN: Bool { requiredExtension == .dsn }

    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
      guard let word = FoldedWord(bytes, range) else {
        self = Keyword(long: bytes.extracting(range))
        return
      }
      switch word {
      case "size": self = .size
      case "body": self = .body
      case "ret": self = .ret
      case "envid": self = .envid
      case "smtputf8": self = .smtpUTF8
      case "auth": self = .auth
      case "by": self = .by
      case "holdfor": self = .holdFor
      case "conperm": self = .conPerm
      case "solicit": self = .solicit
      case "transid": self = .transID
      case "mtrk": self = .mtrk
      case "notify": self = .notify
      case "orcpt": self = .orcpt
      case "rrvs": self = .rrvs
      case "conneg": self = .conNeg
      default: self = .other
      }
    }

    private init(long name: Span<UInt8>) {
      if name.equalsIgnoringCase("mt-priority") {
        self = .mtPriority
      } else if name.equalsIgnoringCase("holduntil") {
        self = .holdUntil
      } else if name.equalsIgnoringCase("requiretls") {
        self = .requireTLS
      } else if name.equalsIgnoringCase("submitter") {
        self = .submitter
      } else {
        self = .other
      }
    }
  }

  /// A value by the grammar of its keyword.
  public enum Value: Sendable, Hashable {
    /// SIZE: octets, 0 for "unknown" (RFC 1870)
    case size(UInt64)
    /// BODY (RFC 6152, RFC 3030)
    case body(Body)
    /// RET (RFC 3461 section 4.3)
    case ret(Return)
    /// ENVID, in xtext (RFC 3461 section 4.4)
    case envid(Range<Int>)
    /// SMTPUTF8 (RFC 6531)
    case smtpUTF8
    /// AUTH: the identity in xtext, empty for `<>` (RFC 4954 section 5)
    case auth(Range<Int>)
    /// BY: seconds, `R` return or `N` notify, `T` trace (RFC 2852 section 4)
    case by(seconds: Int, returns: Bool, traces: Bool)
    /// MT-PRIORITY: -9 to 9 (RFC 6710)
    case mtPriority(Int)
    /// HOLDFOR: seconds (RFC 4865)
    case holdFor(Int)
    /// HOLDUNTIL: an RFC 3339 time (RFC 4865, erratum 2040)
    case holdUntil(Range<Int>)
    /// REQUIRETLS (RFC 8689)
    case requireTLS
    /// CONPERM (RFC 4141)
    case conPerm
    /// CONNEG: media features, perhaps absent (RFC 4141)
    case conNeg(Range<Int>)
    /// SUBMITTER, a mailbox in xtext (RFC 4405)
    case submitter(Range<Int>)
    /// SOLICIT: keywords (RFC 3865)
    case solicit(Range<Int>)
    /// TRANSID, with its brackets (RFC 1845)
    case transID(Range<Int>)
    /// MTRK: certifier in base64, and seconds (RFC 3885)
    case mtrk(certifier: Range<Int>, timeout: Int?)
    /// NOTIFY (RFC 3461 section 4.1)
    case notify(Notify)
    /// ORCPT: address type, and address in xtext (RFC 3461 section 4.2, RFC 6533)
    case orcpt(type: Range<Int>, address: Range<Int>)
    /// RRVS: an RFC 3339 time, and `C` continue or `R` reject (RFC 7293)
    case rrvs(time: Range<Int>, continues: Bool)
    /// Any other keyword
    case other
  }

  /// What the message may hold (RFC 6152, RFC 3030).
  public enum Body: Sendable, Hashable {
    /// 7BIT: US-ASCII in short lines
    case sevenBit
    /// 8BITMIME: any bytes in short lines
    case eightBitMIME
    /// BINARYMIME: any bytes
    case binaryMIME
  }

  /// What a failure notice returns.
  public enum Return: Sendable, Hashable {
    /// FULL: the whole message
    case full
    /// HDRS: its header section
    case headers
  }

  /// When to send a notice. NEVER stands alone.
  public struct Notify: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// NEVER
    public static let never = Notify(rawValue: 1)
    /// SUCCESS: when the message is delivered
    public static let success = Notify(rawValue: 2)
    /// FAILURE: when it cannot be delivered
    public static let failure = Notify(rawValue: 4)
    /// DELAY: when it waits for long
    public static let delay = Notify(rawValue: 8)
  }
}
