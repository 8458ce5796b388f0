/// Inputs made to exhaust a parser: the catalogue of `HOSTILE.md` section 2, each as a function of the size.
public struct Generator: Sendable {
  /// The number in the catalogue and a word.
  public let name: String
  /// What is done with the input.
  let operation: Operation
  private let prefix: String
  private let unit: @Sendable (Int) -> String
  private let suffix: String

  init(
    _ name: String, _ operation: Operation, prefix: String = "", suffix: String = "",
    unit: @escaping @Sendable (Int) -> String
  ) {
    self.name = name
    self.operation = operation
    self.prefix = prefix
    self.unit = unit
    self.suffix = suffix
  }

  init(_ name: String, _ operation: Operation, prefix: String = "", _ unit: String, suffix: String = "") {
    self.init(name, operation, prefix: prefix, suffix: suffix) { _ in unit }
  }

  /// An input of about so many bytes.
  public func input(bytes: Int) -> [UInt8] {
    var result = Array(prefix.utf8)
    result.reserveCapacity(bytes + 1_024)
    var number = 0
    while result.count + suffix.utf8.count < bytes {
      result += unit(number).utf8
      number += 1
    }
    return result + suffix.utf8
  }

  /// An input of so many units.
  func input(units: Int) -> [UInt8] {
    var result = Array(prefix.utf8)
    for number in 0..<units { result += unit(number).utf8 }
    return result + suffix.utf8
  }
}

extension Generator {
  private static let base64 = "Content-Transfer-Encoding: base64\r\n\r\n"
  private static let quoted = "Content-Transfer-Encoding: quoted-printable\r\n\r\n"

  private static func multipart(_ boundary: String) -> String {
    "Content-Type: multipart/mixed; boundary=\(boundary)\r\n\r\n--\(boundary)\r\n"
  }

  private static let sixtyFour = (0..<64).map { multipart("b\($0)") }.joined()
  private static let sixtyFourPrefixes = (0..<64).map { multipart(String(repeating: "a", count: $0 + 1)) }.joined()
  private static let a69 = String(repeating: "a", count: 69)

  /// Structure.
  private static let structure = [
    Generator("R-1 nested multiparts", .message) { multipart("b\($0)") },
    Generator("R-1 nested, no limit", .unlimited) { multipart("b\($0)") },
    Generator("R-1 nested, one name", .unlimited, multipart("b")),
    Generator("R-2 64 levels", .message, prefix: sixtyFour, "--x\r\n"),
    Generator("R-3 64 prefixes", .message, prefix: sixtyFourPrefixes, "--\(a69)a\r\n"),
    Generator("R-4 nested messages", .message, "Content-Type: message/rfc822\r\n\r\n"),
    Generator("R-4 nested, no limit", .unlimited, "Content-Type: message/rfc822\r\n\r\n"),
    Generator("R-5 parts", .message, prefix: "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\n\r\n"),
    Generator("R-5 parts, no limit", .unlimited, prefix: multipart("b"), "--b\r\n\r\n\r\n"),
    Generator(
      "R-5 digest, no limit", .unlimited, prefix: "Content-Type: multipart/digest; boundary=b\r\n\r\n",
      "--b\r\n\r\n\r\n"),
    Generator("R-6 fields of one name", .unlimited, "X: a\r\n"),
    Generator("R-6 fields of many names", .unlimited) { "X\($0): a\r\n" },
    Generator("R-6 From fields", .unlimited, "From: a@b.example\r\n"),
    Generator("R-6 Content-Type fields", .unlimited, "Content-Type: a/b; c=d\r\n"),
    Generator("R-23 nearly delimiters", .message, prefix: multipart("\(a69)a"), "\r\n--\(a69)b"),
    Generator("R-24 CR", .message, "\r"),
    Generator("R-24 LF", .message, "\n"),
    Generator("R-24 CR LF", .message, "\r\n"),
    Generator("R-24 CR CR LF", .message, "\r\r\n"),
    Generator("R-27 NUL in the header", .message, "\0"),
    Generator("R-27 defects", .unlimited, "X\0: y\r\n"),
    Generator("R-33 two boundaries each", .unlimited) {
      "Content-Type: multipart/mixed; boundary=b\($0); boundary=c\($0)\r\n\r\n--b\($0)\r\n"
    },
  ]

  /// Header fields.
  private static let fields = [
    Generator("R-7 folds", .message, prefix: "Subject: a", "\r\n a"),
    Generator("R-8 one long line", .message, prefix: "X: ", "a"),
    Generator("R-9 addresses", .message, prefix: "To: ", "a@b,"),
    Generator("R-9 display names", .message, prefix: "To: ", "Ann <a@b>, "),
    Generator("R-10 comments in one another, open", .message, prefix: "From: ", "("),
    Generator("R-10 comments in the address", .message, prefix: "From: a", "(", suffix: "@b"),
    Generator("R-11 comments in a row", .message, prefix: "From: a", "(x)b", suffix: "@c"),
    Generator("R-12 comments among parameters", .message, prefix: "Content-Type: text/plain; ", "("),
    Generator("R-12 comments and semicolons", .message, prefix: "Content-Type: text/plain", ";(a"),
    Generator("R-13 words", .message, prefix: "From: ", "a ", suffix: "<a@b>"),
    Generator("R-13 dotted words", .message, prefix: "From: ", "a. ", suffix: "<a@b>"),
    Generator("R-14 a@a@a@", .message, prefix: "From: ", "a@"),
    Generator("R-14 <<<", .message, prefix: "From: ", "<"),
    Generator("R-14 <a@ <a@", .message, prefix: "From: ", "<a@ "),
    Generator("R-15 domain literal", .message, prefix: "From: a@[", "1", suffix: "]"),
    Generator("R-15 quoted local part", .message, prefix: "From: \"", "\\a", suffix: "\"@b"),
    Generator("R-15 open quotes", .message, prefix: "From: ", "\"a\" "),
    Generator("R-16 groups", .message, prefix: "To: ", "g:"),
    Generator("R-16 route", .message, prefix: "To: <", "@a,", suffix: ":b@c>"),
    Generator("R-17 =?", .message, prefix: "Subject: ", "=?"),
    Generator("R-17 =?utf-8?q?", .message, prefix: "Subject: ", "=?utf-8?q?"),
    Generator("R-17 ?=", .message, prefix: "Subject: ", "?="),
    Generator("R-17 in an address", .message, prefix: "From: ", "=?utf-8?q?"),
    Generator("R-18 words side by side", .message, prefix: "Subject: ", "=?utf-8?q?a?= "),
    Generator("R-18 of two charsets", .message, prefix: "Subject: ", "=?utf-8?q?a?= =?iso-2022-jp?b?GyRC?= "),
    Generator("R-18 in a display name", .message, prefix: "From: ", "=?utf-8?q?a?= ", suffix: "<a@b>"),
    Generator("R-19 parameters", .message, prefix: "Content-Type: a/b") { "; p\($0)=v" },
    Generator("R-19 open quotes", .message, prefix: "Content-Type: a/b; a=\"", ";"),
    Generator("R-19 semicolons", .message, prefix: "Content-Type: a/b", ";"),
    Generator("R-19 parameters of one name", .unlimited, prefix: "Content-Type: a/b", "; a=b"),
    Generator("R-20 sections", .unlimited, prefix: "Content-Type: a/b") { "; a*\($0)=v" },
    Generator("R-20 sections, one number", .unlimited, prefix: "Content-Type: a/b", "; a*0=v"),
    Generator("R-20 sections backwards", .unlimited, prefix: "Content-Type: a/b") { "; a*\(99 - $0 % 100)=v" },
    Generator("R-20 sections of many names", .unlimited, prefix: "Content-Type: a/b") { "; a\($0)*0=v" },
    Generator("R-25 Received, comments", .message, prefix: "Received: from a by b; ", "("),
    Generator("R-25 Received, by", .message, prefix: "Received: ", "by "),
    Generator("R-25 Received, for", .message, prefix: "Received: ", "for <a@b> "),
    Generator("R-34 date", .message, prefix: "Date: ", "("),
    Generator("R-34 date, words", .message, prefix: "Date: ", "Jan 1 "),
    Generator("R-35 message ids", .message, prefix: "References: ", "<a@b> "),
    Generator("R-35 open message ids", .message, prefix: "References: ", "<\"a "),
    Generator("R-35 results", .message, prefix: "Authentication-Results: a", "; dkim=pass (c) header.d=e"),
    Generator("R-35 list", .message, prefix: "List-Post: ", "<mailto:a>, "),
    Generator("R-35 language", .message, prefix: "Content-Language: ", "en, "),
  ]

  /// Bodies.
  private static let bodies = [
    Generator("R-21 base64, !", .message, prefix: base64, "!"),
    Generator("R-21 base64, short lines", .message, prefix: base64, "Q\r\n"),
    Generator("R-21 base64, =", .message, prefix: base64, "="),
    Generator("R-22 quoted-printable, =", .message, prefix: quoted, "="),
    Generator("R-22 quoted-printable, blanks", .message, prefix: quoted, " ", suffix: "x"),
    Generator("R-22 quoted-printable, soft breaks", .message, prefix: quoted, "=\r\n"),
    Generator(
      "R-22 quoted-printable, a and blanks", .message, prefix: quoted, "a" + String(repeating: " ", count: 100)),
    Generator(
      "R-26 ISO-2022-JP", .message, prefix: "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n",
      "\u{1B}$B\u{1B}(B"),
    Generator("R-26 UTF-7", .message, prefix: "Content-Type: text/plain; charset=utf-7\r\n\r\n", "+-"),
    Generator(
      "R-26 malformed UTF-8", .message, prefix: "Content-Type: text/plain; charset=utf-16\r\n\r\n", "\u{DB}\u{FF}"),
    Generator("R-27 bad base64", .message, prefix: base64, "!Q="),
    Generator(
      "R-27 uuencode", .message, prefix: "Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n", "M\r\n"),
    Generator(
      "R-27 yEnc", .message, prefix: "Content-Transfer-Encoding: x-yenc\r\n\r\n=ybegin line=1 size=1 name=a\r\n",
      "=}="),
    Generator("R-27 flowed", .message, prefix: "Content-Type: text/plain; format=flowed\r\n\r\n", "> a \r\n"),
  ]

  /// SMTP and mailboxes.
  private static let dialogues = [
    Generator("R-28 a line without end, byte by byte", .serverByteByByte, "a"),
    Generator("R-28 CR, byte by byte", .serverByteByByte, "\r"),
    Generator("R-28 commands, byte by byte", .serverByteByByte, "NOOP\r\n"),
    Generator("R-29 pipeline", .server, "NOOP\r\n"),
    Generator(
      "R-29 recipients", .server, prefix: "EHLO a\r\nMAIL FROM:<a@b.example>\r\n", "RCPT TO:<a@b.example>\r\n"),
    Generator(
      "R-29 refused recipients", .server, prefix: "EHLO a\r\nMAIL FROM:<a@b.example>\r\n", "RCPT TO:<a@>\r\n"),
    Generator("R-29 parameters", .server, prefix: "EHLO a\r\nMAIL FROM:<a@b.example>", " X=1"),
    Generator("R-29 route", .server, prefix: "EHLO a\r\nMAIL FROM:<", "@a.example,"),
    Generator(
      "R-30 tiny chunks", .server, prefix: "EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<a@b.example>\r\n",
      "BDAT 1\r\na"),
    Generator(
      "R-30 dots", .server, prefix: "EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n", "..\r\n"
    ),
    Generator(
      "R-30 dots, byte by byte", .serverByteByByte,
      prefix: "EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n", "..\r\n"),
    Generator("R-30 reply lines", .replies, "250-a\r\n"),
    Generator("R-30 replies", .replies, "250 2.1.0 a\r\n"),
    Generator("R-30 transcript", .transcript, "NOOP\r\n"),
    Generator(
      "R-30 transcript, DATA", .transcript, "MAIL FROM:<a@b.example>\r\nRCPT TO:<a@b.example>\r\nDATA\r\na\r\n.\r\n"),
    Generator("R-32 From lines", .mbox, "From a\n"),
    Generator("R-32 messages", .mbox, "From a@b.example Thu Jan  1 00:00:00 1970\n\n"),
    Generator(
      "R-32 lies about the length", .mbox,
      "From a@b.example Thu Jan  1 00:00:00 1970\nContent-Length: 100000\n\na\n\n"),
  ]

  /// All of the catalogue but R-31, a bomb in gzip, which GunzipTests drops.
  public static let all = structure + fields + bodies + dialogues

  /// Whether the input is nested as deep as it is long.
  var isDeep: Bool {
    ["R-1 nested, no limit", "R-4 nested, no limit", "R-16 groups", "R-34 date"].contains(name)
      || name.hasPrefix("R-10") || name.hasPrefix("R-12") || name.hasPrefix("R-25 Received, comments")
  }
}
