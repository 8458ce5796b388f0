import HeaderFields
import TransferEncodings
import WireBytes

// Where programs decode a body in another way.

extension ReadingFinder {
  /// A decoder that goes on begins anew behind each padding.
  private static let mostPieces = 256

  /// The body decoded by the encoding that the field nearly names; as it stands, if we decode it.
  var anotherEncoding: [Reading] {
    guard part.place.content != .message, let field = part.field(.contentTransferEncoding) else { return [] }
    let encoding =
      part.appliedEncoding.isIdentity ? Self.encodingNamed(in: field.rawBody.array) : TransferEncoding.binary
    guard let encoding else { return [] }
    let leaf = MessageLeaf(part) { $0 }.with(encoding: encoding)
    return [Reading(.anotherEncoding, of: whole(part), leaves: [leaf])]
  }

  /// The first encoding whose name is in a value, once comments, quotes and white space are gone.
  private static func encodingNamed(in value: [UInt8]) -> TransferEncoding? {
    var depth = 0
    var letters: [UInt8] = []
    for byte in value {
      switch byte {
      case ASCII.openParenthesis: depth += 1
      case ASCII.closeParenthesis: depth = max(0, depth - 1)
      case _ where depth == 0 && byte != ASCII.quote && !ByteClass.fws.contains(byte):
        letters.append(ASCII.lowercase(byte))
      default: break
      }
    }
    let encodings: [TransferEncoding] = [.base64, .quotedPrintable, .uuencode, .yenc]
    let places = encodings.compactMap { encoding in
      letters.firstRange(of: Array(encoding.name.utf8.drop { $0 == 0x78 || $0 == ASCII.hyphen })).map {
        ($0.lowerBound, encoding)
      }
    }
    return places.min { $0.0 < $1.0 }?.1
  }

  /// The body in pieces that each end in padding.
  var goesOnBehindPadding: [Reading] {
    var pieces: [Range<Int>] = []
    let body = body(of: part)
    let bytes = message.bytes.span
    var start = body.lowerBound
    while pieces.count < Self.mostPieces - 1, let pad = bytes.firstIndex(of: ASCII.equals, from: start),
      pad < body.upperBound
    {
      var end = pad
      while end < body.upperBound, bytes[end] == ASCII.equals { end += 1 }
      pieces.append(start..<end)
      start = end
    }
    if start < body.upperBound { pieces.append(start..<body.upperBound) }
    return [Reading(.goesOnBehindPadding, of: whole(part), leaves: [leaf().with(body: pieces)])]
  }

  /// The body up to the byte that does not belong there.
  var stopsDecoding: [Reading] {
    let rest = part.place.bodyStart..<max(part.place.bodyStart, defect.range.lowerBound)
    return [Reading(.stopsDecoding, of: whole(part), leaves: [leaf().with(body: [rest])])]
  }

  /// The body as it stands.
  var notDecoded: [Reading] {
    [Reading(.anotherEncoding, of: whole(part), leaves: [leaf().with(encoding: .binary)])]
  }

  /// The text as it is, and the file whose first line is the defect's.
  var embeddedFile: [Reading] {
    let line = message.bytes[defect.range]
    let name = line.split(separator: ASCII.space, maxSplits: 2).dropFirst(2).first
    let file = MessageLeaf(
      header: defect.range, body: [defect.range.lowerBound..<part.place.bodyEnd], encoding: .uuencode,
      type: "application/octet-stream", fileName: name.map { String(decoding: $0, as: UTF8.self) })
    return [Reading(.embeddedFile, of: whole(part), leaves: [leaf(), file])]
  }
}
