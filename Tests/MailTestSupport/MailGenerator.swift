/// Makes mail-like bytes at random: pieces of headers and multiparts in an order that no mailer would choose.
///
/// Random bytes hardly ever look like mail, and well-formed mail hardly ever finds a bug; this is between the two.
public struct MailGenerator: Sendable {
  private var random: SeededRandom

  public init(seed: UInt64) {
    random = SeededRandom(seed: seed)
  }

  private static let pieces = [
    "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: multipart/digest; boundary=\"b\"\n",
    "Content-Type: multipart/alternative; boundary=bb\r\n", "Content-Type: message/rfc822\r\n",
    "content-type: text/plain; charset=utf-8\n", "Content-Transfer-Encoding: base64\r\n",
    "Content-Transfer-Encoding: quoted-printable\n", "Subject: a\r\n b\r\n", "From: a@b.example\r\n", "X : y\n",
    "\r\n", "\n", "\r\n\r\n", "\n\n", "--b\r\n", "--b\n", "--b--\r\n", "--b--\n", "--b-- \t\r\n", "--bb\r\n",
    "--bb--\n", "--b", "--", "-", "\r", "\n--b", "\r\n--b--", "\r\n--bb", "--bbb\r\n", " ", "\t", "text\r\n", "text",
    "\u{E9}\n", "\0", ":", "no field\r\n", ">From x\n", "From x\n", "=\r\n", "=41", "QUJD\r\n", "--b x\r\n", "\r\r\n",
  ]

  /// Between 0 and `count` pieces.
  public mutating func message(upTo count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    if Bool.random(using: &random) {
      bytes += "Content-Type: multipart/mixed; boundary=b\r\n\r\n".utf8
    }
    for _ in 0..<Int.random(in: 0...count, using: &random) {
      bytes += (Self.pieces.randomElement(using: &random) ?? "").utf8
    }
    return bytes
  }

  /// Random cuts of the bytes.
  public mutating func chunks(_ bytes: [UInt8], longest: Int = 7) -> [[UInt8]] {
    Splits.random(bytes, longest: longest, using: &random)
  }
}
