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
  ///
  /// The letters are packed into one integer, so that the lookup is one comparison a verb and no string.
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard range.count <= 8 else { return nil }
    var key: UInt64 = 0
    for i in range { key = key << 8 | UInt64(ASCII.lowercase(bytes[i])) }
    switch key {
    case 0x6568_6C6F: self = .ehlo
    case 0x6865_6C6F: self = .helo
    case 0x6C68_6C6F: self = .lhlo
    case 0x6D61_696C: self = .mail
    case 0x7263_7074: self = .rcpt
    case 0x6461_7461: self = .data
    case 0x6264_6174: self = .bdat
    case 0x7273_6574: self = .rset
    case 0x6E6F_6F70: self = .noop
    case 0x7672_6679: self = .vrfy
    case 0x6578_706E: self = .expn
    case 0x6865_6C70: self = .help
    case 0x7175_6974: self = .quit
    case 0x6175_7468: self = .auth
    case 0x7374_6172_7474_6C73: self = .startTLS
    case 0x6275_726C: self = .burl
    case 0x6574_726E: self = .etrn
    case 0x6174_726E: self = .atrn
    case 0x0078_636C_6965_6E74: self = .xclient
    case 0x7866_6F72_7761_7264: self = .xforward
    default: return nil
    }
  }
}
