internal import WireBytes

/// What a server offers in its reply to EHLO or LHLO: typed where this library knows the keyword, and all lines kept.
///
///     250-mail.example.org
///     250-SIZE 10240000
///     250-AUTH PLAIN LOGIN
///     250 SMTPUTF8
///
/// The first line is the server's domain and greeting, never a capability. Keywords are in any case ("MUST", RFC 5321
/// section 2.4). A second EHLO gives a new value: what a server offers under TLS replaces what it offered before
/// (RFC 3207 section 4.2).
public struct SMTPCapabilities: Sendable, Hashable {
  /// The server's domain, the first word of the reply.
  public var domain: String
  /// What follows the domain.
  public var greeting: String
  /// The extensions among the lines.
  public var extensions: SMTPExtensions
  /// The value of SIZE: nil when nothing is known, 0 for no fixed limit (RFC 1870 section 3).
  public var sizeLimit: UInt64?
  /// The mechanisms of AUTH, in upper case and without doubles.
  public var mechanisms: [String]
  /// The values of LIMITS (RFC 9422).
  public var limits: Limits
  /// The lines that no extension above stands for, as sent.
  public private(set) var others: [String]
  /// What was odd about the lines.
  public private(set) var notes: Notes

  /// RFC 9422 section 4: how much of each a session may hold.
  public struct Limits: Sendable, Hashable {
    /// MAILMAX: messages of one session; nil when nothing is said.
    public var mailMax: Int?
    /// RCPTMAX: recipients of one message.
    public var recipientMax: Int?
    /// RCPTDOMAINMAX: domains among the recipients of one session.
    public var recipientDomainMax: Int?

    /// Nothing is said.
    public init() {}

    var isEmpty: Bool { mailMax == nil && recipientMax == nil && recipientDomainMax == nil }
  }

  /// What was odd about the lines.
  public struct Notes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// `AUTH=LOGIN PLAIN`, the form of clients older than the RFC: merged with `AUTH`.
    public static let legacyAuth = Notes(rawValue: 1 << 0)
    /// More than one AUTH line.
    public static let repeatedAuth = Notes(rawValue: 1 << 1)
  }

  /// What a server is to offer.
  public init(domain: String, greeting: String = "", extensions: SMTPExtensions = [], mechanisms: [String] = []) {
    self.domain = domain
    self.greeting = greeting
    self.extensions = extensions
    self.sizeLimit = nil
    self.mechanisms = mechanisms
    self.limits = Limits()
    self.others = []
    self.notes = []
  }

  /// What a reply to EHLO or LHLO offers; of the leniencies `repeatedAuthLine` matters.
  public init(parsing reply: SMTPReply, leniency: SMTPLeniency = .strict) {
    let first = reply.lines[0].split(separator: " ", maxSplits: 1)
    self.init(domain: first.first.map(String.init) ?? "", greeting: first.count > 1 ? String(first[1]) : "")
    var authLines = 0
    for line in reply.lines.dropFirst() {
      let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
      switch words.first?.asciiUppercased {
      case nil: others.append(line)
      case "AUTH":
        authLines += 1
        if authLines > 1 { notes.insert(.repeatedAuth) }
        if authLines == 1 || leniency.contains(.repeatedAuthLine) { takeAuth(words.dropFirst()) }
      case let keyword? where keyword.hasPrefix("AUTH="):
        notes.insert(.legacyAuth)
        takeAuth([String(keyword.dropFirst(5))] + words.dropFirst())
      case let keyword?: take(line, keyword, words.dropFirst())
      }
    }
  }

  /// Adds a line as it is, for an extension that this library does not type.
  public mutating func add(_ line: String) {
    others.append(line)
  }

  /// The reply that offers this.
  public var reply: SMTPReply {
    var lines = [greeting.isEmpty ? domain : "\(domain) \(greeting)"]
    for (keyword, member) in SMTPCapabilities.keywords where extensions.contains(member) {
      switch member {
      case .size: lines.append(sizeLimit.map { "SIZE \($0)" } ?? "SIZE")
      case .auth: lines.append((["AUTH"] + mechanisms).joined(separator: " "))
      case .limits: lines.append(limitsLine)
      default: lines.append(keyword)
      }
    }
    return SMTPReply(.ok, nil, lines: lines + others)
  }

  private var limitsLine: String {
    var words = ["LIMITS"]
    if let mailMax = limits.mailMax { words.append("MAILMAX=\(mailMax)") }
    if let recipientMax = limits.recipientMax { words.append("RCPTMAX=\(recipientMax)") }
    if let domains = limits.recipientDomainMax { words.append("RCPTDOMAINMAX=\(domains)") }
    return words.joined(separator: " ")
  }

  private mutating func take(_ line: String, _ keyword: String, _ words: ArraySlice<String>) {
    guard let member = SMTPCapabilities.keywords.first(where: { $0.0 == keyword })?.1 else {
      return others.append(line)
    }
    extensions.insert(member)
    if member == .size { sizeLimit = words.first.flatMap { UInt64($0) } }
    if member == .limits { takeLimits(words) }
  }

  private mutating func takeAuth(_ names: ArraySlice<String>) {
    extensions.insert(.auth)
    for name in names.map(\.asciiUppercased) where !name.isEmpty && !mechanisms.contains(name) {
      mechanisms.append(name)
    }
  }

  private mutating func takeLimits(_ words: ArraySlice<String>) {
    for word in words {
      let pair = word.asciiUppercased.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, let value = Int(pair[1]), value > 0 else { continue }
      switch pair[0] {
      case "MAILMAX": limits.mailMax = value
      case "RCPTMAX": limits.recipientMax = value
      case "RCPTDOMAINMAX": limits.recipientDomainMax = value
      default: continue
      }
    }
  }

  private static let keywords: [(String, SMTPExtensions)] = [
    ("PIPELINING", .pipelining), ("SIZE", .size), ("8BITMIME", .eightBitMIME), ("SMTPUTF8", .smtpUTF8),
    ("DSN", .dsn), ("ENHANCEDSTATUSCODES", .enhancedStatusCodes), ("CHUNKING", .chunking),
    ("BINARYMIME", .binaryMIME), ("STARTTLS", .startTLS), ("AUTH", .auth), ("REQUIRETLS", .requireTLS),
    ("DELIVERBY", .deliverBy), ("MT-PRIORITY", .mtPriority), ("FUTURERELEASE", .futureRelease), ("RRVS", .rrvs),
    ("CHECKPOINT", .checkpoint), ("NO-SOLICITING", .noSoliciting), ("MTRK", .messageTracking),
    ("CONPERM", .contentConversion), ("SUBMITTER", .submitter), ("BURL", .burl), ("ETRN", .etrn), ("ATRN", .atrn),
    ("XCLIENT", .xclient), ("XFORWARD", .xforward), ("LIMITS", .limits), ("VRFY", .vrfy), ("EXPN", .expn),
    ("HELP", .help),
  ]
}

extension String {
  /// `a-z` in upper case, nothing else folded.
  var asciiUppercased: String {
    String(decoding: utf8.map { 0x61...0x7A ~= $0 ? $0 & 0xDF : $0 }, as: UTF8.self)
  }
}
