internal import WireBytes

/// The command verbs of RFC 5321 and its extensions.
public enum SMTPVerb: UInt8, Sendable, Hashable, CaseIterable {
  case ehlo, helo, lhlo, mail, rcpt, data, bdat, rset, noop, vrfy, expn, help, quit
  case auth, startTLS, burl, etrn, atrn, xclient, xforward

  /// The verb as it is sent.
  public var name: String {
    switch self {
    case .ehlo: "EHLO"
    case .helo: "HELO"
    case .lhlo: "LHLO"
    case .mail: "MAIL"
    case .rcpt: "RCPT"
    case .data: "DATA"
    case .bdat: "BDAT"
    case .rset: "RSET"
    case .noop: "NOOP"
    case .vrfy: "VRFY"
    case .expn: "EXPN"
    case .help: "HELP"
    case .quit: "QUIT"
    case .auth: "AUTH"
    case .startTLS: "STARTTLS"
    case .burl: "BURL"
    case .etrn: "ETRN"
    case .atrn: "ATRN"
    case .xclient: "XCLIENT"
    case .xforward: "XFORWARD"
    }
  }

  /// Whether the command must be the last of a pipelined group, because the client needs its reply before it
  /// can go on (RFC 2920 section 3.1). QUIT ends everything, so nothing may follow it either.
  public var endsGroup: Bool {
    switch self {
    case .mail, .rcpt, .rset, .bdat, .burl, .xforward: false
    default: true
    }
  }

  /// The verb whose letters are at `range`, in any case, or nil.
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard let word = FoldedWord(bytes, range) else { return nil }
    switch word {
    case "ehlo": self = .ehlo
    case "helo": self = .helo
    case "lhlo": self = .lhlo
    case "mail": self = .mail
    case "rcpt": self = .rcpt
    case "data": self = .data
    case "bdat": self = .bdat
    case "rset": self = .rset
    case "noop": self = .noop
    case "vrfy": self = .vrfy
    case "expn": self = .expn
    case "help": self = .help
    case "quit": self = .quit
    case "auth": self = .auth
    case "starttls": self = .startTLS
    case "burl": self = .burl
    case "etrn": self = .etrn
    case "atrn": self = .atrn
    case "xclient": self = .xclient
    case "xforward": self = .xforward
    default: return nil
    }
  }
}
