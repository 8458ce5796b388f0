import WireBytes

/// The tokens of one list element, with the place of its angle brackets.
struct AddressElement {
  private(set) var tokens: [StructuredToken] = []
  /// Where the part behind the last comma that was held back begins.
  private(set) var pieceStart = 0
  /// Whether the current piece, or what stands in the angle brackets, has an `@`.
  private(set) var hasAt = false
  /// How many `>` are still due for `<<`.
  var nestedAngles = 0

  /// The tokens before `<` are the name, those from `angleStart` to `angleEnd` the address.
  private(set) var angleStart: Int?
  private(set) var angleEnd: Int?
  /// Where the `<` stands.
  private(set) var angleOpening = 0..<0
  private var hasWords = false
  private var hasRouteColon = false

  var hasAngle: Bool { angleStart != nil }
  var isAngleOpen: Bool { angleStart != nil && angleEnd == nil }
  var isAngleClosed: Bool { angleEnd != nil }
  var isAngleEmpty: Bool { angleStart == tokens.count }
  var isEmpty: Bool { !hasAngle && isPieceEmpty && pieceStart == 0 }
  /// Whether the current piece has nothing but comments.
  var isPieceEmpty: Bool { !hasWords }
  /// Whether a comma separates the hosts of `<@a,@b:c@d>`.
  var isInSourceRoute: Bool {
    guard let angleStart, angleEnd == nil, angleStart < tokens.count else { return false }
    return tokens[angleStart].special == ASCII.at && !hasRouteColon
  }

  /// The words before the colon where a group without members stands in the angle brackets, up to its semicolon:
  /// `<undisclosed-recipients:`, or with a domain that a relay has put there, `<undisclosed-recipients:@example.org`.
  var emptyGroupInAngle: ArraySlice<StructuredToken>? {
    guard let angleStart, angleEnd == nil, hasRouteColon else { return nil }
    let inside = tokens[angleStart...]
    guard let colon = inside.firstIndex(where: { $0.special == ASCII.colon }), colon > angleStart,
      inside[..<colon].allSatisfy({ $0.special != ASCII.at }),
      colon + 1 == tokens.count || tokens[colon + 1].special == ASCII.at
    else { return nil }
    return inside[..<colon]
  }

  var range: Range<Int> {
    let end = max(tokens.last?.range.upperBound ?? 0, angleOpening.upperBound)
    let start = min(tokens.first?.range.lowerBound ?? end, angleOpening.isEmpty ? end : angleOpening.lowerBound)
    return start..<end
  }

  mutating func append(_ token: StructuredToken) {
    if token.special == ASCII.at { hasAt = true }
    if token.special == ASCII.colon { hasRouteColon = true }
    if !token.isSkipped { hasWords = true }
    tokens.append(token)
  }

  mutating func holdBack(_ comma: StructuredToken) {
    tokens.append(comma)
    pieceStart = tokens.count
    hasWords = false
  }

  mutating func openAngle(_ token: StructuredToken) {
    angleStart = tokens.count
    angleOpening = token.range
    hasAt = false
    hasRouteColon = false
  }

  mutating func closeAngle() {
    angleEnd = tokens.count
  }

  /// Takes away what follows the angle brackets.
  mutating func takeTail() -> [StructuredToken] {
    let start = angleEnd ?? tokens.count
    let tail = Array(tokens[start...])
    tokens.removeSubrange(start...)
    return tail
  }

  /// Takes away the current piece.
  mutating func takePiece() -> [StructuredToken] {
    let piece = Array(tokens[pieceStart...])
    tokens.removeSubrange(pieceStart...)
    hasWords = false
    return piece
  }

  mutating func removeAll() {
    tokens.removeAll(keepingCapacity: true)
    pieceStart = 0
    hasAt = false
    nestedAngles = 0
    angleStart = nil
    angleEnd = nil
    angleOpening = 0..<0
    hasWords = false
    hasRouteColon = false
  }
}
