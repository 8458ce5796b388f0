internal import WireBytes

/// One command of a client: its form, as kinds and ranges into its line.
///
///     MAIL FROM:<a@b.c> SIZE=100
///     .mail(from: path at 10..<17, parameters: one at 18..<26)
///
/// Nothing is allocated; text is made from the line on demand. What was tolerated stands in `deviations`.
public struct SMTPCommand: Sendable, Hashable {
  /// The command and its arguments.
  public let form: Form
  /// Departures that the leniency let pass, and the odd but legal ones.
  public internal(set) var deviations: SMTPLeniency

  /// The command that a line is.
  ///
  /// - Parameters:
  ///   - line: the bytes without CR LF.
  ///   - limits: for the lengths of paths and values.
  ///   - leniency: what to tolerate.
  /// - Throws: what is wrong with the line; grammar only, for whether a command is allowed here and its parameters
  ///   are advertised is the session's to say.
  @inline(__always)  // as SMTPCommandParser, or the result is copied once more
  public init(
    parsing line: Span<UInt8>, limits: SMTPLimits = SMTPLimits(), leniency: SMTPLeniency = .strict
  ) throws(SMTPSyntaxError) {
    var parser = SMTPCommandParser(line, leniency: leniency)
    form = try parser.parse(limits)
    deviations = parser.deviations
  }

  /// The commands of RFC 5321 and its extensions. Ranges are of the line.
  public enum Form: Sendable, Hashable {
    /// EHLO (RFC 5321 section 4.1.1.1)
    case ehlo(SMTPDomain)
    /// HELO (RFC 5321 section 4.1.1.1)
    case helo(SMTPDomain)
    /// LHLO (RFC 2033 section 4.1)
    case lhlo(SMTPDomain)
    /// MAIL (RFC 5321 section 4.1.1.2)
    case mail(from: SMTPPath, parameters: SMTPParameters)
    /// RCPT (RFC 5321 section 4.1.1.3)
    case rcpt(to: SMTPPath, parameters: SMTPParameters)
    /// DATA (RFC 5321 section 4.1.1.4)
    case data
    /// BDAT (RFC 3030 section 2). `isWellFormed` is false for a tolerated argument after the size: the chunk is to
    /// be consumed and refused.
    case bdat(size: UInt64, isLast: Bool, isWellFormed: Bool)
    /// RSET (RFC 5321 section 4.1.1.5)
    case rset
    /// NOOP and its ignored text (RFC 5321 section 4.1.1.9)
    case noop(Range<Int>)
    /// VRFY (RFC 5321 section 4.1.1.6)
    case vrfy(Range<Int>)
    /// EXPN (RFC 5321 section 4.1.1.7)
    case expn(Range<Int>)
    /// HELP and its topic, perhaps empty (RFC 5321 section 4.1.1.8)
    case help(Range<Int>)
    /// QUIT (RFC 5321 section 4.1.1.10)
    case quit
    /// AUTH (RFC 4954 section 4). The initial response is base64, empty for `=`, nil for none, and **secret**.
    case auth(mechanism: Range<Int>, initialResponse: Range<Int>?)
    /// STARTTLS (RFC 3207)
    case startTLS
    /// BURL (RFC 4468 section 3.2)
    case burl(url: Range<Int>, isLast: Bool)
    /// ETRN: `@` a domain and its subdomains, `#` a queue, else a host (RFC 1985 section 5.1)
    case etrn(ETRNOption, Range<Int>)
    /// ATRN: domains separated by commas, perhaps none (RFC 2645 section 5.1)
    case atrn(Range<Int>)
    /// XCLIENT: attributes with values in xtext
    case xclient(SMTPParameters)
    /// XFORWARD: attributes with values in xtext
    case xforward(SMTPParameters)
  }

  /// What an ETRN argument names.
  public enum ETRNOption: Sendable, Hashable {
    /// A host
    case host
    /// A domain and its subdomains
    case subdomains
    /// A queue that the server knows
    case queue
  }

  /// The verb.
  public var verb: SMTPVerb {
    switch form {
    case .ehlo: .ehlo
    case .helo: .helo
    case .lhlo: .lhlo
    case .mail: .mail
    case .rcpt: .rcpt
    case .data: .data
    case .bdat: .bdat
    case .rset: .rset
    case .noop: .noop
    case .vrfy: .vrfy
    case .expn: .expn
    case .help: .help
    case .quit: .quit
    case .auth: .auth
    case .startTLS: .startTLS
    case .burl: .burl
    case .etrn: .etrn
    case .atrn: .atrn
    case .xclient: .xclient
    case .xforward: .xforward
    }
  }

  /// The bytes that must not be logged.
  public var secret: Range<Int>? {
    if case .auth(_, let initialResponse?) = form, !initialResponse.isEmpty { return initialResponse }
    return nil
  }
}
