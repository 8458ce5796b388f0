import Charsets
import HeaderFields
import Testing
import WireBytes

/// Parameters as `name=value` joined by `|`.
private func text(_ parameters: Parameters) -> String {
  parameters.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
}

@Suite struct ParametersTests {
  /// Parameters of ordinary mail behind `text/plain`: nothing above lint.
  static let ordinary = [
    FieldFixture("", ""),
    FieldFixture("; charset=utf-8", "charset=utf-8"),
    FieldFixture(";charset=utf-8;format=flowed", "charset=utf-8|format=flowed"),
    FieldFixture("; CharSet=\"UTF-8\"", "charset=UTF-8"),
    FieldFixture(";\\r\\n\\tcharset=utf-8\\r\\n", "charset=utf-8"),
    FieldFixture("; charset=us-ascii (Plain text)", "charset=us-ascii"),
    FieldFixture(" (c); (c) a=b (c); (c) c=\"d\" (c)", "a=b|c=d"),
    FieldFixture("; name=\"a \\\"b\\\" \\\\ c.txt\"", "name=a \"b\" \\ c.txt"),
    FieldFixture("; name=\"a;b=c(d).txt\"", "name=a;b=c(d).txt"),
    FieldFixture("; name=\"long\\r\\n name.txt\"", "name=long name.txt"),
    FieldFixture("; name=\"\"", "name="),
    FieldFixture("; charset = utf-8", "charset=utf-8", "param-ws-around-eq lint"),
    FieldFixture("; charset(c)=(d)utf-8", "charset=utf-8", "param-ws-around-eq lint"),
    FieldFixture("; a=b;", "a=b", "param-trailing-semicolon lint"),
    FieldFixture(";; a=b", "a=b", "param-trailing-semicolon lint"),
    FieldFixture("; name=\"\\xC3\\xA9.txt\"", "name=é.txt", "param-raw-8bit lint"),
    FieldFixture("; name=\"\\xE9.txt\"", "name=é.txt", "param-raw-8bit lint"),
  ]

  static let continued = [
    FieldFixture("; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", "title=This is ***fun***"),
    FieldFixture("; filename*=utf-8''%E2%82%AC.txt", "filename=€.txt"),
    FieldFixture("; filename*=''a%20b", "filename=a b"),
    FieldFixture("; filename*=\"iso-8859-1''Fr%F6sche.txt\"", "filename=Frösche.txt"),
    FieldFixture("; filename*0=\"a\";\\r\\n filename*1=\".exe\"", "filename=a.exe"),
    FieldFixture("; t*0*=us-ascii'en'a%20;\\r\\n t*1*=%2Ab%20;\\r\\n t*2=\"isn't %2A\"", "t=a *b isn't %2A"),
    FieldFixture("; t*0*=utf-8''%C3; t*1*=%A9", "t=é"),
    FieldFixture("; t*0=a; t*1*=b%25", "t=ab%"),
    FieldFixture(
      "; t*0=\"=?utf-8?q?=C3=\"; t*1=\"A9?=\"", "t=é", "ew-in-parameter medium"),
    FieldFixture("; filename*1=\"f.exe\"; filename*0=\"pd\"", "filename=pdf.exe", "param-2231-order lint"),
    FieldFixture("; z=1; t*0=a; y=2; t*1=b; x=3", "z=1|t=ab|y=2|x=3"),
    FieldFixture(
      "; filename*0=\"a\"; filename*0=\"b\"; filename*1=\".exe\"", "filename=a.exe", "param-2231-dup-section high"),
    FieldFixture("; filename*0=a; filename*1=b; filename*1=b", "filename=ab", "param-2231-dup-section high"),
    FieldFixture("; filename*0=\"a\"; filename*2=\"c\"", "filename=a", "param-2231-gap high"),
    FieldFixture("; filename*1=\"a\"", "", "param-2231-gap high"),
    FieldFixture("; filename*00=\"a\"; filename*0=\"b\"", "filename=b", "param-2231-leading-zero high"),
    FieldFixture("; filename*4294967296=x", "", "param-2231-huge-index medium"),
    FieldFixture("; filename*18446744073709551616=x", "", "param-2231-huge-index medium"),
    FieldFixture("; filename*1000=x; a=b", "a=b", "param-2231-huge-index medium"),
    FieldFixture("; filename*=utf-8'en-US'b.exe", "filename=b.exe"),
    FieldFixture("; filename*=utf-8''b%2Gexe%", "filename=b%2Gexe%", "param-2231-bad-pct medium"),
    FieldFixture("; filename*=b%20.exe", "filename=b%20.exe", "param-2231-pct-without-charset medium"),
    FieldFixture("; filename*=bogus''%C3%A9", "filename=é", "cs-unknown medium"),
    FieldFixture("; filename*=utf-8''%C3", "filename=\u{FFFD}", "cs-malformed medium"),
    FieldFixture("; filename*=utf-7''a", "filename=a", "cs-utf7 high"),
    FieldFixture("; filename*=utf-8''a%00b", "filename=a\0b", "param-nul high"),
    FieldFixture("; filename*=utf-8''a%0D%0Ab", "filename=a\r\nb", "ctl-in-header high"),
    FieldFixture(
      "; f*0*=iso-8859-1'es'%D1and%FA; f*1*=iso-8859-1'%20r%E1pido; f*2*=ISO-8859-1''!", "f=Ñandú rápido!",
      "param-2231-charset-again medium"),
    FieldFixture("; filename*=utf-8''=?utf-8?q?x?=", "filename==?utf-8?q?x?=", "param-unquoted-specials medium"),
    FieldFixture(
      "; filename=\"a.pdf\"; filename*=utf-8''b.exe", "filename=b.exe", "param-2231-vs-plain high"),
    FieldFixture(
      "; filename*=utf-8''b.PDF; filename=\"a.pdf\"", "filename=b.PDF", "param-2231-vs-plain medium"),
    FieldFixture("; filename=\"a.pdf\"; filename*=utf-8''a.pdf", "filename=a.pdf"),
    FieldFixture("; t=a; t*0=b; t*1=c", "t=bc", "param-2231-vs-plain medium"),
    FieldFixture("; t*=''a; t*0=b", "t=a", "param-dup medium"),
    FieldFixture("; t*=''a; t*=''b", "t=a", "param-dup medium"),
    FieldFixture(
      "; *=a; *0=b; t**=c; t*1x=d; t*-1=e", "",
      "param-invalid-hides-rest medium", "param-invalid-hides-rest medium", "param-invalid-hides-rest medium",
      "param-invalid-hides-rest medium", "param-invalid-hides-rest medium"),
  ]

  static let broken = [
    FieldFixture("; filename=\"a.pdf\"; filename=\"b.exe\"", "filename=a.pdf", "param-dup-filename high"),
    FieldFixture("; name=a; NAME=a", "name=a", "param-dup-filename lint"),
    FieldFixture("; charset=utf-8; charset=utf-7", "charset=utf-8", "param-dup medium"),
    FieldFixture("; name=\"=?utf-8?B?Yi5leGU=?=\"", "name=b.exe", "ew-in-parameter medium"),
    FieldFixture(
      "; name==?utf-8?q?=C3?= =?utf-8?q?=A9?=.gif", "name=é.gif", "param-unquoted-specials medium",
      "ew-in-parameter medium", "ew-in-parameter medium", "ew-split-char medium"),
    FieldFixture("; x:y=1; a=b", "a=b", "param-invalid-hides-rest medium"),
    FieldFixture("; \\xE9=1; a=b", "a=b", "param-invalid-hides-rest medium"),
    FieldFixture("; =1; a=b", "a=b", "param-invalid-hides-rest medium"),
    FieldFixture("; flowed; a=b", "a=b", "param-invalid-hides-rest medium"),
    FieldFixture(
      "; = ;; name=\"value\"", "name=value", "param-invalid-hides-rest medium", "param-trailing-semicolon lint"),
    FieldFixture("; a=foo(c); d=e", "a=foo|d=e", "param-comment-in-value medium"),
    FieldFixture("; a=\"bar\"foo; d=e", "a=bar|d=e", "param-quoted-junk medium"),
    FieldFixture("; filename=\"bar\".exe; d=e", "filename=bar|d=e", "param-quoted-junk high"),
    FieldFixture("; id=a@b:c/d=e; f=g", "id=a@b:c/d=e|f=g", "param-unquoted-specials medium"),
    FieldFixture("; a=b c; d=e", "a=b|d=e", "param-unquoted-specials medium"),
    FieldFixture("; a=; d=e", "a=|d=e", "param-unquoted-specials medium"),
    FieldFixture("; filename=a b (2).exe ; d=e", "filename=a b (2).exe|d=e", "param-unquoted-specials medium"),
    FieldFixture(
      "; filename=a\\r\\n b.exe; d=e", "filename=a b.exe|d=e", "param-unquoted-specials medium",
      "param-fold-in-value high"),
    FieldFixture("; filename=a.exe\\r\\n size=3", "filename=a.exe|size=3", "param-missing-semicolon medium"),
    FieldFixture("; filename=\"b.exe", "filename=b.exe", "param-unterminated-quote high"),
    FieldFixture("; filename=\"b.exe; a=b\\r\\n", "filename=b.exe; a=b", "param-unterminated-quote high"),
    FieldFixture("; name=\"   \\n    \\n", "name=       ", "param-unterminated-quote high"),
    FieldFixture("; name=\"a\\", "name=a\\", "param-unterminated-quote high"),
    FieldFixture(" charset=utf-8", "charset=utf-8", "param-missing-semicolon medium"),
    FieldFixture(
      "; a=\"b\" c=\"d\" e=f g=h", "a=b|c=d|e=f|g=h",
      "param-missing-semicolon medium", "param-missing-semicolon medium", "param-missing-semicolon medium"),
    FieldFixture("; filename=\"C:\\dir\\bin.exe\"", "filename=C:dirbin.exe", "param-backslash medium"),
    FieldFixture("; a=\"fo\\0o\"", "a=fo\0o", "param-nul high"),
    FieldFixture("; a\\0=foo; b=c", "b=c", "param-nul medium"),
    FieldFixture("; a=b (c", "a=b", "hdr-comment-half-open high"),
    FieldFixture("; a=b\\r\\n c", "a=b", "param-fold-in-value high"),
  ]

  @Test("Parameters of a single part", arguments: ordinary + continued + broken)
  func parameters(fixture: FieldFixture) {
    var log = DefectLog()
    let body = wire("text/plain") + fixture.bytes
    let type = ContentType(parsing: body.span, charsets: HiraganaCharsets(), defects: &log)
    #expect(text(type.parameters) == fixture.value)
    #expect(summary(log) == fixture.defects)
    #expect(type.type == "text/plain")
    #expect(type.isWellFormed)
  }

  @Test("A continued parameter has a range for each piece, in the order of their numbers")
  func ranges() {
    var log = DefectLog()
    let body = wire("a/b; t*1=\"y\"; u=v; t*0*=''x")
    let type = ContentType(parsing: body.span, charsets: BuiltinCharsets(), defects: &log)
    #expect(type.parameters.map(\.ranges) == [[19..<27, 5..<12], [14..<17]])
  }

  @Test("The limit keeps the first parameters and is reported once", arguments: [129, 100_000])
  func limit(count: Int) {
    let body = Array("a/b".utf8) + [UInt8]((0..<count).map { "; p\($0)=v" }.joined().utf8)
    var log = DefectLog()
    let type = ContentType(parsing: body.span, charsets: BuiltinCharsets(), defects: &log)
    #expect(type.parameters.count == 128)
    #expect(type.parameters.last?.name == "p127")
    #expect(summary(log) == ["limit-parameters medium"])

    log = DefectLog()
    let few = ContentType(parsing: body.span, charsets: BuiltinCharsets(), parameterLimit: 2, defects: &log)
    #expect(few.parameters.map(\.name) == ["p0", "p1"])
  }

  @Test("Exactly as many parameters as the limit are no defect")
  func atLimit() {
    let body = Array("a/b".utf8) + [UInt8]((0..<128).map { "; p\($0)=v" }.joined().utf8)
    var log = DefectLog()
    let type = ContentType(parsing: body.span, charsets: BuiltinCharsets(), defects: &log)
    #expect(type.parameters.count == 128)
    #expect(log.total == 0)
  }

  @Test("Among many names, too, the first of one name counts, and its sections are its own", arguments: [5, 50_000])
  func manyNames(count: Int) {
    let text = (0..<count).map { "; p\($0)=a; q\($0)*0=b; q\($0)*1=c; p\($0)=d; q\($0)*1=e" }.joined()
    var log = DefectLog()
    let type = ContentType(
      parsing: Array("a/b\(text)".utf8).span, charsets: BuiltinCharsets(), parameterLimit: .max, defects: &log)
    let expected = (0..<count).flatMap { ["p\($0)=a", "q\($0)=bc"] }
    #expect(type.parameters.map { "\($0.name)=\($0.value)" } == expected)
    #expect(log.count(of: .parameterDuplicate) == count)
    #expect(log.count(of: .parameterDuplicateSection) == count)
  }

  @Test("Many sections of one name are found by number")
  func manySections() {
    let text = (0..<1_000).reversed().map { "; a*\($0)=\($0 % 10)" }.joined()
    var log = DefectLog()
    let type = ContentType(
      parsing: Array("a/b\(text)\(text)".utf8).span, charsets: BuiltinCharsets(), parameterLimit: .max, defects: &log)
    #expect(type.parameters["a"] == String(repeating: "0123456789", count: 100))
    #expect(log.count(of: .parameterDuplicateSection) == 1_000)
  }

  @Test("Sections are joined by number whatever their order", arguments: ["ascending", "descending", "shuffled"])
  func sections(order: String) {
    var numbers = Array(0..<128)
    switch order {
    case "descending": numbers.reverse()
    case "shuffled": numbers = (0..<128).map { $0 * 37 % 128 }
    default: break
    }
    let body = Array("a/b".utf8) + [UInt8](numbers.map { "; t*\($0)=\"\($0),\"" }.joined().utf8)
    var log = DefectLog()
    let type = ContentType(parsing: body.span, charsets: BuiltinCharsets(), defects: &log)
    #expect(type.parameters["t"] == (0..<128).map { "\($0)," }.joined())
    #expect(summary(log) == (order == "ascending" ? [] : ["param-2231-order lint"]))
  }

  @Test("Repetition is read in one pass", arguments: [1 << 10, 1 << 15])
  func repetition(n: Int) {
    func read(_ unit: String, after prefix: String) -> (ContentType, DefectLog) {
      let body = Array(prefix.utf8) + [UInt8](repeatElement(unit.utf8, count: n).joined())
      var log = DefectLog()
      return (ContentType(parsing: body.span, charsets: BuiltinCharsets(), defects: &log), log)
    }
    var (type, log) = read(";", after: "text/plain; a=\"")
    #expect(type.parameters["a"]?.utf8.count == n)
    #expect(summary(log) == ["param-unterminated-quote high"])

    (type, log) = read(";", after: "text/plain")
    #expect(type.parameters.isEmpty)
    #expect(log.count(of: .parameterTrailingSemicolon) == n)

    (type, log) = read("(", after: "text/plain; ")
    #expect(type.parameters.isEmpty)
    #expect(summary(log) == ["limit-depth medium", "param-trailing-semicolon lint"])

    (type, log) = read("(x)", after: "text/plain; a=b ")
    #expect(type.parameters["a"] == "b")
    #expect(log.total == 0)

    (type, log) = read(" x", after: "text/plain; a=b")
    #expect(summary(log) == ["param-unquoted-specials medium"])

    (type, log) = read("\n x", after: "text/plain; name=b")
    #expect(type.parameters["name"]?.utf8.count == 2 * n + 1)

    (type, log) = read("; t*0=\"x\"", after: "text/plain")
    #expect(type.parameters["t"] == "x")
    #expect(log.count(of: .parameterDuplicateSection) == 127)
    #expect(log.count(of: .limitParameters) == 1)
  }
}
