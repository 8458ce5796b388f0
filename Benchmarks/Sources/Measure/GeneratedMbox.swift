import SystemPackage

/// An mbox of ordinary messages: mostly a few KB of text, one in eight with an attachment, one in 1,024 with a big one.
struct GeneratedMbox {
  /// How many messages were written.
  private(set) var messageCount = 0
  /// How many bytes were written.
  private(set) var count = 0

  private var text = GeneratedText(seed: 2026)
  private static let lineEnd: [UInt8] = [0x0A]

  /// Writes messages until there are `size` bytes, or a few more.
  init(size: Int, to file: FileDescriptor) throws {
    var piece: [UInt8] = []
    piece.reserveCapacity(256 << 10)
    while count + piece.count < size {
      appendBeginning(to: &piece)
      for _ in 0..<10 + text.number(below: 60) { text.appendTextLine(to: &piece, lineEnd: Self.lineEnd) }
      let lines = attachmentLines()
      if lines > 0 { piece += Self.attachmentHeader.utf8 }
      for _ in 0..<lines {
        text.appendBase64Line(to: &piece, lineEnd: Self.lineEnd)
        if piece.count >= 128 << 10 { try write(&piece, to: file) }
      }
      piece += "--=_b1--\n\n".utf8
      messageCount += 1
    }
    try write(&piece, to: file)
  }

  private mutating func write(_ piece: inout [UInt8], to file: FileDescriptor) throws {
    count += try file.writeAll(piece)
    piece.removeAll(keepingCapacity: true)
  }

  /// How many lines of 77 bytes the attachment has; the largest makes 10 MB.
  private mutating func attachmentLines() -> Int {
    if messageCount % 1_024 == 512 { return 130_000 }
    return messageCount.isMultiple(of: 8) ? 1 << text.number(below: 14) : 0
  }

  private mutating func appendBeginning(to bytes: inout [UInt8]) {
    bytes +=
      """
      From ann@example.org Sun Mar  1 10:00:00 2026
      From: Ann Example <ann@example.org>
      To: bob@example.com
      Subject: Message \(messageCount)
      Date: Sun, 1 Mar 2026 10:00:00 +0100
      Message-ID: <\(messageCount)@example.org>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="=_b1"

      --=_b1
      Content-Type: text/plain; charset=utf-8

      >From here on it is text.

      """.utf8
  }

  private static let attachmentHeader = """
    --=_b1
    Content-Type: image/png; name="picture.png"
    Content-Transfer-Encoding: base64
    Content-Disposition: attachment; filename="picture.png"


    """
}
