internal import WireBytes

/// A mailbox of the envelope, `Local-part "@" ( Domain / address-literal )` (RFC 5321 section 4.1.2).
///
///     "a b"@c.d      localPart `a b`, encodedLocalPart `"a b"`, domain `c.d`
///
/// A value can only be had from well-formed text, so it can hold no CR, LF or other control byte, and what it
/// writes is one path. Quoting is kept, so that the address goes out again as it came.
public struct SMTPMailbox: Sendable, Hashable {
  /// The local part as it is sent, with its quotes if it has them.
  public let encodedLocalPart: String
  /// The domain or address literal as it is sent.
  public let domain: String
  /// Whether it needs SMTPUTF8 (RFC 6531).
  public let isInternationalized: Bool

  init(encodedLocalPart: String, domain: String, isInternationalized: Bool) {
    self.encodedLocalPart = encodedLocalPart
    self.domain = domain
    self.isInternationalized = isInternationalized
  }

  /// The mailbox that `text` is, without brackets.
  public init(_ text: String, leniency: SMTPLeniency = .strict) throws(SMTPSyntaxError) {
    let bytes = Array("<\(text)>".utf8)
    var cursor = ByteCursor(bytes.span)
    var parser = SMTPPathParser(isForward: true, leniency: leniency)
    let path = try parser.parse(&cursor)
    try path.check(SMTPLimits())
    let isWhole = cursor.isAtEnd
    guard isWhole, path.route.isEmpty, let mailbox = path.mailbox(in: bytes.span) else {
      throw SMTPSyntaxError(.domain, at: 0..<text.utf8.count)
    }
    self = mailbox
  }

  /// The mailbox of a local part, quoted if it needs it, and a domain.
  public init(localPart: String, domain: String) throws(SMTPSyntaxError) {
    let isAtom = !localPart.isEmpty && localPart.utf8.allSatisfy { ByteClass.atext8.contains($0) || $0 == ASCII.dot }
    let dots = localPart.hasPrefix(".") || localPart.hasSuffix(".") || localPart.utf8.hasDoubleDot
    if isAtom && !dots {
      try self.init("\(localPart)@\(domain)")
    } else {
      var quoted = ""
      for scalar in localPart.unicodeScalars {
        if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
        quoted.unicodeScalars.append(scalar)
      }
      try self.init("\"\(quoted)\"@\(domain)")
    }
  }

  /// The local part with its quoting undone.
  public var localPart: String {
    guard encodedLocalPart.utf8.first == ASCII.quote else { return encodedLocalPart }
    var text: [UInt8] = []
    var isEscaped = false
    for byte in encodedLocalPart.utf8.dropFirst().dropLast() {
      if byte == ASCII.backslash && !isEscaped {
        isEscaped = true
      } else {
        text.append(byte)
        isEscaped = false
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension SMTPMailbox: CustomStringConvertible {
  /// The mailbox as it is sent, without brackets.
  public var description: String { "\(encodedLocalPart)@\(domain)" }
}

extension String.UTF8View {
  fileprivate var hasDoubleDot: Bool {
    var previous: UInt8 = 0
    for byte in self {
      if byte == ASCII.dot && previous == ASCII.dot { return true }
      previous = byte
    }
    return false
  }
}
