public import WireBytes

/// What a mail server found when it authenticated a message.
///
///     Authentication-Results: mx.example.com 1;
///         dkim=pass (good signature) reason="ok" header.d=example.org;
///         spf=fail smtp.mailfrom=ann@example.net
///
///     authservID mx.example.com · version 1
///     dkim pass, reason ok, header.d=example.org · spf fail, smtp.mailfrom=ann@example.net
///
/// Only a field that one's own server has written means anything: compare `authservID`, and have the server remove
/// those it finds (RFC 8601 section 5). RFC 8601 section 2.2.
public struct AuthenticationResults: Sendable, Hashable {
  /// The server that vouches for the results; nil where the field leaves it out.
  public let authservID: String?
  /// The version of the field's syntax as written, nil for version 1.
  public let version: String?
  /// The results in order; none for `none`.
  public let results: [Result]

  /// The result of one method.
  public struct Result: Sendable, Hashable {
    /// The method in lower case, as `dkim`.
    public let method: String
    /// The method's version as written, nil for version 1.
    public let version: String?
    /// The result in lower case, as `pass`.
    public let value: String
    /// The text that explains it.
    public internal(set) var reason: String?
    /// What the result is about, in order.
    public internal(set) var properties: [Property]
  }

  /// One thing that was authenticated: `ptype.property=value`.
  public struct Property: Sendable, Hashable {
    /// The kind, in lower case: `smtp`, `header`, `body`, `policy`; empty where there is none.
    public let type: String
    /// The property, in lower case.
    public let name: String
    /// Its value without quotes.
    public let value: String
  }

  /// Reads a field body.
  ///
  /// - Parameters:
  ///   - body: the field body, folds included.
  ///   - defects: receives a defect for a comment without an end, with a range in `body`.
  public init(parsing body: Span<UInt8>, defects: inout DefectLog) {
    var words = AuthenticationWords(body)
    var authservID: String?
    var version: String?
    var results: [Result] = []
    var isFirstGroup = true
    var isFirstWord = true
    while let word = words.next(defects: &defects) {
      switch word {
      case .semicolon:
        isFirstGroup = false
        isFirstWord = true
        continue
      case .text(let text):
        // mx.example.com 1; spf=… and some servers' spf=… without any identifier
        if isFirstGroup, isFirstWord {
          authservID = text
        } else if isFirstGroup, version == nil {
          version = text
        }
      case .pair(let name, let value) where isFirstWord || results.isEmpty:
        let parts = name.split(separator: "/", maxSplits: 1)
        results.append(
          Result(
            method: String(parts.first ?? ""), version: parts.count > 1 ? String(parts[1]) : nil,
            value: value.asciiLowercased, reason: nil, properties: []))
        isFirstGroup = false
      case .pair("reason", let value):
        results[results.count - 1].reason = value
      case .pair(let name, let value):
        let parts = name.split(separator: ".", maxSplits: 1)
        let property = Property(
          type: parts.count > 1 ? String(parts[0]) : "", name: String(parts.last ?? ""), value: value)
        results[results.count - 1].properties.append(property)
      }
      isFirstWord = false
    }
    self.authservID = authservID
    self.version = version
    self.results = results
  }
}

/// Joins tokens to words: `name=value` with the blanks and comments around `=` gone, names in lower case.
private struct AuthenticationWords: ~Escapable {
  enum Word {
    case semicolon
    case text(String)
    case pair(name: String, value: String)
  }

  private let bytes: Span<UInt8>
  private var lexer: StructuredLexer
  private var lookahead: StructuredToken?
  private var hasOpenComment = false

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    lexer = StructuredLexer(bytes)
    lookahead = lexer.next()
  }

  mutating func next(defects: inout DefectLog) -> Word? {
    var text: [UInt8] = []
    var equals: Int?
    var isSetOff = true
    while let token = lookahead {
      if token.isSkipped {
        if token.isStrayOpener, !hasOpenComment {
          hasOpenComment = true
          defects.report(.commentHalfOpen, at: token.range)
        }
        isSetOff = true
        lookahead = lexer.next()
        continue
      }
      if token.special == ASCII.semicolon {
        guard text.isEmpty else { break }
        lookahead = lexer.next()
        return .semicolon
      }
      let isJoined = token.kind == .atom && bytes[token.range.lowerBound] == ASCII.equals && equals == nil
      if isSetOff || token.spaceBefore, !text.isEmpty, !isJoined, equals != text.count - 1 { break }
      isSetOff = false
      if token.kind == .quotedString {
        text += bytes.extracting(token.range.lowerBound + 1..<token.range.upperBound - 1).withoutQuotedPairs
      } else {
        for i in token.range {
          if equals == nil, bytes[i] == ASCII.equals { equals = text.count }
          text.append(bytes[i])
        }
      }
      lookahead = lexer.next()
    }
    guard !text.isEmpty else { return nil }
    guard let equals else { return .text(String(decoding: text, as: UTF8.self)) }
    return .pair(
      name: String(decoding: text[..<equals].map(ASCII.lowercase), as: UTF8.self),
      value: String(decoding: text[(equals + 1)...], as: UTF8.self))
  }
}

extension String {
  fileprivate var asciiLowercased: String {
    String(decoding: utf8.map(ASCII.lowercase), as: UTF8.self)
  }
}
