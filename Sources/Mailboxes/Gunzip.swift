internal import CZlib
internal import SystemPackage

// The only file with `unsafe` for zlib. The z_stream stays at one heap address from inflateInit to inflateEnd,
// because zlib's state points back at it; input and output are lent to it for the length of one call.

/// A `.gz` file inflated as it is read (RFC 1952).
///
/// All members of a concatenation are one stream, as `gzip -d` has it:
///
///     1F 8B 08 … crc size | 1F 8B 08 … crc size | end of file      -> .complete
///     1F 8B 08 … crc size | any other bytes                        -> .trailingGarbage
///     1F 8B 08 … end of file                                       -> .truncated
@safe
internal final class Gunzip: ByteProducer {
  /// How the stream came to its end.
  enum Ending {
    case complete
    /// Bytes that are no member follow the last one; they are not read.
    case trailingGarbage
    /// The file ends inside a member.
    case truncated
    /// The compressed data makes no sense, or its checksum is wrong.
    case damaged
    /// The ratio of `MailboxLimits.inflationRatio` was exceeded.
    case inflationLimit
  }

  /// How the stream ended, nil until it has.
  private(set) var ending: Ending?

  private let file: any ByteProducer
  private let limits: MailboxLimits
  private let stream: UnsafeMutablePointer<z_stream>
  private var input: [UInt8]
  private var unread: Range<Int>
  private var fileEnded = false
  private var membersRead = 0
  private var bytesIn = 0
  private var bytesOut = 0

  /// A stream over a file of which the first bytes have been read already.
  ///
  /// - Parameters:
  ///   - head: holds the bytes read so far in `range`; its length is that of the pieces read later on.
  init(_ file: any ByteProducer, head: [UInt8], in range: Range<Int>, limits: MailboxLimits) throws(Errno) {
    self.file = file
    self.limits = limits
    self.input = head
    self.unread = range
    // Safe: allocated here, freed in deinit, never handed out.
    unsafe self.stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // Safe: zlib fills the struct that stays at this address. (It fails for want of memory only.)
    guard unsafe mw_inflate_init_gzip(stream) == Z_OK else { throw .noMemory }
  }

  deinit {
    // Safe: the one end of the pointer's life; inflateEnd refuses a stream that was never set up.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func read(into buffer: inout [UInt8], from start: Int) throws(Errno) -> Int {
    while ending == nil {
      if unread.isEmpty, !fileEnded {
        let count = try file.read(into: &input, from: 0)
        unread = 0..<count
        fileEnded = count == 0
      }
      let (status, produced) = inflate(into: &buffer, from: start)
      bytesOut += produced
      if bytesOut > limits.uncheckedInflationBytes, bytesOut / limits.inflationRatio > bytesIn {
        ending = .inflationLimit
      } else {
        ending = judge(status, isStuck: produced == 0 && unread.isEmpty && fileEnded)
      }
      if produced > 0 { return produced }
    }
    return 0
  }

  /// What a status of zlib means for the stream; nil to go on.
  private func judge(_ status: CInt, isStuck: Bool) -> Ending? {
    // Safe: only a counter is read. It counts within the member, since `inflateReset` clears it.
    let memberBytes = unsafe stream.pointee.total_in
    switch status {
    case Z_STREAM_END:
      membersRead += 1
      // Safe: the stream is set up, and stays so.
      unsafe inflateReset(stream)
      return nil
    case Z_OK, Z_BUF_ERROR:
      guard isStuck else { return nil }
      guard membersRead > 0, memberBytes < 2 else { return .truncated }
      return memberBytes == 0 ? .complete : .trailingGarbage
    default:
      // A member is told from garbage by its first two bytes.
      return membersRead > 0 && memberBytes <= 2 ? .trailingGarbage : .damaged
    }
  }

  /// One call of zlib's `inflate` from `input[unread]` to `buffer[start...]`.
  private func inflate(into buffer: inout [UInt8], from start: Int) -> (status: CInt, produced: Int) {
    let room = buffer.count - start
    var status = Z_OK
    // Safe: zlib reads `avail_in` and writes `avail_out` bytes inside the two arrays, which live and do not
    // move during the call; the pointers are cleared before they go out of scope. zlib does not write to
    // `next_in`, which is not const for old compilers only.
    unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe buffer.withUnsafeMutableBufferPointer { target in
        unsafe stream.pointee.next_in = source.baseAddress.map { unsafe $0 + unread.lowerBound }
        unsafe stream.pointee.avail_in = UInt32(unread.count)
        unsafe stream.pointee.next_out = target.baseAddress.map { unsafe $0 + start }
        unsafe stream.pointee.avail_out = UInt32(room)
        status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        unsafe stream.pointee.next_in = nil
        unsafe stream.pointee.next_out = nil
      }
    }
    // Safe: zlib has only counted the two numbers down.
    let left = unsafe (input: Int(stream.pointee.avail_in), output: Int(stream.pointee.avail_out))
    bytesIn += unread.count - left.input
    unread = unread.upperBound - left.input..<unread.upperBound
    return (status, room - left.output)
  }
}
