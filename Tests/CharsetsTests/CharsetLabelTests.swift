import Testing

@testable import Charsets

@Suite struct CharsetLabelTests {
  @Test(
    "Labels as mail spells them mean the charset that a reader would say",
    arguments: [
      // As they should be.
      ("utf-8", "utf-8"), ("UTF-8", "utf-8"), ("us-ascii", "us-ascii"), ("ISO-8859-1", "windows-1252"),
      ("iso-8859-15", "iso-8859-15"), ("koi8-r", "koi8-r"), ("gb18030", "gb18030"), ("utf-16", "utf-16le"),
      ("utf-16be", "utf-16be"), ("utf-32", "utf-32"), ("macintosh", "macintosh"),
      ("x-mac-cyrillic", "x-mac-cyrillic"),
      ("iso-8859-8-i", "iso-8859-8-i"), ("euc-kr", "euc-kr"), ("windows-1258", "windows-1258"),
      // By the aliases of the Encoding standard.
      ("latin1", "windows-1252"), ("iso_8859-1:1987", "windows-1252"), ("ks_c_5601-1987", "euc-kr"),
      ("gb2312", "gbk"), ("x-gbk", "gbk"), ("x-sjis", "shift_jis"), ("big5-hkscs", "big5"),
      ("tis-620", "windows-874"),
      ("iso-8859-9", "windows-1254"), ("unicode-1-1-utf-8", "utf-8"), ("unicode", "utf-16le"),
      ("visual", "iso-8859-8"),
      ("x-mac-roman", "macintosh"), ("csisolatin2", "iso-8859-2"), ("dos-874", "windows-874"),
      // Spelled carelessly.
      ("utf8", "utf-8"), ("UTF_8", "utf-8"), ("utf 8", "utf-8"), ("iso8859-1", "windows-1252"),
      ("iso_8859_1", "windows-1252"), ("ISO 8859-1", "windows-1252"), ("iso88591", "windows-1252"),
      ("latin-1", "windows-1252"), ("us_ascii", "us-ascii"), ("euckr", "euc-kr"), ("shiftjis", "shift_jis"),
      ("iso2022jp", "iso-2022-jp"), ("iso-2022-jp ", "iso-2022-jp"), ("BIG-5", "big5"), ("gb-2312", "gbk"),
      // With junk around it.
      ("\"utf-8\"", "utf-8"), ("'utf-8'", "utf-8"), (" utf-8 ", "utf-8"), ("utf-8;", "utf-8"), ("utf-8,", "utf-8"),
      ("utf-8; format=flowed", "utf-8"), ("utf-8;format=flowed", "utf-8"), ("utf-8 format=flowed", "utf-8"),
      ("charset=utf-8", "utf-8"), ("Charset=\"ISO-8859-2\"", "iso-8859-2"), ("charset=charset=utf-8", "utf-8"),
      ("=?utf-8?Q?", "utf-8"), ("=?utf-8", "utf-8"), ("utf-8*en", "utf-8"), ("us-ascii*en-US", "us-ascii"),
      ("3Diso-8859-1", "windows-1252"), ("3D\"utf-8\"", "utf-8"), ("<utf-8>", "utf-8"), ("utf-8\r\n\tx", "utf-8"),
      ("utf-8\"; x=\"y", "utf-8"), ("utf-8\0", "utf-8"),
      // US-ASCII by its many names.
      ("ansi_x3.4-1968", "us-ascii"), ("ANSI_X3.4-1986", "us-ascii"), ("ascii", "us-ascii"), ("us", "us-ascii"),
      ("iso646-us", "us-ascii"), ("cp367", "us-ascii"), ("us-asii", "us-ascii"), ("646", "us-ascii"),
      // UTF-8 by the names of programs.
      ("utf8mb4", "utf-8"), ("utf-8mb4", "utf-8"), ("utf-8-sig", "utf-8"), ("x-utf-8", "utf-8"), ("utf", "utf-8"),
      ("unicode-2-0-utf-8", "utf-8"), ("cp65001", "utf-8"),
      // Code pages by number.
      ("cp1252", "windows-1252"), ("cp-1252", "windows-1252"), ("CP 1252", "windows-1252"),
      ("win-1252", "windows-1252"), ("windows1252", "windows-1252"), ("windows_1252", "windows-1252"),
      ("x-windows-1251", "windows-1251"), ("1251", "windows-1251"), ("cp932", "shift_jis"), ("cp936", "gbk"),
      ("cp949", "euc-kr"), ("cp950", "big5"), ("windows-936", "gbk"), ("cp874", "windows-874"), ("ms936", "gbk"),
      ("windows-28592", "iso-8859-2"), ("cp50221", "iso-2022-jp"), ("windows-65000", "utf-7"), ("10000", "macintosh"),
      // Western text by the names of systems and slips.
      ("ansi", "windows-1252"), ("iso-8859", "windows-1252"), ("8859_1", "windows-1252"),
      ("iso-8559-1", "windows-1252"),
      ("iso-8859-1-windows-3.1-latin-1", "windows-1252"), ("iso-8859-2-windows-latin-2", "windows-1250"),
      ("latin-9", "iso-8859-15"), ("koi-8", "koi8-r"), ("ms-cyrl", "windows-1251"), ("macroman", "macintosh"),
      // Chinese, Japanese and Korean.
      ("ks_c_5601", "euc-kr"), ("ksc5601", "euc-kr"), ("uhc", "euc-kr"), ("euc-cn", "gbk"), ("gb2312-80", "gbk"),
      ("gb18030-2022", "gb18030"), ("x-big5", "big5"), ("sjis-win", "shift_jis"), ("windows-31j", "shift_jis"),
      ("eucjp-win", "euc-jp"), ("ujis", "euc-jp"), ("_iso-2022-jp$ESC", "iso-2022-jp"), ("zh-cn", "gbk"),
      // Shift states, which browsers no longer read.
      ("iso-2022-kr", "iso-2022-kr"), ("hz-gb-2312", "hz-gb-2312"), ("iso-2022-cn", "iso-2022-cn"),
      ("utf-7", "utf-7"), ("unicode-1-1-utf-7", "utf-7"), ("csUTF7", "utf-7"),
      // Only a converter library can know.
      ("cp037", "cp037"), ("IBM850", "ibm850"), ("x-mac-ce", "x-mac-ce"), ("iso-2022-jp-2", "iso-2022-jp-2"),
      ("bogus", "bogus"), ("utf-9", "utf-9"), ("windows-9999", "windows-9999"), ("utf-8b", "utf-8b"),
      // Nothing said.
      ("", nil), ("\"\"", nil), ("*en", nil), ("unknown-8bit", nil), ("X-UNKNOWN", nil), ("default", nil),
      ("x-user-defined", nil), ("replacement", nil), ("binary", nil), ("none", nil),
    ] as [(String, String?)])
  func meaning(label: String, charset: String?) {
    #expect(CharsetLabel(label).charset == charset)
    #expect(CharsetLabel(label.uppercased()).charset == charset)
  }

  @Test(
    "The name is the label as declared, folded and without junk",
    arguments: [
      ("\"ISO-8859-1\"", "iso-8859-1"), ("UTF-8*en", "utf-8"), (" charset=CP-1252; x=y", "cp-1252"),
      ("ISO 8859-1", "iso 8859-1"), ("utf-8 format=flowed", "utf-8"), ("bogus one", "bogus"), ("", ""), ("*", ""),
    ])
  func name(label: String, name: String) {
    #expect(CharsetLabel(label).name == name)
  }

  @Test("Labels are equal when they mean one charset")
  func equality() {
    #expect(CharsetLabel("utf8") == CharsetLabel("UTF-8"))
    #expect(CharsetLabel("gb2312") == CharsetLabel("x-gbk"))
    #expect(CharsetLabel("utf-8").hashValue == CharsetLabel("utf8").hashValue)
    #expect(CharsetLabel("us-ascii") != CharsetLabel("iso-8859-1"))
    #expect(CharsetLabel("unknown") != CharsetLabel("none"))
    #expect(CharsetLabel("bogus") != CharsetLabel("other"))
  }

  @Test("Every label of the Encoding standard means its encoding, but for US-ASCII")
  func standard() {
    var count = 0
    for (encoding, labels) in EncodingStandard.labels {
      for label in labels.split(separator: " ") {
        let charset = CharsetLabel(String(label)).charset
        #expect(charset == encoding || encoding == "windows-1252" && charset == "us-ascii", "\(label)")
        count += 1
      }
    }
    // The standard's 228 labels of 2023 less the two rows that are left out.
    #expect(count > 200)
  }

  @Test("No spelling stands for two charsets of the mail table")
  func noContradiction() {
    var seen: [String: String] = [:]
    for (charset, labels) in MailLabels.labels {
      for label in labels.split(separator: " ") {
        let spelling = label.filter { !"-_.: ".contains($0) }
        #expect(seen[spelling] == nil || seen[spelling] == charset, "\(label)")
        seen[spelling] = charset
      }
    }
  }
}
