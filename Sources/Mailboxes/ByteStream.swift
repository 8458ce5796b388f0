internal import SystemPackage
internal import WireBytes

/// The bytes of a file in chunks, inflated if the file is a `.gz`.
internal struct ByteStream {
  private static let chunkBytes = 64 << 10

  /// What was read last.
  var chunk: Span<UInt8> {
    @_lifetime(borrow self)
    get { buffer.span.extracting(0..<filled) }
  }

  /// The inflater, if the file is a `.gz`.
  let gunzip: Gunzip?

  private let source: any ByteProducer
  private var buffer: [UInt8]
  private var filled = 0

  /// Opens the stream and reads its first chunk, which holds `MailRecognition.headBytes` if the file does.
  init(_ file: any ByteProducer, limits: MailboxLimits) throws(Errno) {
    var head = [UInt8](repeating: 0, count: Self.chunkBytes)
    let count = try Self.fill(&head, from: file, upTo: 2)
    buffer = head
    if MailRecognition.isGzip(head.span.extracting(0..<count)) {
      let gunzip = try Gunzip(file, head: head, in: 0..<count, limits: limits)
      self.gunzip = gunzip
      source = gunzip
    } else {
      gunzip = nil
      source = file
      filled = count
    }
    filled += try Self.fill(&buffer, from: source, upTo: MailRecognition.headBytes, startingAt: filled)
  }

  /// Reads the next chunk; false at the end.
  mutating func readChunk() throws(Errno) -> Bool {
    filled = 0
    filled = try source.read(into: &buffer, from: 0)
    return filled > 0
  }

  /// Reads until `count` bytes are there or the end is reached; returns how many were read.
  private static func fill(
    _ buffer: inout [UInt8], from source: any ByteProducer, upTo count: Int, startingAt start: Int = 0
  ) throws(Errno) -> Int {
    var filled = start
    while filled < count {
      let read = try source.read(into: &buffer, from: filled)
      if read == 0 { break }
      filled += read
    }
    return filled - start
  }
}
