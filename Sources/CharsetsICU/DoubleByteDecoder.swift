internal import Charsets
internal import Synchronization
internal import WireBytes

/// A charset of East Asia whose characters take one or two bytes, decoded by a table that ICU has filled.
///
/// Whatever the table does not know (four bytes of GB 18030, a character that the end of a chunk cuts in two, malformed
/// input) is left to ICU, together with all the text behind it; so the outcome is ICU's in every case.
struct DoubleByteDecoder: CharsetDecoder {
  let charset: String
  private let table: DoubleByteTable
  private let makeRest: @Sendable () -> ICUDecoder?
  /// Decodes what is left, once something was not in the table.
  private var rest: ICUDecoder?

  init(charset: String, table: DoubleByteTable, rest: @escaping @Sendable () -> ICUDecoder?) {
    self.charset = charset
    self.table = table
    makeRest = rest
  }

  mutating func decode(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>, atEnd: Bool)
    -> (consumed: Int, malformed: Int)
  {
    var consumed = 0
    if rest == nil {
      consumed = output.append(decoding: bytes, by: table)
      if consumed == bytes.count || output.freeCapacity < 4 { return (consumed, 0) }
      rest = makeRest()
    }
    guard let rest else { return (bytes.count, 1) }
    let step = rest.decode(bytes.extracting(consumed...), into: &output, atEnd: atEnd)
    return (consumed + step.consumed, step.malformed)
  }
}

/// The tables of `DoubleByteDecoder`, each filled when its charset has turned up often enough.
final class DoubleByteTables: Sendable {
  /// Filling a table takes as long as ICU takes for some 500 KB of text; a mailbox that has that many texts has more.
  static let threshold = 50

  private struct Entry {
    var uses = 0
    var table: DoubleByteTable?
  }

  private let entries = Mutex<[String: Entry]>([:])

  /// The charsets of one or two bytes a character in which US-ASCII stands for itself: not Shift_JIS, in which ICU takes
  /// three control characters for one another.
  static let charsets: Set<String> = ["big5", "euc-jp", "euc-kr", "gb18030", "gbk"]

  /// The table of a charset, or nil when it has to be used more often first.
  func table(of charset: String, filledBy makeConverter: () -> ICUConverter?) -> DoubleByteTable? {
    guard Self.charsets.contains(charset) else { return nil }
    return entries.withLock { entries in
      var entry = entries[charset, default: Entry()]
      entry.uses += 1
      if entry.table == nil, entry.uses > Self.threshold, let converter = makeConverter() {
        entry.table = DoubleByteTable { bytes in
          let (scalar, malformed) = converter.character(bytes)
          return malformed == 0 ? scalar : nil
        }
      }
      entries[charset] = entry
      return entry.table
    }
  }
}
