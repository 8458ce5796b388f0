/// Why a line is refused, where in it, and with which reply.
///
///     MAIL FROM: <a@b.c>       .pathBracket at 10, 501 5.1.7
///
/// Offsets count from the line's first byte. Holds no copy of the line.
public struct SMTPSyntaxError: Error, Sendable, Hashable {
  /// What is wrong.
  public let kind: Kind
  /// The bytes it is about; empty where something is missing.
  public let range: Range<Int>
  /// The verb, once it was recognised.
  public let verb: SMTPVerb?

  /// Where in the line.
  public var offset: Int { range.lowerBound }

  init(_ kind: Kind, at range: Range<Int>, verb: SMTPVerb? = nil) {
    self.kind = kind
    self.range = range
    self.verb = verb
  }

  init(_ kind: Kind, at offset: Int = 0, verb: SMTPVerb? = nil) {
    self.init(kind, at: offset..<offset, verb: verb)
  }

  /// What can be wrong. The raw value is the name that JSON uses.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    // Lines
    /// A line without a verb.
    case emptyCommand
    /// A verb that is not known here.
    case unknownCommand
    /// A line over the limit, drained to its end.
    case lineTooLong
    /// A line without end.
    case lineUnterminated
    /// An LF without CR, which ends no line.
    case bareLF
    /// An LF without CR in a line that went on.
    case bareLFInLine
    /// A CR without LF.
    case bareCR
    /// A NUL.
    case nul
    /// Another control character.
    case control
    /// The first line is HTTP or the like.
    case crossProtocol
    /// The first bytes are a TLS handshake.
    case tlsHello
    /// A PROXY header where none is expected.
    case unexpectedProxy
    /// No PROXY header, or a broken one, where one is expected.
    case malformedProxy
    // Arguments
    /// An argument is missing.
    case missingArgument
    /// An argument where there is to be none.
    case unexpectedArgument
    /// An argument that is not what the command asks for.
    case malformedArgument
    /// Neither a domain nor an address literal.
    case malformedDomain
    /// A size of BDAT that is no number, so that what follows cannot be framed.
    case chunkSize
    /// A chunk of no octets that is not the last.
    case emptyChunk
    // Paths
    /// No `FROM:` or `TO:`.
    case pathKeyword
    /// A path without `<`.
    case pathBracket
    /// A path without `>`.
    case pathUnterminated
    /// A path over the limit.
    case pathTooLong
    /// `<>` as a recipient.
    case nullForwardPath
    /// A source route that is no list of domains.
    case sourceRoute
    /// A local part that is neither dot-string nor quoted string.
    case localPart
    /// A local part over the limit.
    case localPartTooLong
    /// A domain that is none, or over the limit.
    case domain
    /// An address literal that is no address.
    case addressLiteral
    /// Bytes above 0x7F that are not UTF-8.
    case invalidUTF8
    /// An address that needs SMTPUTF8, without it.
    case utf8Required
    // Parameters
    /// No `keyword` or `keyword=value`.
    case parameterSyntax
    /// A value that the parameter does not allow.
    case parameterValue
    /// A parameter given twice.
    case parameterRepeated
    /// Parameters that exclude each other.
    case parameterConflict
    /// A parameter that is unknown, or not advertised.
    case parameterNotRecognized
    /// A declared size over the limit.
    case sizeTooLarge
    // Sequence and state
    /// A command that may not come now.
    case badSequence
    /// DATA or BDAT without an accepted recipient.
    case noValidRecipients
    /// More recipients than the limit.
    case tooManyRecipients
    /// A command that is not served.
    case notImplemented
    /// A command that needs TLS first.
    case tlsRequired
    /// A command that needs AUTH first.
    case authenticationRequired
    /// A mechanism that is not offered.
    case mechanismNotRecognized
    /// `*`: the client gives up.
    case authCancelled
    /// A line of an AUTH exchange that is not base64.
    case malformedBase64
    // Messages
    /// A message with a bare CR or LF.
    case bareLineBreakInMessage
    /// A message with a line of a dot and NULs, the end of data to whoever drops NUL.
    case disguisedEndOfData
    /// A message over the limit.
    case messageTooLarge
    /// Bytes above 0x7F in a message that was not announced so.
    case eightBitMessage
    /// A message with NUL.
    case nulInMessage
    /// A message with a line over the limit.
    case textLineTooLong
    /// A message whose last line has no CR LF.
    case unfinishedLine
    // Recorded dialogues
    /// A reply that cannot be read.
    case malformedReply
  }

  /// Whether the connection has to be closed after the reply, because what follows cannot be framed or is not
  /// meant for an SMTP server.
  public var closes: Bool {
    switch kind {
    case .bareLF, .lineUnterminated, .chunkSize, .crossProtocol, .tlsHello, .unexpectedProxy, .malformedProxy: true
    default: false
    }
  }

  /// The reply that the RFC asks for. Where it leaves a choice, as of 504 for 555, the caller may send another.
  public var suggestedReply: SMTPReply {
    let (code, subject, detail, text) = facts
    return SMTPReply(code, SMTPReply.Detail(subject, detail), text)
  }

  private var facts: (SMTPReply.Code, UInt16, UInt16, String) {
    switch kind {
    case .emptyCommand: (.syntaxError, 5, 2, "No command")
    case .unknownCommand: (.syntaxError, 5, 2, "Command not recognized")
    case .lineTooLong: (.syntaxError, 5, 2, "Line too long")
    case .lineUnterminated: (.syntaxError, 5, 2, "Line too long, closing connection")
    case .bareLF: (.syntaxError, 5, 2, "Bare LF in command, closing connection")
    case .bareLFInLine: (.syntaxError, 5, 2, "Bare LF in command")
    case .bareCR: (.syntaxError, 5, 2, "Bare CR in command")
    case .nul: (.syntaxError, 5, 2, "NUL in command")
    case .control: (.argumentError, 5, 4, "Control character in argument")
    case .crossProtocol: (.syntaxError, 5, 2, "This is SMTP, closing connection")
    case .tlsHello: (.syntaxError, 5, 2, "TLS is not spoken here yet, closing connection")
    case .unexpectedProxy: (.syntaxError, 5, 2, "No proxy expected, closing connection")
    case .malformedProxy: (.syntaxError, 5, 2, "Malformed PROXY header, closing connection")
    case .missingArgument: (.argumentError, 5, 4, "Argument missing")
    case .unexpectedArgument: (.argumentError, 5, 4, "No argument allowed")
    case .malformedArgument: (.argumentError, 5, 4, "Malformed argument")
    case .malformedDomain: (.argumentError, 5, 4, "Neither a domain nor an address literal")
    case .chunkSize: (.argumentError, 5, 4, "Unusable chunk size, closing connection")
    case .emptyChunk: (.userNotLocal, 5, 4, "Empty chunk")
    case .pathKeyword: (.argumentError, 5, 4, verb == .rcpt ? "TO: expected" : "FROM: expected")
    case .pathBracket: (.argumentError, 1, addressDetail, "Path must be in angle brackets")
    case .pathUnterminated: (.argumentError, 1, addressDetail, "Path is not closed")
    case .pathTooLong: (.argumentError, 1, addressDetail, "Path too long")
    case .nullForwardPath: (.argumentError, 1, addressDetail, "Recipient missing")
    case .sourceRoute: (.argumentError, 1, addressDetail, "Malformed source route")
    case .localPart: (.argumentError, 1, addressDetail, "Malformed local part")
    case .localPartTooLong: (.argumentError, 1, addressDetail, "Local part too long")
    case .domain: (.argumentError, 1, addressDetail, "Malformed domain")
    case .addressLiteral: (.argumentError, 1, addressDetail, "Malformed address literal")
    case .invalidUTF8: (.argumentError, 5, 2, "Not UTF-8")
    case .utf8Required: (verb == .rcpt ? .mailboxName : .refused, 6, 7, "Address needs SMTPUTF8")
    case .parameterSyntax: (.argumentError, 5, 4, "Malformed parameter")
    case .parameterValue: (.argumentError, 5, 4, "Malformed parameter value")
    case .parameterRepeated: (.argumentError, 5, 4, "Parameter given twice")
    case .parameterConflict: (.argumentError, 5, 4, "Parameters exclude each other")
    case .parameterNotRecognized: (.parameterNotRecognized, 5, 4, "Parameter not recognized")
    case .sizeTooLarge: (.storageExceeded, 3, 4, "Message size exceeds the limit")
    case .badSequence: (.badSequence, 5, 1, "Bad sequence of commands")
    case .noValidRecipients: (.failed, 5, 1, "No valid recipients")
    case .tooManyRecipients: (.insufficientStorage, 5, 3, "Too many recipients")
    case .notImplemented: (.notImplemented, 5, 1, "Command not implemented")
    case .tlsRequired: (.accessDenied, 7, 0, "Must issue a STARTTLS command first")
    case .authenticationRequired: (.accessDenied, 7, 0, "Authentication required")
    case .mechanismNotRecognized: (.parameterNotImplemented, 5, 4, "Mechanism not recognized")
    case .authCancelled: (.argumentError, 7, 0, "Authentication cancelled")
    case .malformedBase64: (.argumentError, 5, 2, "Malformed base64")
    case .bareLineBreakInMessage: (.refused, 6, 0, "Message holds a bare CR or LF")
    case .disguisedEndOfData: (.refused, 6, 0, "Message holds a lone dot among NULs")
    case .messageTooLarge: (.storageExceeded, 3, 4, "Message size exceeds the limit")
    case .eightBitMessage: (.failed, 6, 1, "Message holds 8-bit bytes without BODY=8BITMIME")
    case .nulInMessage: (.failed, 6, 0, "Message holds NUL")
    case .textLineTooLong: (.failed, 6, 0, "Message holds a line over the limit")
    case .unfinishedLine: (.failed, 6, 0, "Message does not end in CR LF")
    case .malformedReply: (.failed, 5, 2, "Malformed reply")
    }
  }

  /// X.1.7 is about the sender's address, X.1.3 about a recipient's (RFC 3463 section 3.2).
  private var addressDetail: UInt16 { verb == .rcpt ? 3 : 7 }
}
