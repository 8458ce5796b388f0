internal import WireBytes

/// A reply of a server: a code, an enhanced status code perhaps, and lines of text (RFC 5321 section 4.2).
///
///     SMTPReply(.ok, SMTPReply.Detail(1, 0), "Sender ok")      250 2.1.0 Sender ok CR LF
///
/// No value of this type goes out as anything but a well-formed reply: the code is one of 200-599, the enhanced
/// code's class is the code's own and it stands on every line (RFC 2034 section 4), a line break in the text begins
/// a new reply line, any other control byte becomes a space, and a line that would pass 512 octets is continued on
/// the next.
public struct SMTPReply: Sendable, Hashable {
  /// The three digits.
  public let code: Code
  /// The enhanced status code without its class, which is the code's first digit.
  public let detail: Detail?
  /// The text of each line, without code and enhanced code; never empty, though a line may be.
  public let lines: [String]
  /// What was odd about a reply that was read.
  public let notes: Notes

  /// A reply to send.
  ///
  /// - Parameters:
  ///   - code: its three digits.
  ///   - detail: left out of replies that have none: every 3yz, and the answers to the greeting, EHLO and HELO.
  ///   - text: a line break begins another line.
  public init(_ code: Code, _ detail: Detail? = nil, _ text: String = "") {
    self.code = code
    self.detail = code.severity == 3 ? nil : detail
    self.lines = SMTPReply.cleaned(text)
    self.notes = []
  }

  /// A reply to send, of several lines.
  public init(_ code: Code, _ detail: Detail? = nil, lines: [String]) {
    self.init(code, detail, lines.joined(separator: "\n"))
  }

  init(parsed code: Code, _ detail: Detail?, lines: [String], notes: Notes) {
    self.code = code
    self.detail = detail
    self.lines = lines
    self.notes = notes
  }

  /// The lines as one text.
  public var text: String { lines.joined(separator: "\n") }

  /// The enhanced status code as it is written, `5.1.1`, or nil.
  public var enhancedStatus: String? {
    detail.map { "\(code.severity).\($0.subject).\($0.detail)" }
  }

  /// Whether what was asked is done or may go on: 2yz or 3yz.
  public var isPositive: Bool { code.severity == 2 || code.severity == 3 }

  /// Adds the reply, CR LF and all, to `output`.
  public func write(into output: inout [UInt8]) {
    let status = enhancedStatus.map { $0 + " " } ?? ""
    // 512 octets with code, separator and CR LF (RFC 5321 section 4.5.3.1.5).
    let room = 512 - 3 - 1 - 2 - status.utf8.count
    var pieces: [Substring] = []
    for line in lines { SMTPReply.split(line, room: room, into: &pieces) }
    for (index, piece) in pieces.enumerated() {
      let prefix = "\(code.value)" + (index == pieces.count - 1 ? " " : "-") + status
      output.append(contentsOf: prefix.utf8)
      output.append(contentsOf: piece.utf8)
      output.append(ASCII.cr)
      output.append(ASCII.lf)
    }
  }

  private static func split(_ line: String, room: Int, into pieces: inout [Substring]) {
    var rest = Substring(line)
    while rest.utf8.count > room {
      // Never inside a UTF-8 sequence: back to a scalar's first byte.
      var cut = rest.utf8.index(rest.utf8.startIndex, offsetBy: room)
      while rest.utf8[cut] & 0xC0 == 0x80 { cut = rest.utf8.index(before: cut) }
      pieces.append(rest[..<cut])
      rest = rest[cut...]
    }
    pieces.append(rest)
  }

  private static func cleaned(_ text: String) -> [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == ASCII.cr || byte == ASCII.lf && previous != ASCII.cr {
        lines.append(String(decoding: line, as: UTF8.self))
        line.removeAll(keepingCapacity: true)
      } else if byte != ASCII.lf {
        let isText = byte == ASCII.tab || byte >= ASCII.space && byte != 0x7F
        line.append(isText ? byte : ASCII.space)
      }
      previous = byte
    }
    lines.append(String(decoding: line, as: UTF8.self))
    return lines
  }
}

extension SMTPReply {
  /// A reply code, 100 to 599.
  public struct Code: Sendable, Hashable {
    /// The number.
    public let value: UInt16

    /// A code to send, or nil outside 200-599.
    public init?(_ value: Int) {
      guard 200...599 ~= value else { return nil }
      self.value = UInt16(value)
    }

    init(known value: UInt16) {
      self.value = value
    }

    /// The first digit: 2 done, 3 go on, 4 not now, 5 no (RFC 5321 section 4.2.1).
    public var severity: UInt16 { value / 100 }

    /// 211: the system's status, or help
    public static let status = Code(known: 211)
    /// 214: an answer to HELP
    public static let help = Code(known: 214)
    /// 220: the greeting; go ahead with TLS
    public static let ready = Code(known: 220)
    /// 221: an answer to QUIT
    public static let closing = Code(known: 221)
    /// 235: AUTH has succeeded (RFC 4954 section 6)
    public static let authenticated = Code(known: 235)
    /// 250: done
    public static let ok = Code(known: 250)
    /// 251: the recipient is not here, the message is forwarded
    public static let willForward = Code(known: 251)
    /// 252: not verified, but the message is taken
    public static let cannotVerify = Code(known: 252)
    /// 334: the next line of an AUTH exchange (RFC 4954 section 4)
    public static let challenge = Code(known: 334)
    /// 354: send the message
    public static let startMail = Code(known: 354)
    /// 421: the connection is closing
    public static let notAvailable = Code(known: 421)
    /// 450: the mailbox is not available now
    public static let mailboxBusy = Code(known: 450)
    /// 451: an error in processing
    public static let localError = Code(known: 451)
    /// 452: no room, or too many recipients
    public static let insufficientStorage = Code(known: 452)
    /// 454: AUTH or TLS is not available now
    public static let temporaryAuthenticationFailure = Code(known: 454)
    /// 500: the command is not recognised, or too long
    public static let syntaxError = Code(known: 500)
    /// 501: an argument is wrong
    public static let argumentError = Code(known: 501)
    /// 502: the command is not implemented
    public static let notImplemented = Code(known: 502)
    /// 503: the command may not come now
    public static let badSequence = Code(known: 503)
    /// 504: the argument is not implemented
    public static let parameterNotImplemented = Code(known: 504)
    /// 530: authentication or TLS is needed first
    public static let accessDenied = Code(known: 530)
    /// 535: the credentials are wrong
    public static let authenticationFailed = Code(known: 535)
    /// 550: no such mailbox, or against policy
    public static let refused = Code(known: 550)
    /// 551: the recipient is not here
    public static let userNotLocal = Code(known: 551)
    /// 552: the message is too large
    public static let storageExceeded = Code(known: 552)
    /// 553: the mailbox name is not allowed
    public static let mailboxName = Code(known: 553)
    /// 554: the transaction has failed
    public static let failed = Code(known: 554)
    /// 555: a parameter of MAIL or RCPT is not recognised
    public static let parameterNotRecognized = Code(known: 555)
  }

  /// The subject and detail of an enhanced status code (RFC 3463 section 2): each 0-999.
  public struct Detail: Sendable, Hashable {
    /// What it is about: 1 addresses, 2 mailboxes, 3 the mail system, 4 the network, 5 the protocol, 6 content,
    /// 7 security and policy.
    public let subject: UInt16
    /// What happened to it.
    public let detail: UInt16

    /// Numbers over 999 become 0, "other or undefined status".
    public init(_ subject: UInt16, _ detail: UInt16) {
      self.subject = subject > 999 ? 0 : subject
      self.detail = detail > 999 ? 0 : detail
    }
  }

  /// What was odd about a reply that was read, though it could be read.
  public struct Notes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// An enhanced code whose class is not the reply's: it was left out.
    public static let classDisagrees = Notes(rawValue: 1 << 0)
    /// Lines with different enhanced codes, or lines without one: the last line's is taken.
    public static let enhancedCodesDiffer = Notes(rawValue: 1 << 1)
    /// A line that ended in a bare LF.
    public static let bareLF = Notes(rawValue: 1 << 2)
    /// A TAB after the code.
    public static let tabAfterCode = Notes(rawValue: 1 << 3)
    /// A line over 512 octets.
    public static let longLine = Notes(rawValue: 1 << 4)
    /// A 1yz code of an older standard.
    public static let preliminary = Notes(rawValue: 1 << 5)
  }
}
