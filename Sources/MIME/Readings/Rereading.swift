import WireBytes

/// A piece of a message that is parsed once more, after a change that leaves one reading of it.
///
/// There is one parser. To see what another would make of the bytes, the bytes are changed so that ours must see the
/// same; changes keep the length, so that ranges stay what they are.
///
///     --boundary-and-more CRLF        what a parser sees that compares the beginning:
///     --boundary          CRLF
struct Rereading {
  private var bytes: [UInt8]
  private let prefixCount: Int
  private let prefixPlace: Range<Int>
  private let place: Range<Int>
  private let limits: MessageLimits

  /// A piece with bytes before it that give it a header section; where those stand in the message, if they do.
  init(_ message: Message, _ place: Range<Int>, prefix: [UInt8] = [], at prefixPlace: Range<Int>? = nil) {
    bytes = prefix + message.bytes[place]
    prefixCount = prefix.count
    self.place = place
    self.prefixPlace = prefixPlace ?? place.lowerBound..<place.lowerBound
    limits = message.limits
  }

  /// Replaces bytes of the message, with blanks behind the new ones to the length of the old. New ones that are too
  /// long change nothing.
  mutating func overwrite(_ range: Range<Int>, with new: [UInt8]) {
    guard new.count <= range.count, range.lowerBound >= place.lowerBound, range.upperBound <= place.upperBound else {
      return
    }
    let start = prefixCount + range.lowerBound - place.lowerBound
    for i in 0..<range.count { bytes[start + i] = i < new.count ? new[i] : ASCII.space }
  }

  /// Gives the field or parameter that begins at an offset another name, so that it is none that is known.
  mutating func hide(_ offset: Int) {
    overwrite(offset..<offset + 1, with: Array("x".utf8))
  }

  /// Makes every CR that no LF follows a line end.
  mutating func endLinesAtCarriageReturns() {
    var from = prefixCount
    while let cr = bytes.span.firstIndex(of: ASCII.cr, from: from) {
      from = cr + 1
      if from == bytes.count || bytes[from] != ASCII.lf { bytes[cr] = ASCII.lf }
    }
  }

  /// Makes every LF that no CR precedes a byte that ends no line, and is no blank that would fold one.
  mutating func endLinesAtCRLF() {
    var from = prefixCount
    while let lf = bytes.span.firstIndex(of: ASCII.lf, from: from) {
      from = lf + 1
      if lf == 0 || bytes[lf - 1] != ASCII.cr { bytes[lf] = 0x0B }
    }
  }

  /// What the piece shows now.
  func leaves() -> [MessageLeaf] {
    Message(parsing: bytes, limits: limits).parts.filter(\.isLeaf).map { MessageLeaf($0, place: original) }
  }

  /// Where an offset of the changed bytes lies in the message.
  private func original(_ offset: Int) -> Int {
    offset < prefixCount
      ? min(prefixPlace.lowerBound + offset, prefixPlace.upperBound) : place.lowerBound + offset - prefixCount
  }
}
