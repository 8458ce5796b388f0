internal import WireBytes

/// A charset's name as somebody declared it, folded so that it can be looked up.
///
/// Labels of real mail come in quotes, with a language (RFC 2231 section 5), with the rest of a parameter list
/// or in any spelling that a programmer thought of; each of these is windows-1252 or UTF-8 without doubt:
///
///     ISO-8859-1          "iso-8859-1"        iso_8859_1*en       charset=CP-1252       3D"Windows1252"
///     UTF8                'utf-8'             utf-8;format=flowed     =?utf-8?          UTF_8, utf-8
///
/// What a label means is looked up in the WHATWG Encoding standard, whose table is what mail programs follow in
/// practice, after a table of names of mail that it lacks.
public struct CharsetLabel: Sendable, Hashable {
  /// The label in lower case, without quotes, blanks around it, a `*language` suffix and other junk.
  public let name: String
  /// The charset that the label means, in lower case: the name of the WHATWG Encoding standard
  /// (`windows-1252` for `latin1`, `euc-kr` for `ks_c_5601-1987`), or `name` itself when no table lists it and
  /// only a converter library can know it; nil when it says nothing, as `unknown-8bit` and the empty label do.
  public let charset: String?
  /// Whether our tables know the label, so that its charset is the one of the WHATWG Encoding standard.
  let isListed: Bool

  /// Folds a label as it stands in a message.
  public init(_ bytes: Span<UInt8>) {
    if bytes.count < CharsetLabel.common.count {
      for label in CharsetLabel.common[bytes.count] where bytes.equalsIgnoringCase(label.name) {
        self = label
        return
      }
    }
    self.init(folding: bytes)
  }

  /// The labels of nearly all mail, spelled as they should be, by their length.
  private static let common: [[CharsetLabel]] = {
    let names = [
      "utf-8", "us-ascii", "iso-8859-1", "windows-1252", "iso-8859-15", "iso-8859-2", "windows-1251", "windows-1250",
      "koi8-r", "iso-2022-jp", "shift_jis", "euc-jp", "gb2312", "gbk", "gb18030", "big5", "euc-kr", "ks_c_5601-1987",
    ]
    var table = [[CharsetLabel]](repeating: [], count: 16)
    for name in names { table[name.utf8.count].append(CharsetLabel(folding: name.utf8.span)) }
    return table
  }()

  private init(folding bytes: Span<UInt8>) {
    let label = CharsetLabel.trimmed(bytes)
    // A blank inside may be a way of spelling ("iso 8859-1") or the end of the label ("utf-8 format=flowed").
    let word = label.prefix { !$0.isBlank }
    self = CharsetLabel(listed: label[...]) ?? CharsetLabel(listed: word) ?? CharsetLabel(unlisted: word)
  }

  /// Folds a label given as text.
  public init(_ text: String) {
    self.init(text.utf8.span)
  }

  /// A trimmed label that a table lists, or nil.
  private init?(listed label: ArraySlice<UInt8>) {
    let name = String(decoding: label, as: UTF8.self)
    guard let charset = CharsetLabel.meaning(of: label, text: name) else { return nil }
    self.init(name: name, charset: charset, isListed: true)
  }

  /// A trimmed label that no table lists.
  private init(unlisted label: ArraySlice<UInt8>) {
    let name = String(decoding: label, as: UTF8.self)
    let saysNothing = name.isEmpty || LabelTables.shared.silent.contains(name)
    self.init(name: name, charset: saysNothing ? nil : name)
  }

  /// A name that is known to need no folding.
  init(name: String, charset: String?, isListed: Bool = false) {
    self.name = name
    self.charset = charset
    self.isListed = isListed
  }

  /// Two labels are equal when they mean the same charset, however they spell it.
  public static func == (a: CharsetLabel, b: CharsetLabel) -> Bool {
    a.charset == b.charset && (a.charset != nil || a.name == b.name)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(charset ?? name)
  }

  /// The label in lower case, from behind leading junk and any `charset=` to the first byte that ends a label.
  private static func trimmed(_ bytes: Span<UInt8>) -> [UInt8] {
    var start = 0
    while start < bytes.count {
      if junk.contains(bytes[start]) {
        start += 1
      } else if let prefix = prefixes.first(where: { bytes.extracting(start...).startsIgnoringCase($0) }) {
        start += prefix.utf8.count
      } else {
        break
      }
    }
    var end = start
    while end < bytes.count, !terminator.contains(bytes[end]) { end += 1 }
    while end > start, bytes[end - 1].isBlank { end -= 1 }
    return bytes.extracting(start..<end).array.map(ASCII.lowercase)
  }

  /// What may stand before a label: the parameter's name, and the `=` of a header that went through
  /// quoted-printable as a whole.
  private static let prefixes = ["charset=", "3d\""]
  /// Bytes that may stand before a label: quotes, blanks, the beginning of an encoded word, brackets.
  private static let junk = ByteClass(" \t\r\n\"'`=?<([\\,;:")
  /// Bytes that end one: the same, the language's `*`, the next parameter; not the `:` of `iso_8859-1:1987`.
  private static let terminator = ByteClass("\"'`=?<>()[]\\,;*\0")

  /// What the tables say about a label, spelled as it is or carelessly.
  private static func meaning(of label: ArraySlice<UInt8>, text: String) -> String? {
    let tables = LabelTables.shared
    guard !tables.silent.contains(text) else { return nil }
    if let charset = tables.charsets[text] { return charset }
    let squeezed = LabelTables.squeezed(label)
    if let charset = tables.squeezedCharsets[squeezed] { return charset }
    if let charset = codePage(squeezed) { return charset }
    // Quoted-printable again, without quotes: charset=3Dutf-8.
    if squeezed.hasPrefix("3d") { return tables.squeezedCharsets[String(squeezed.dropFirst(2))] }
    return nil
  }

  /// `cp1252` and its many relatives.
  private static func codePage(_ squeezed: String) -> String? {
    let digits = squeezed.utf8.reversed().prefix { 0x30...0x39 ~= $0 }.count
    let number = squeezed.utf8.suffix(digits)
    guard let charset = MailLabels.codePages[String(Substring(number))] else { return nil }
    return MailLabels.codePagePrefixes.contains(String(Substring(squeezed.utf8.dropLast(digits)))) ? charset : nil
  }
}

/// The label tables as dictionaries, made when the first label is folded.
private struct LabelTables {
  static let shared = LabelTables()

  /// Exact labels.
  var charsets: [String: String] = [:]
  /// Labels without hyphens, underscores, dots, colons and blanks.
  var squeezedCharsets: [String: String] = [:]
  /// Labels that say nothing.
  let silent: Set<String>

  init() {
    for (encoding, labels) in EncodingStandard.labels + MailLabels.labels {
      for label in labels.utf8.split(separator: ASCII.space) {
        let label = Substring(label)
        charsets[String(label)] = encoding
        squeezedCharsets[LabelTables.squeezed(label.utf8)] = encoding
      }
    }
    silent = Set(MailLabels.sayingNothing.utf8.split(separator: ASCII.space).map { String(Substring($0)) })
  }

  static func squeezed(_ label: some Sequence<UInt8>) -> String {
    String(decoding: label.filter { !filler.contains($0) }, as: UTF8.self)
  }

  private static let filler = ByteClass("-_.: \t\r\n")
}

extension Span where Element == UInt8 {
  /// Whether the bytes begin with those of `literal`, which is in lower case, when `A-Z` are folded.
  fileprivate func startsIgnoringCase(_ literal: String) -> Bool {
    count >= literal.utf8.count && extracting(..<literal.utf8.count).equalsIgnoringCase(literal)
  }
}

extension UInt8 {
  /// Whether the byte is a blank or part of a fold.
  fileprivate var isBlank: Bool { ByteClass.fws.contains(self) }
}
