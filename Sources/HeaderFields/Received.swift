public import WireBytes

/// What one server wrote when a message passed through it.
///
///     Received: from mail.example.org (rdns.example.org [192.0.2.1]) by mx.example.com
///         (Postfix) with ESMTPS id 4ABC for <bob@example.com>; Sun, 1 Mar 2026 10:00:00 +0100
///
///     from   mail.example.org (rdns.example.org [192.0.2.1])
///     by     mx.example.com · with ESMTPS · id 4ABC · for bob@example.com
///     date   2026-03-01T10:00:00+01:00
///
/// Anybody on the way can have written anything; nothing is checked. RFC 5322 section 3.6.7, RFC 5321 section 4.4.
public struct Received: Sendable, Hashable {
  /// The sending host as written, comments included, as those hold what the receiving server has seen.
  public let from: String?
  /// The name that the sending host gave itself in HELO or EHLO.
  public let fromDomain: String?
  /// The IP address that the connection came from, without brackets and `IPv6:`.
  public let fromAddress: String?
  /// The receiving host, without comments.
  public let by: String?
  /// The link or physical mechanism, without comments.
  public let via: String?
  /// The protocol, as `ESMTPS`, without comments.
  public let with: String?
  /// The receiving host's own identifier, without brackets and comments.
  public let id: String?
  /// The recipient, without brackets and comments.
  public let `for`: String?
  /// When the message was received.
  public let date: DateTime?

  /// Reads a field body. Clauses may stand in any order; of two with one name the first counts.
  ///
  /// - Parameters:
  ///   - body: the field body, folds included.
  ///   - defects: receives defects with ranges in `body`, none above lint.
  public init(parsing body: Span<UInt8>, defects: inout DefectLog) {
    var parser = ReceivedParser(body)
    parser.parse(defects: &defects)
    from = parser.fromText
    fromDomain = parser.fromDomain
    fromAddress = parser.fromAddress
    by = parser.value(of: "by")
    via = parser.value(of: "via")
    with = parser.value(of: "with")
    id = parser.valueWithoutBrackets(of: "id")
    `for` = parser.valueWithoutBrackets(of: "for")
    if let start = parser.dateStart {
      let origin = defects.origin
      defects.origin += start
      date = DateTime(parsing: body.extracting(start..<body.count), defects: &defects)
      defects.origin = origin
    } else {
      date = nil
      defects.report(.dateInvalid, at: body.count..<body.count)
    }
  }
}

/// Cuts the field into clauses at the words that RFC 5321 gives a meaning.
///
/// A word is a keyword only where blanks or comments set it off, so that neither `by-pass.example` nor `id.example`
/// begins a clause. Text in comments never does.
private struct ReceivedParser: ~Escapable {
  private let bytes: Span<UInt8>
  /// The first clause of each name: the tokens behind the keyword.
  private var clauses: [(keyword: String, tokens: [StructuredToken])] = []
  /// The offset behind the last semicolon outside comments and quotes.
  private(set) var dateStart: Int?

  private static let keywords = ["from", "by", "via", "with", "id", "for"]

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
  }

  mutating func parse(defects: inout DefectLog) {
    var lexer = StructuredLexer(bytes)
    var previous: StructuredToken?
    var current: Int?
    var next = lexer.next()
    var hasOpenComment = false
    while let token = next {
      next = lexer.next()
      let isSetOff = token.spaceBefore || previous.map(Self.isSeparator) ?? true
      let isEnded = next.map { $0.spaceBefore || Self.isSeparator($0) } ?? true
      previous = token
      if token.isStrayOpener, !hasOpenComment {
        hasOpenComment = true
        defects.report(.commentHalfOpen, at: token.range, severity: .lint)
      }
      if token.special == ASCII.semicolon {
        dateStart = token.range.upperBound
        current = nil
      } else if token.kind == .atom, isSetOff, isEnded, let keyword = keyword(token) {
        current = begin(keyword)
      } else if let current {
        clauses[current].tokens.append(token)
      }
    }
  }

  private static func isSeparator(_ token: StructuredToken) -> Bool {
    token.kind == .comment || token.special == ASCII.semicolon
  }

  private func keyword(_ token: StructuredToken) -> String? {
    let word = bytes.extracting(token.range)
    return Self.keywords.first { word.equalsIgnoringCase($0) }
  }

  /// The index of a new clause, or nil if there was one of that name.
  private mutating func begin(_ keyword: String) -> Int? {
    guard !clauses.contains(where: { $0.keyword == keyword }) else { return nil }
    clauses.append((keyword, []))
    return clauses.count - 1
  }

  // MARK: Values

  private func tokens(of keyword: String) -> [StructuredToken] {
    clauses.first { $0.keyword == keyword }?.tokens ?? []
  }

  /// A clause without its comments; nil if nothing is left.
  func value(of keyword: String) -> String? {
    text(tokens(of: keyword))
  }

  func valueWithoutBrackets(of keyword: String) -> String? {
    var tokens = tokens(of: keyword)
    tokens.removeAll { $0.isSkipped }
    if tokens.count > 2, tokens.first?.special == ASCII.less,
      tokens.firstIndex(where: { $0.special == ASCII.greater }) == tokens.count - 1
    {
      tokens = Array(tokens[1..<tokens.count - 1])
    }
    return text(tokens)
  }

  private func text(_ tokens: [StructuredToken]) -> String? {
    var result: [UInt8] = []
    var needsSpace = false
    for token in tokens {
      needsSpace = needsSpace || token.spaceBefore || token.kind == .comment
      if token.isSkipped { continue }
      if needsSpace, !result.isEmpty { result.append(ASCII.space) }
      needsSpace = false
      result += bytes.extracting(token.range).unfolded
    }
    // "by mx.example.org, id 4ABC": the comma separates, it names nothing.
    while result.last == ASCII.comma || result.last == ASCII.space { result.removeLast() }
    return result.isEmpty ? nil : String(decoding: result, as: UTF8.self)
  }

  var fromText: String? {
    let tokens = tokens(of: "from")
    guard let first = tokens.first, let last = tokens.last else { return nil }
    let range = first.range.lowerBound..<last.range.upperBound
    return String(decoding: bytes.extracting(range).unfolded, as: UTF8.self)
  }

  /// `Extended-Domain = Domain / ( Domain FWS "(" TCP-info ")" ) / …`: the first word is what the client said.
  var fromDomain: String? {
    let tokens = tokens(of: "from")
    guard let first = tokens.first, first.kind != .comment else { return nil }
    let end = tokens.dropFirst().firstIndex { $0.spaceBefore || $0.isSkipped } ?? tokens.count
    return text(Array(tokens[..<end]))
  }

  /// The first thing in the clause that looks like an IP address, those in comments first: `[192.0.2.1]`,
  /// `(host [IPv6:2001:db8::1])`, `(192.0.2.1:2525)`.
  var fromAddress: String? {
    let tokens = tokens(of: "from")
    for token in tokens where token.kind == .comment {
      if let address = address(in: token.range) { return address }
    }
    guard let first = tokens.first, let last = tokens.last else { return nil }
    return address(in: first.range.lowerBound..<last.range.upperBound)
  }

  private func address(in range: Range<Int>) -> String? {
    var cursor = ByteCursor(bytes.extracting(range))
    while !cursor.isAtEnd {
      cursor.skip(while: .notInAddress)
      let word = bytes.extracting(range).extracting(cursor.skip(while: .inAddress))
      if let text = word.ipAddress { return text }
    }
    return nil
  }
}

extension ByteClass {
  /// What IP addresses are made of, and the letters around them, so that `abcdef.example` is seen whole.
  fileprivate static let inAddress = alpha.union(digit).union(ByteClass(":.-_%"))
  fileprivate static let notInAddress = inAddress.inverted
}

extension Span where Element == UInt8 {
  /// The bytes with each run of blanks and folds become one blank.
  fileprivate var unfolded: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var isBlank = false
    for i in 0..<count {
      if ByteClass.fws.contains(self[i]) {
        if !isBlank { result.append(ASCII.space) }
        isBlank = true
      } else {
        result.append(self[i])
        isBlank = false
      }
    }
    return result
  }

  /// The text of an IP address without a port, or nil if the bytes are something else.
  fileprivate var ipAddress: String? {
    var word = self
    if word.count > 5, word.extracting(0..<5).equalsIgnoringCase("ipv6:") { word = word.extracting(5..<word.count) }
    let colon = word.firstIndex(of: ASCII.colon)
    if let colon, word.firstIndex(of: ASCII.colon, from: colon + 1) != nil {
      for i in 0..<word.count where !ByteClass.inIPv6.contains(word[i]) { return nil }
      return String(decoding: word.array, as: UTF8.self)
    }
    if let colon { word = word.extracting(0..<colon) }
    var octets = 0
    var digits = 0
    for i in 0..<word.count {
      if word[i] == ASCII.dot, 1...3 ~= digits {
        octets += 1
        digits = 0
      } else if ByteClass.digit.contains(word[i]) {
        digits += 1
      } else {
        return nil
      }
    }
    return octets == 3 && 1...3 ~= digits ? String(decoding: word.array, as: UTF8.self) : nil
  }
}

extension ByteClass {
  fileprivate static let inIPv6 = hexDigit.union(ByteClass(":."))
}
