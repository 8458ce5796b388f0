import MIME
import MailTestSupport
import WireBytes

/// Changes of a message that leave what it says alone, and what is left of its JSON that must then be the same.
enum Metamorphosis {
  /// The message with LF for every CR LF.
  static func lineFeeds(_ bytes: [UInt8]) -> [UInt8] {
    bytes.indices.filter { !(bytes[$0] == ASCII.cr && $0 + 1 < bytes.count && bytes[$0 + 1] == ASCII.lf) }
      .map { bytes[$0] }
  }

  /// The message with CR LF for every LF.
  static func carriageReturns(_ bytes: [UInt8]) -> [UInt8] {
    lineFeeds(bytes).flatMap { $0 == ASCII.lf ? [ASCII.cr, $0] : [$0] }
  }

  /// Whether a CR stands somewhere without its LF: the two forms above are no forms of one message then.
  static func hasBareCR(_ bytes: [UInt8]) -> Bool {
    lineFeeds(bytes).contains(ASCII.cr)
  }

  /// The message with a field that nobody knows before some of its fields.
  static func insertingFields(_ bytes: [UInt8], using random: inout SeededRandom) -> [UInt8] {
    var result: [UInt8] = []
    var copied = 0
    for field in MessageIndex(parsing: bytes.span).fields where Bool.random(using: &random) {
      result += bytes[copied..<field.start]
      copied = field.start
      result += "\(fieldName): \(UInt8.random(in: 0...9, using: &random))".utf8
      result += lineEnd(of: field, in: bytes)
    }
    return result + bytes[copied...]
  }

  /// The name of the fields that are inserted.
  static let fieldName = "X-Inserted"

  private static func lineEnd(of field: FieldLayout, in bytes: [UInt8]) -> [UInt8] {
    let end = bytes[field.bodyEnd..<field.end]
    return end.isEmpty ? [ASCII.cr, ASCII.lf] : Array(end)
  }
}

extension JSONValue {
  /// The JSON of a message without ranges, sizes, hashes, raw bytes, defects about line ends and inserted fields.
  ///
  /// The kind of line ends in texts does not count either.
  var withoutPlaces: JSONValue {
    switch self {
    case .object(let members):
      var kept = members.filter { !Self.places.contains($0.key) }.mapValues(\.withoutPlaces)
      if let defects = kept["defects"] { kept["defects"] = .array(defects.elements.filter(\.isNoLineEnd).sorted()) }
      if let headers = kept["headers"] { kept["headers"] = .array(headers.elements.filter { !$0.isInserted }) }
      // A message inside has more lines when a field is inserted.
      if case .string(let type)? = kept["type"], type.hasPrefix("message/") { kept["lines"] = nil }
      return .object(kept)
    case .array(let elements): return .array(elements.map(\.withoutPlaces))
    case .string(let text):
      return .string(String(decoding: Metamorphosis.lineFeeds(Array(text.utf8)), as: UTF8.self))
    default: return self
    }
  }

  private static let places: Set = [
    "source", "start", "end", "bodyStart", "bodyEnd", "encodedSize", "decodedSize", "sha256", "textSha256", "raw",
    "rawBase64", "charsetConfidence",
  ]

  private var isNoLineEnd: Bool {
    self["id"] != .string("bare-lf") && self["id"] != .string("mixed-line-ends")
  }

  private var isInserted: Bool { self["name"] == .string(Metamorphosis.fieldName) }
}

extension [JSONValue] {
  fileprivate func sorted() -> [JSONValue] { sorted { $0.description < $1.description } }
}
