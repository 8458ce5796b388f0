/// Labels of real mail that the WHATWG Encoding standard does not list, or means otherwise than mail does.
///
/// Spelling that differs only in hyphens, underscores, dots, colons and blanks needs no entry here
/// (``CharsetLabel`` compares without them), and neither does a code page number with one of the usual words
/// before it.
enum MailLabels {
  /// Each charset's name and its labels, separated by spaces. A label here wins over the standard's.
  static let labels: [(charset: String, labels: String)] = [
    // The standard reads US-ASCII as windows-1252. In mail it is a promise of 7-bit text, and what breaks the
    // promise is decided like text without a label. The names are those of the IANA registry (RFC 1345).
    (
      "us-ascii",
      """
      us-ascii ascii csascii us iso646-us iso_646.irv:1991 iso-ir-6 ansi_x3.4-1968 ansi_x3.4-1986 cp367 ibm367 \
      646 x-us-ascii ascii-7 us-asii usa-ascii
      """
    ),

    // MySQL's name for real UTF-8, Python's for UTF-8 with a mark, Perl's for the strict kind, macOS's for
    // decomposed text, PHP's and .NET's; RFC 2044's own label with its later version numbers.
    (
      "utf-8",
      """
      utf utf8mb4 utf8mb3 utf-8-sig utf-8-strict utf-8-mac utf-8n x-utf-8 csutf8 unicode-2-0-utf-8 \
      unicode-3-0-utf-8 iso-10646-utf-8 iso-10646/utf-8
      """
    ),

    // Windows' "ANSI" is whatever the sender's code page is, most often this one. 8859 alone, "Latin" alone and
    // the two usual transpositions of its digits. The IANA names are HP's for the Windows code pages of old.
    (
      "windows-1252",
      """
      ansi x-ansi ms-ansi western iso-8859 8859 8859-1 iso-latin-1 latin isolatin1 iso-8559-1 iso-8895-1 \
      cswindows1252 iso-8859-1-windows-3.0-latin-1 iso-8859-1-windows-3.1-latin-1
      """
    ),
    ("windows-1250", "ms-ee cswindows1250 iso-8859-2-windows-latin-2"),
    ("windows-1251", "ms-cyrl cswindows1251 win-koi"),
    ("windows-1253", "ms-greek cswindows1253"),
    ("windows-1254", "ms-turk cswindows1254 iso-8859-9-windows-latin-5"),
    ("windows-1255", "ms-hebr cswindows1255"),
    ("windows-1256", "ms-arab cswindows1256"),
    ("windows-1257", "winbaltrim cswindows1257"),
    ("windows-874", "tis620.2533 cstis620 x-iso-8859-11 thai"),
    ("iso-8859-2", "8859-2 iso-latin-2"),
    ("iso-8859-15", "8859-15 latin-9 latin0 iso-latin-9"),
    ("koi8-r", "koi-8 koi-8-r"),

    // Sun's, PHP's (mbstring) and HP's names for the CJK charsets as Windows extends them; the registry's names
    // of the sets behind them; GB2312 by the name of its wire form.
    ("shift_jis", "sjis-win cswindows31j x-ms-cp932 x-shift-jis"),
    ("euc-jp", "eucjp-win eucjp-ms ujis eucjis extended_unix_code_packed_format_for_japanese"),
    ("gbk", "euc-cn x-euc-cn gb2312-80 gb_2312-1980 csgbk ms936 zh-cn"),
    ("gb18030", "gb18030-2000 gb18030-2005 gb18030-2022 csgb18030"),
    ("big5", "x-big5 ms950 big5-eten big5-hkscs:unicode3.0 csbig5hkscs hkscs-big5 zh-tw"),
    ("euc-kr", "ks_c_5601 ks_x_1001 ms949 x-ms949 uhc x-uhc x-euc-kr"),

    // Outlook Express wrote the internal names of code pages 50221 and 50222.
    ("iso-2022-jp", "_iso-2022-jp$esc _iso-2022-jp$sio iso-2022-jp-ms jis"),

    // What the standard replaces by a single U+FFFD, mail still holds.
    ("iso-2022-kr", "iso-2022-kr csiso2022kr"),
    ("iso-2022-cn", "iso-2022-cn"),
    ("iso-2022-cn-ext", "iso-2022-cn-ext"),
    ("hz-gb-2312", "hz-gb-2312 hz"),

    // RFC 1642 and RFC 2152. Decoded when declared, never detected.
    ("utf-7", "utf-7 csutf7 unicode-1-1-utf-7 unicode-2-0-utf-7 x-unicode-2-0-utf-7"),
    ("utf-32", "utf-32 csutf32 iso-10646-ucs-4 ucs-4"),
    ("utf-32le", "utf-32le csutf32le"),
    ("utf-32be", "utf-32be csutf32be"),
    ("macintosh", "macroman x-macroman apple-roman"),
  ]

  /// Labels that say that the sender did not know (RFC 1428 section 3 defines `unknown-8bit`), or name no
  /// charset of text: as good as no label.
  static let sayingNothing =
    "unknown-8bit x-unknown unknown default x-default none user-defined x-user-defined replacement binary"

  /// Microsoft's code page numbers, by which Windows mailers name charsets (`cp1252`, `win-1252`,
  /// `x-windows-1252`, `windows1252`, `1252`).
  static let codePages: [String: String] = [
    "874": "windows-874", "932": "shift_jis", "936": "gbk", "949": "euc-kr", "950": "big5",
    "1200": "utf-16le", "1201": "utf-16be", "12000": "utf-32le", "12001": "utf-32be",
    "1250": "windows-1250", "1251": "windows-1251", "1252": "windows-1252", "1253": "windows-1253",
    "1254": "windows-1254", "1255": "windows-1255", "1256": "windows-1256", "1257": "windows-1257",
    "1258": "windows-1258", "10000": "macintosh", "10007": "x-mac-cyrillic", "20127": "us-ascii",
    "20866": "koi8-r", "21866": "koi8-u", "28591": "windows-1252", "28592": "iso-8859-2",
    "28593": "iso-8859-3", "28594": "iso-8859-4", "28595": "iso-8859-5", "28596": "iso-8859-6",
    "28597": "iso-8859-7", "28598": "iso-8859-8", "28599": "windows-1254", "28603": "iso-8859-13",
    "28605": "iso-8859-15", "38598": "iso-8859-8-i", "50220": "iso-2022-jp", "50221": "iso-2022-jp",
    "50222": "iso-2022-jp", "50225": "iso-2022-kr", "51932": "euc-jp", "51936": "gbk", "51949": "euc-kr",
    "52936": "hz-gb-2312", "54936": "gb18030", "65000": "utf-7", "65001": "utf-8",
  ]

  /// The words that stand before a code page number, without hyphens and underscores.
  static let codePagePrefixes = ["", "cp", "xcp", "win", "xwin", "windows", "xwindows", "ms", "xms", "mscp", "ansi"]
}
