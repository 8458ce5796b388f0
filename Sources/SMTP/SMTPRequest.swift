internal import WireBytes

/// A command line to send, which is one command and nothing else.
///
///     try SMTPRequest.mail(from: mailbox, [.size(100), .smtpUTF8])      MAIL FROM:<a@b.c> SIZE=100 SMTPUTF8
///
/// What is built is read again by `SMTPCommand` in its strict form, and compared: text with CR, LF or any other byte
/// that does not belong can never become a second command (GHSA-g7hc-96xr-gvvx, CVE-2025-7962 and many like it).
public struct SMTPRequest: Sendable, Hashable {
  /// The command.
  public let command: SMTPCommand
  /// The bytes without CR LF. **Secret** after AUTH.
  let line: [UInt8]

  /// The verb.
  public var verb: SMTPVerb { command.verb }

  private init(_ text: String, _ verb: SMTPVerb) throws(SMTPSyntaxError) {
    let line = Array(text.utf8)
    if let index = line.firstIndex(where: { $0 < ASCII.space || $0 == 0x7F }) {
      throw SMTPSyntaxError(.control, at: index..<index + 1, verb: verb)
    }
    let command = try SMTPCommand(parsing: line.span, limits: .unlimited)
    guard command.verb == verb else { throw SMTPSyntaxError(.unknownCommand, verb: verb) }
    self.line = line
    self.command = command
  }

  /// A parameter to send.
  public enum Parameter: Sendable, Hashable {
    /// SIZE: octets of the message.
    case size(UInt64)
    /// BODY
    case body(SMTPParameter.Body)
    /// RET
    case ret(SMTPParameter.Return)
    /// ENVID, sent in xtext.
    case envid(String)
    /// SMTPUTF8
    case smtpUTF8
    /// AUTH: the identity, sent in xtext; nil for `<>`.
    case auth(String?)
    /// REQUIRETLS
    case requireTLS
    /// NOTIFY
    case notify(SMTPParameter.Notify)
    /// ORCPT: the address, sent in xtext.
    case orcpt(type: String, address: String)
    /// MT-PRIORITY: -9...9.
    case mtPriority(Int)
    /// HOLDFOR
    case holdFor(seconds: Int)
    /// BY: `R` return or `N` notify, and `T` trace.
    case by(seconds: Int, returns: Bool, traces: Bool)
    /// Any other, as it is to stand in the line.
    case other(keyword: String, value: String?)

    fileprivate var text: String {
      switch self {
      case .size(let size): return "SIZE=\(size)"
      case .body(.sevenBit): return "BODY=7BIT"
      case .body(.eightBitMIME): return "BODY=8BITMIME"
      case .body(.binaryMIME): return "BODY=BINARYMIME"
      case .ret(.full): return "RET=FULL"
      case .ret(.headers): return "RET=HDRS"
      case .envid(let text): return "ENVID=\(Parameter.xtext(text))"
      case .smtpUTF8: return "SMTPUTF8"
      case .auth(let identity): return "AUTH=\(identity.map(Parameter.xtext) ?? "<>")"
      case .requireTLS: return "REQUIRETLS"
      case .notify(let notify): return "NOTIFY=\(Parameter.list(notify))"
      case .orcpt(let type, let address): return "ORCPT=\(type);\(Parameter.xtext(address))"
      case .mtPriority(let priority): return "MT-PRIORITY=\(priority)"
      case .holdFor(let seconds): return "HOLDFOR=\(seconds)"
      case .by(let seconds, let returns, let traces):
        return "BY=\(seconds);\(returns ? "R" : "N")\(traces ? "T" : "")"
      case .other(let keyword, let value): return value.map { "\(keyword)=\($0)" } ?? keyword
      }
    }

    private static func xtext(_ text: String) -> String {
      String(decoding: XText.encode(Array(text.utf8).span), as: UTF8.self)
    }

    private static func list(_ notify: SMTPParameter.Notify) -> String {
      if notify.contains(.never) { return "NEVER" }
      let names: [(SMTPParameter.Notify, String)] = [(.success, "SUCCESS"), (.failure, "FAILURE"), (.delay, "DELAY")]
      return names.filter { notify.contains($0.0) }.map(\.1).joined(separator: ",")
    }
  }

  private static func words(_ parameters: [Parameter]) -> String {
    parameters.map { " " + $0.text }.joined()
  }

  /// EHLO with a domain or an address literal in brackets.
  public static func ehlo(_ domain: String) throws(SMTPSyntaxError) -> SMTPRequest {
    try SMTPRequest("EHLO \(domain)", .ehlo)
  }

  /// HELO
  public static func helo(_ domain: String) throws(SMTPSyntaxError) -> SMTPRequest {
    try SMTPRequest("HELO \(domain)", .helo)
  }

  /// LHLO
  public static func lhlo(_ domain: String) throws(SMTPSyntaxError) -> SMTPRequest {
    try SMTPRequest("LHLO \(domain)", .lhlo)
  }

  /// MAIL; nil for the null reverse-path.
  public static func mail(
    from mailbox: SMTPMailbox?, _ parameters: [Parameter] = []
  ) throws(SMTPSyntaxError) -> SMTPRequest {
    let request = try SMTPRequest("MAIL FROM:<\(mailbox?.description ?? "")>\(words(parameters))", .mail)
    guard case .mail(_, let found) = request.command.form, found.count == parameters.count else {
      throw SMTPSyntaxError(.parameterSyntax, verb: .mail)
    }
    return request
  }

  /// RCPT; nil for `<Postmaster>`.
  public static func rcpt(
    to mailbox: SMTPMailbox?, _ parameters: [Parameter] = []
  ) throws(SMTPSyntaxError) -> SMTPRequest {
    let request = try SMTPRequest("RCPT TO:<\(mailbox?.description ?? "Postmaster")>\(words(parameters))", .rcpt)
    guard case .rcpt(_, let found) = request.command.form, found.count == parameters.count else {
      throw SMTPSyntaxError(.parameterSyntax, verb: .rcpt)
    }
    return request
  }

  /// AUTH, with the message of the mechanism, empty or not, or nil for none yet.
  public static func auth(
    _ mechanism: String, initialResponse: [UInt8]? = nil
  ) throws(SMTPSyntaxError) -> SMTPRequest {
    let encoded = initialResponse.map { String(decoding: StrictBase64.encode($0.span), as: UTF8.self) }
    let argument = encoded.map { $0.isEmpty ? " =" : " " + $0 } ?? ""
    let request = try SMTPRequest("AUTH \(mechanism)\(argument)", .auth)
    guard case .auth(let found, let response) = request.command.form, found.count == mechanism.utf8.count,
      (response == nil) == (initialResponse == nil)
    else { throw SMTPSyntaxError(.malformedArgument, verb: .auth) }
    return request
  }

  /// BDAT; `size` octets must follow, which `SMTPClientSession.sendChunk` sees to.
  static func bdat(size: Int, isLast: Bool) throws(SMTPSyntaxError) -> SMTPRequest {
    try SMTPRequest("BDAT \(size)\(isLast ? " LAST" : "")", .bdat)
  }

  /// VRFY
  public static func vrfy(_ name: String) throws(SMTPSyntaxError) -> SMTPRequest {
    try SMTPRequest("VRFY \(name)", .vrfy)
  }

  /// A command that takes no argument, or none that matters: DATA, RSET, NOOP, QUIT, STARTTLS, HELP.
  public static func alone(_ verb: SMTPVerb) throws(SMTPSyntaxError) -> SMTPRequest {
    try SMTPRequest(verb.name, verb)
  }

  /// Adds the line, CR LF and all, to `output`.
  func write(into output: inout [UInt8]) {
    output += line
    output.append(ASCII.cr)
    output.append(ASCII.lf)
  }
}

extension SMTPRequest: CustomStringConvertible, CustomDebugStringConvertible {
  /// The verb alone: what follows may be secret.
  public var description: String { verb.name }
  /// The verb alone.
  public var debugDescription: String { verb.name }
}
