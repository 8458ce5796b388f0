public import Charsets

/// Every charset that ICU knows, by the names of the WHATWG Encoding standard and of the IANA registry.
///
/// UTF-8, US-ASCII and windows-1252 are still decoded by `BuiltinCharsets`, other single-byte charsets by tables that ICU
/// has filled. Charsets with shift states
/// (ISO-2022-JP, ISO-2022-KR, ISO-2022-CN, HZ, UTF-7) are decoded when a message declares them and never guessed.
/// Converters are pooled for the whole process: an `ICUCharsets` costs nothing to make.
public struct ICUCharsets: CharsetDecoding {
  /// All charsets of the ICU on this machine.
  public init() {}

  public func makeDecoder(for label: CharsetLabel) -> (any CharsetDecoder)? {
    if let decoder = BuiltinCharsets().makeDecoder(for: label) { return decoder }
    guard let charset = label.charset else { return nil }
    if let name = ICUCharsets.converters[charset] { return makeDecoder(of: charset, by: name) }
    guard let name = ICUCharsets.standardName(of: charset) else { return nil }
    // ICU may know an alias of a charset that is listed by another name; then that is the one.
    let standard = CharsetLabel(name)
    if let listed = standard.charset, let converter = ICUCharsets.converters[listed] {
      return makeDecoder(of: listed, by: converter)
    }
    return BuiltinCharsets().makeDecoder(for: standard) ?? makeDecoder(of: standard.name, by: name)
  }

  public func detect(_ bytes: Span<UInt8>) -> CharsetGuess? {
    CharsetDetector.guess(bytes)
  }

  private func makeDecoder(of charset: String, by name: String) -> (any CharsetDecoder)? {
    if let decoder = ICUCharsets.singleByteTables.makeDecoder(of: charset, by: name) { return decoder }
    let isGB = charset == "gbk" || charset == "gb18030"
    let makeDecoder: @Sendable () -> ICUDecoder? = {
      ICUCharsets.pool.take(name, euroAt80: isGB).map {
        ICUDecoder(charset: charset, converter: $0, pool: ICUCharsets.pool)
      }
    }
    if let table = ICUCharsets.doubleByteTables.table(
      of: charset, filledBy: { ICUConverter(name: name, euroAt80: isGB) })
    {
      return DoubleByteDecoder(charset: charset, table: table, rest: makeDecoder)
    }
    return makeDecoder()
  }

  private static let pool = ICUConverterPool()
  private static let singleByteTables = SingleByteTables()
  private static let doubleByteTables = DoubleByteTables()

  /// ICU's standard name for a name out of a message, which is looked up only if it looks like one: a comma would
  /// give ICU options, and anything else odd is in no registry.
  private static func standardName(of name: String) -> String? {
    let isName = name.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "+"): true
      default: false
      }
    }
    return isName && name.utf8.count < 60 ? ICUNames.standardName(of: name) : nil
  }

  /// ICU's converter for each charset that ``CharsetLabel`` knows by name.
  ///
  /// Where ICU has several for one name, it is the one whose table is (or is nearest to) the WHATWG Encoding
  /// standard's index: the charsets as Windows extended them, which is what mail holds whatever its label says.
  private static let converters: [String: String] = [
    "big5": "ibm-1375_P100-2008",  // with the characters of Hong Kong
    "euc-jp": "euc-jp-2007",  // with the NEC and IBM extensions
    "euc-kr": "windows-949-2000",  // the unified Hangul code
    "gb18030": "gb18030",
    "gbk": "gb18030",  // the standard decodes both as GB 18030, the superset
    "shift_jis": "ibm-943_P15A-2003",  // windows-31j; 0x5C and 0x7E are US-ASCII
    "iso-2022-jp": "ISO-2022-JP",
    "iso-2022-kr": "ISO-2022-KR",
    "iso-2022-cn": "ISO-2022-CN",
    "iso-2022-cn-ext": "ISO-2022-CN-EXT",
    "hz-gb-2312": "HZ",
    "utf-7": "UTF-7",
    "utf-16be": "UTF-16BE", "utf-16le": "UTF-16LE",
    "utf-32": "UTF-32", "utf-32be": "UTF-32BE", "utf-32le": "UTF-32LE",
    "ibm866": "ibm-866_P100-1995",
    "iso-8859-2": "ISO-8859-2", "iso-8859-3": "ISO-8859-3", "iso-8859-4": "ISO-8859-4",
    "iso-8859-5": "ISO-8859-5", "iso-8859-6": "ISO-8859-6", "iso-8859-7": "ISO-8859-7",
    "iso-8859-8": "ISO-8859-8", "iso-8859-8-i": "ISO-8859-8",  // they differ in the order of display only
    "iso-8859-10": "ISO-8859-10", "iso-8859-13": "ISO-8859-13", "iso-8859-14": "ISO-8859-14",
    "iso-8859-15": "ISO-8859-15",
    "koi8-r": "KOI8-R", "koi8-u": "KOI8-U",
    "macintosh": "macos-0_2-10.2", "x-mac-cyrillic": "macos-7_3-10.2",
    "windows-874": "windows-874-2000", "windows-1250": "windows-1250", "windows-1251": "windows-1251",
    "windows-1253": "windows-1253", "windows-1254": "windows-1254", "windows-1255": "windows-1255",
    "windows-1256": "windows-1256", "windows-1257": "windows-1257", "windows-1258": "windows-1258",
  ]
}
