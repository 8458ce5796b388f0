public import SMTP

/// Who sends a message to whom: what MAIL and the accepted RCPT commands said.
public struct SMTPEnvelope: Sendable, Hashable {
  /// The reverse-path; nil for `<>`, to which no notice may be sent.
  public var reversePath: SMTPMailbox?
  /// SIZE: what the client says the message has, in octets; nil or 0 when it does not say.
  public var declaredSize: UInt64?
  /// BODY
  public var body = SMTPParameter.Body.sevenBit
  /// SMTPUTF8
  public var isInternationalized = false
  /// RET: what a failure notice returns.
  public var ret: SMTPParameter.Return?
  /// ENVID, decoded.
  public var envelopeIdentifier: String?
  /// The accepted recipients, in order.
  public var recipients: [Recipient] = []

  /// One recipient.
  public struct Recipient: Sendable, Hashable {
    /// The forward-path; nil for `<Postmaster>` without a domain.
    public var forwardPath: SMTPMailbox?
    /// NOTIFY: when to send a notice; nil when nothing is said.
    public var notify: SMTPParameter.Notify?
    /// ORCPT: address type and decoded address.
    public var originalRecipient: OriginalRecipient?

    /// A recipient without DSN parameters.
    public init(_ forwardPath: SMTPMailbox?) {
      self.forwardPath = forwardPath
    }
  }

  /// ORCPT (RFC 3461 section 4.2).
  public struct OriginalRecipient: Sendable, Hashable {
    /// `rfc822`, `utf-8`, …
    public var type: String
    /// The address, decoded.
    public var address: String

    /// A type and a decoded address.
    public init(type: String, address: String) {
      self.type = type
      self.address = address
    }
  }

  /// An envelope without recipients.
  public init(reversePath: SMTPMailbox?) {
    self.reversePath = reversePath
  }
}

extension SMTPEnvelope {
  /// What a MAIL command says.
  init(_ path: SMTPPath, _ parameters: SMTPParameters, in line: Span<UInt8>) {
    self.init(reversePath: path.mailbox(in: line))
    var iterator = parameters.makeIterator()
    while let parameter = iterator.next(in: line) {
      switch parameter.value {
      case .size(let size): declaredSize = size
      case .body(let body): self.body = body
      case .smtpUTF8: isInternationalized = true
      case .ret(let ret): self.ret = ret
      case .envid(let range): envelopeIdentifier = xtext(line, range)
      default: continue
      }
    }
  }
}

extension SMTPEnvelope.Recipient {
  /// What a RCPT command says.
  init(_ path: SMTPPath, _ parameters: SMTPParameters, in line: Span<UInt8>) {
    self.init(path.mailbox(in: line))
    var iterator = parameters.makeIterator()
    while let parameter = iterator.next(in: line) {
      switch parameter.value {
      case .notify(let notify): self.notify = notify
      case .orcpt(let type, let address):
        originalRecipient = SMTPEnvelope.OriginalRecipient(
          type: text(line, type), address: xtext(line, address))
      default: continue
      }
    }
  }
}

/// Bytes that the grammar has checked, as text.
func text(_ line: Span<UInt8>, _ range: Range<Int>) -> String {
  var bytes: [UInt8] = []
  for index in range { bytes.append(line[index]) }
  return String(decoding: bytes, as: UTF8.self)
}

private func xtext(_ line: Span<UInt8>, _ range: Range<Int>) -> String {
  guard let decoded = XText.decode(line.extracting(range)) else { return text(line, range) }
  return String(decoding: decoded, as: UTF8.self)
}
