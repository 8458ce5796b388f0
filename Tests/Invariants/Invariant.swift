/// Something that has to hold for every input, in the form that fuzzers and tests share (`HOSTILE.md` section 3).
///
/// Property tests feed generated mail, the tests of the corpus feed what fuzzing has found, and the fuzzer itself
/// feeds whatever leads to new code. All of them fail by the same sentence.
public struct Invariant: Sendable, CustomStringConvertible {
  /// The name of the fuzz target, and of the folder of its corpus.
  public let name: String
  public var description: String { name }
  /// What a byte stands for in an input that is mapped, so that few bytes make much mail.
  public let tokens: [String]
  /// What is wrong, or nil.
  private let check: @Sendable (InvariantInput) -> String?

  /// An invariant of whoever tests something else than the libraries.
  public init(_ name: String, tokens: [String], check: @escaping @Sendable (InvariantInput) -> String?) {
    self.name = name
    self.tokens = tokens
    self.check = check
  }

  /// What an input shows to be wrong, or nil.
  ///
  /// - Parameters:
  ///   - encoded: an input as `InvariantInput` describes it.
  ///   - meter: what counts work; by default nothing does.
  public func fault(in encoded: [UInt8], meter: WorkMeter = WorkMeter()) -> String? {
    let input = InvariantInput(encoded, tokens: tokens, meter: meter)
    return check(input).map { "\($0)\nin variant \(input.variant) of \(input.bytes.quoted)" }
  }

  /// All of them.
  public static let all: [Invariant] = [
    Invariant("message-stream", tokens: Tokens.message, check: MessageInvariants.stream),
    Invariant("message-reference", tokens: Tokens.message, check: ReferenceInvariant.agreement),
    Invariant("message-audit", tokens: Tokens.message + Tokens.header, check: AuditInvariants.audit),
    Invariant("header-fields", tokens: Tokens.header, check: FieldInvariants.oneField),
    Invariant("addresses", tokens: Tokens.addresses, check: AddressInvariants.list),
    Invariant("parameters", tokens: Tokens.parameters, check: ParameterInvariants.contentType),
    Invariant("encoded-words", tokens: Tokens.words, check: TextInvariants.encodedWords),
    Invariant("transfer-encodings", tokens: Tokens.bodies, check: BodyInvariants.decoders),
    Invariant("charsets", tokens: Tokens.charsets, check: TextInvariants.charsets),
    Invariant("encoders", tokens: Tokens.bodies, check: EncoderInvariants.roundTrips),
    Invariant("smtp-server", tokens: Tokens.smtpClient, check: SMTPServerInvariants.session),
    Invariant("smtp-data", tokens: Tokens.smtpData, check: SMTPDataInvariants.framing),
    Invariant("smtp-reply", tokens: Tokens.smtpServer, check: SMTPClientInvariants.replies),
    Invariant("smtp-client", tokens: Tokens.smtpServer, check: SMTPClientInvariants.session),
    Invariant(
      "smtp-transcript", tokens: Tokens.smtpClient + Tokens.smtpServer, check: SMTPClientInvariants.transcript),
    Invariant("mbox", tokens: Tokens.mbox, check: MailboxInvariants.mbox),
  ]
}
