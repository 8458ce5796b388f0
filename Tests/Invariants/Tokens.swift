import MailTestSupport

/// What the bytes of a mapped input stand for: pieces of mail, among them the traps of `HOSTILE.md`.
public enum Tokens {
  static let message = MailGenerator.pieces(boundaries: ["b", "bb", "c", "b--"])

  static let header = [
    "From: ", "To: ", "Cc: ", "Subject: ", "Date: ", "Message-ID: ", "References: ", "Received: ", "Return-Path: ",
    "Content-Type: ", "Content-Disposition: ", "Content-Transfer-Encoding: ", "Content-ID: ", "Content-Language: ",
    "MIME-Version: 1.0", "List-ID: ", "List-Post: ", "Authentication-Results: ", "X-A: ", "\n", "\n", "\n ", "\n\t",
    "<a@b.example>", "a", " ", "\t", "Thu, ", "1 ", "31 ", "Jan ", "2026 ", "99 ", "10:00:00 ", "23:59:60 ", "+0100",
    "-0000",
    "GMT", "EST", "from ", "by ", "with ESMTP ", "for ", "id ", ";", ",", ":", "(", ")", "\\", "\"", "<", ">", "@",
    "[", "]",
    "=", "/", "<mailto:", "?", "NO", "dkim=pass", "spf=fail", " reason=", "header.d=", "base64", "quoted-printable",
    "text/plain", "multipart/mixed", "boundary=b", "filename=\"a.txt\"", "attachment", "inline", "en-GB", "\u{E9}",
    "\0",
    "\u{2028}", "=?utf-8?q?a?=", "0", "1", ".", "\r",
  ]

  static let addresses = [
    "a", "b", "Ann", " ", " ", "\t", "\n ", ",", ",", ";", ":", "<", ">", "@", "@", "(", ")", "\"", "\\", "[", "]",
    ".", "..",
    "-", "a@b.example", "<a@b.example>", "\"q\"@b.example", "a@[127.0.0.1]", "a@[IPv6:::1]", "<@x,@y:a@b.example>",
    "Friends:", "undisclosed-recipients:;", "=?utf-8?q?a=40b?=", "=?utf-8?b?QUBC?=", "\u{E9}", "\u{202E}", "\0", "\r",
    "/",
    "a@xn--0.example", " at ", " dot ", "\u{FF20}", "%", "!", "|", "mailto:", "'", "=",
  ]

  public static let parameters = [
    "text", "multipart", "message", "/", "plain", "mixed", "rfc822", ";", ";", "; ", " ", "\t", "\n ", "=", "=", "\"",
    "\"", "\\", "(",
    ")", ",", "*", "*0", "*1", "*2", "*10", "*0*", "*1*", "*00", "'", "''", "utf-8'en'", "us-ascii''", "%", "%41",
    "%C3%A9",
    "%0D%0A", "%zz", "name", "filename", "boundary", "charset", "Boundary", "bound", "a", "b", "\u{E9}", "\0", "\r",
    "?",
    "=?utf-8?q?a?=", "attachment", "inline", "utf-8", "x", "--", ".exe", ".txt", "/", "\u{202E}", "<", ">", "@", "[",
    "]",
    "filename*=utf-8''a", "name=a", "; boundary=b", "; boundary=\"b \"", "; boundary=c",
  ]

  static let words = [
    "=?", "?=", "?", "=", "=?utf-8?q?", "=?utf-8?b?", "=?iso-8859-1?Q?", "=?utf-8*en?q?", "=?iso-2022-jp?b?",
    "=?iso-2022-jp?q?", "=?x?q?", "=?utf-7?q?", "a", "b", "_", "=C3", "=A9", "=E9", "=c3", "=0D=0A", "=00", "=3D=3F",
    "QUJD", "QQ==",
    "QQ", "w6k=", " ", " ", "\t", "\n ", "\n", "\r", "(", ")", "\"", "\u{E9}", "\u{1B}$B", "\u{1B}(B", "$", "+AGE-",
    "\0", ",", "<", ">",
  ]

  static let bodies = [
    "QUJD", "QUI=", "QQ==", "Q", "=", "==", "-_", "=41", "=4", "=e9", "=E9", "=\n", "= \n", "=\t\n", " ", "  ", "\t",
    "\n", "\n", "\r",
    "\r\r\n", "\n\r", "a", "!", "begin 644 a\n", "begin-base64 644 a\n", "end\n", "`\n", "#0V%T\n", "M", "$",
    "====\n",
    "=ybegin line=128 size=3 name=a\n", "=yend size=3\n", "=yend size=3 crc32=00000000\n", "=ypart begin=1 end=3\n",
    "=ybegin part=1 line=128 size=3 name=a\n", "=}", "=y", "..", ".", "\u{E9}", "\0", "From ", "-- \n", "------",
    "\u{FF}",
  ]

  static let charsets = [
    "a", "b", " ", "\n", "\u{E9}", "\u{20AC}", "\u{1F600}", "\u{FEFF}", "\u{FFFD}", "\u{1B}$B", "\u{1B}(B",
    "\u{1B}(J", "\u{1B}$)C", "\u{0E}",
    "\u{0F}", "+", "-", "+AGE-", "+-", "~{", "~}", "~", "$", "!", "0", "\0", "\0a", "\u{7F}", "\u{80}", "\u{300}",
    "\u{10FFFF}", "\\", "=",
  ]

  static let smtpClient = [
    "EHLO client.example\r\n", "HELO a\r\n", "LHLO a\r\n", "MAIL FROM:<a@b.example>\r\n", "RCPT TO:<c@d.example>\r\n",
    "RCPT TO:<bad@d.example>\r\n", "DATA\r\n", "BDAT 3\r\n", "BDAT 5 LAST\r\n", "BDAT 0 LAST\r\n", "RSET\r\n",
    "NOOP\r\n", "QUIT\r\n",
    "STARTTLS\r\n", "AUTH PLAIN\r\n", "AUTH LOGIN\r\n", "AUTH PLAIN AGEAYg==\r\n", "AUTH PLAIN =\r\n", "QQ==\r\n",
    "*\r\n", "VRFY a\r\n",
    "EXPN a\r\n", "HELP\r\n", "ETRN a.example\r\n", "XCLIENT NAME=a\r\n", "XFORWARD NAME=a\r\n",
    "BURL imap://a LAST\r\n",
    "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n", "PROXY UNKNOWN\r\n", "\r\n.\r\n", ".\r\n", "\r\n", "\r", "\n", ".",
    "..", "\n.\n", "\r.\r",
    "\n.\r\n", "MAIL FROM:", "RCPT TO:", "<", ">", "<>", "<Postmaster>", "a", "@", "b.example", "\"a b\"",
    "[127.0.0.1]",
    "[IPv6:::1]", "<@x.example:a@b.example>", " ", "\t", " SIZE=3", " BODY=8BITMIME", " BODY=BINARYMIME", " SMTPUTF8",
    " RET=FULL", " ENVID=a+2B", " NOTIFY=NEVER", " ORCPT=rfc822;a@b", " AUTH=<>", " BY=1;R", " MT-PRIORITY=1",
    " HOLDFOR=1",
    " REQUIRETLS", " =", "=", "+", ":", "\u{E9}", "\0", "\u{FEFF}", "Subject: a\r\n", "GET / HTTP/1.1\r\n",
    "\u{16}\u{3}\u{1}", "data\r\n",
    "ehlo a\r\n", "MAIL FROM: <a@b.example>\r\n", "C: ", "S: ", "BDAT 18446744073709551616\r\n", "BDAT -1\r\n",
  ]

  static let smtpData = [
    "\r", "\n", ".", "\0", "a", "\r\n", "\r\n.\r\n", "\r\n..", "\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r",
    "\r\r\n", "\u{E9}",
    "MAIL FROM:<a@b.example>\r\n", "QUIT\r\n", "Subject: a\r\n", String(repeating: "a", count: 998),
    String(repeating: "a", count: 1_000), "..", ".\r\n",
  ]

  static let smtpServer = [
    "220 a\r\n", "220-a\r\n", "220 \r\n", "220\r\n", "250 ok\r\n", "250-a\r\n", "250 2.1.0 ok\r\n", "250-2.1.0 a\r\n",
    "250-PIPELINING\r\n",
    "250-STARTTLS\r\n", "250-CHUNKING\r\n", "250-AUTH LOGIN PLAIN\r\n", "250-SIZE 100\r\n", "250 AUTH=LOGIN\r\n",
    "354 go\r\n", "334 QQ==\r\n",
    "334 \r\n", "334 !\r\n", "235 2.7.0 in\r\n", "421 bye\r\n", "221 bye\r\n", "451 no\r\n", "452 4.2.2 full\r\n",
    "550 5.1.1 no\r\n",
    "550-5.1.1 no\r\n", "550 4.1.1 no\r\n", "500\r\n", "100 a\r\n", "600 a\r\n", "25", "0", "2", "5", "-", " ", "\t",
    "\r", "\n", "\r\n", "a", ".",
    "5.1.1 ", "\0", "\u{E9}", "S: ", "C: ", "\\", "250-LIMITS RCPTMAX=1\r\n", String(repeating: "a", count: 600),
  ]

  static let mbox = [
    "From a@example.org Thu Jan  1 00:00:00 1970\n", "From a Thu Jan  1 00:00:00 1970\n", "From ", ">From ",
    ">>From ",
    ">From a@example.org Thu Jan  1 00:00:00 1970\n", "\n", "\n", "\n\n", "\r", "Subject: a\n", "Content-Length: 0\n",
    "Content-Length: 5\n",
    "Content-Length: 80\n", "Content-Length: 99999999999999999999\n", "Lines: 1\n", "text\n", "a", " ", "\u{E9}",
    "\0", ">", "From a\n",
    "From \"a b\"@example.org Thu Jan  1 00:00:00 1970\n", "Thu Jan  1 00:00:00 1970\n", "content-length: 10\n",
  ]
}
