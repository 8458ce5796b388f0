/// A message with one attachment of any size, made while it is read: no file, and never more than a chunk in memory.
struct GeneratedMessage {
  /// The bytes to read next; empty at the end.
  private(set) var chunk: [UInt8] = []
  /// How many bytes all chunks together have so far.
  private(set) var count = 0

  private let chunkBytes: Int
  private let attachmentEnd: Int
  private var text = GeneratedText(seed: 2026)
  private var rest: [UInt8]
  private var isEnding = false

  private static let lineEnd = Array("\r\n".utf8)
  private static let beginning = """
    From: Ann Example <ann@example.org>
    To: bob@example.com
    Subject: The film
    Date: Sun, 1 Mar 2026 10:00:00 +0100
    Message-ID: <film@example.org>
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="=_b1"

    --=_b1
    Content-Type: text/plain; charset=utf-8

    Here it is.
    --=_b1
    Content-Type: video/mp4; name="film.mp4"
    Content-Transfer-Encoding: base64
    Content-Disposition: attachment; filename="film.mp4"


    """
  private static let ending = "--=_b1--\n"

  /// - Parameter size: about how many bytes the message has; it is cut to whole lines.
  init(size: Int, chunkBytes: Int) {
    self.chunkBytes = chunkBytes
    rest = Self.wire(Self.beginning)
    attachmentEnd = size - Self.ending.utf8.count - 1
    chunk.reserveCapacity(chunkBytes)
    rest.reserveCapacity(chunkBytes + 100)
  }

  /// Makes the next chunk; false at the end.
  mutating func makeChunk() -> Bool {
    while rest.count < chunkBytes, !isEnding {
      if count + rest.count + 78 <= attachmentEnd {
        text.appendBase64Line(to: &rest, lineEnd: Self.lineEnd)
      } else {
        rest += Self.wire(Self.ending)
        isEnding = true
      }
    }
    chunk.removeAll(keepingCapacity: true)
    chunk.append(contentsOf: rest.prefix(chunkBytes))
    rest.removeFirst(chunk.count)
    count += chunk.count
    return !chunk.isEmpty
  }

  /// A text with the line ends of the wire.
  private static func wire(_ text: String) -> [UInt8] {
    text.utf8.flatMap { $0 == 0x0A ? lineEnd : [$0] }
  }
}
