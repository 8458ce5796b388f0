import Charsets
import HeaderFields
import Testing
import WireBytes

@Suite struct ContentTypeTests {
  /// A body, and `type [boundary]`.
  static let types = [
    FieldFixture(" text/plain", "text/plain"),
    FieldFixture("TEXT/Html; charset=x\\r\\n", "text/html"),
    FieldFixture(" application/vnd.x-y+json", "application/vnd.x-y+json"),
    FieldFixture(" text/plain ; a=b", "text/plain"),
    FieldFixture(" text/plain (c)", "text/plain"),
    FieldFixture("\\r\\n text/plain", "text/plain", "fold-before-value lint"),
    FieldFixture(" multipart/mixed; boundary=\"a b\"", "multipart/mixed [a b]"),
    FieldFixture(" multipart/mixed;\\r\\n\\tboundary=abc", "multipart/mixed [abc]"),
    FieldFixture(" multipart/mixed", "multipart/mixed"),
    FieldFixture(" message/rfc822", "message/rfc822"),

    // Nothing that is a type
    FieldFixture("", "text/plain", "param-type-malformed medium"),
    FieldFixture(" ", "text/plain", "param-type-malformed medium"),
    FieldFixture(" text", "text/plain", "param-type-malformed medium"),
    FieldFixture(" text/", "text/plain", "param-type-malformed medium"),
    FieldFixture(" /plain", "text/plain", "param-type-malformed medium"),
    FieldFixture(" \\xE1/\\xE9", "text/plain", "param-type-malformed medium"),
    FieldFixture(" text/html/x", "text/plain", "param-type-malformed medium"),
    FieldFixture(
      " multipart; boundary=foo", "text/plain", "param-type-malformed critical", "param-boundary-on-single lint"),
    FieldFixture(
      " multipart/mixed/x; boundary=foo", "text/plain", "param-type-malformed critical",
      "param-boundary-on-single lint"),
    FieldFixture(
      " \"multipart/mixed\"; boundary=foo", "text/plain", "param-type-malformed critical",
      "param-boundary-on-single lint"),
    FieldFixture(
      " multipart/mixed\\0; boundary=foo", "text/plain", "param-type-malformed critical",
      "param-boundary-on-single lint"),
    FieldFixture(" Message", "text/plain", "param-type-malformed critical"),

    // Comments and white space
    FieldFixture(" (c) multipart/mixed; boundary=foo", "multipart/mixed [foo]", "param-type-comment high"),
    FieldFixture(" multipart(c)/mixed; boundary=foo", "multipart/mixed [foo]", "param-type-comment high"),
    FieldFixture(" multipart / mixed; boundary=foo", "multipart/mixed [foo]", "param-type-comment high"),
    FieldFixture(" image/ jpeg", "image/jpeg", "param-type-comment high"),
    FieldFixture(" text/plain (c", "text/plain", "hdr-comment-half-open high"),

    // Several values
    FieldFixture(
      " multipart/mixed, text/plain; boundary=foo", "multipart/mixed [foo]", "param-type-multi-value high"),
    FieldFixture(
      " text/plain multipart/mixed; boundary=foo", "text/plain", "param-type-multi-value high",
      "param-boundary-on-single lint"),

    // Boundaries: the rows of 1.6 and their kin of 1.7
    FieldFixture(" multipart/mixed; boundary=x; boundary=y", "multipart/mixed [x]", "param-dup-boundary critical"),
    FieldFixture(" multipart/mixed; boundary=x; boundary=x", "multipart/mixed [x]", "param-dup-boundary lint"),
    FieldFixture(
      " multipart/mixed; boundary((c))=\"A\"; boundary=\"B\"", "multipart/mixed [A]", "param-ws-around-eq lint",
      "param-dup-boundary critical"),
    FieldFixture(
      " multipart/mixed; boundary=bar; boundary*=us-ascii''foo", "multipart/mixed [foo]",
      "param-2231-cont-boundary medium", "param-2231-boundary-vs-plain critical"),
    FieldFixture(
      " multipart/mixed; boundary*0=fo; boundary*1=o", "multipart/mixed [foo]", "param-2231-cont-boundary medium"),
    FieldFixture(
      " multipart/mixed; boundary==?US-ASCII?Q?foo?=", "multipart/mixed [=?US-ASCII?Q?foo?=]",
      "param-unquoted-specials medium", "ew-in-boundary critical"),
    FieldFixture(
      " multipart/mixed; boundary=\"abc=?us-ascii?Q?def?=\"", "multipart/mixed [abc=?us-ascii?Q?def?=]",
      "ew-in-boundary critical"),
    FieldFixture(
      " multipart/mixed; x:y=1; boundary=foo", "multipart/mixed [foo]", "param-invalid-hides-rest critical"),
    FieldFixture(
      " multipart/mixed; \\xE9=1; boundary=foo", "multipart/mixed [foo]", "param-invalid-hides-rest critical"),
    FieldFixture(" multipart/mixed; boundary=foo(c)", "multipart/mixed [foo]", "param-comment-in-value critical"),
    FieldFixture(" multipart/mixed; boundary=foo (c)", "multipart/mixed [foo]", "param-comment-in-value critical"),
    FieldFixture(
      " multipart/mixed; boundary=\"foo\" (c)", "multipart/mixed [foo]", "param-comment-in-value critical"),
    FieldFixture(" multipart/mixed; boundary=\"bar\"foo", "multipart/mixed [bar]", "param-quoted-junk critical"),
    FieldFixture(
      " multipart/mixed; boundary=----=_a:b,c", "multipart/mixed [----=_a:b,c]", "param-unquoted-specials medium"),
    FieldFixture(" multipart/mixed; boundary=foo;bar", "multipart/mixed [foo]", "param-invalid-hides-rest critical"),
    FieldFixture(" multipart/mixed boundary=foo", "multipart/mixed [foo]", "param-missing-semicolon critical"),
    FieldFixture(" multipart/mixed; boundary = foo", "multipart/mixed [foo]", "param-ws-around-eq lint"),
    FieldFixture(" multipart/mixed; boundary=\"fo\\0o\"", "multipart/mixed [fo\0o]", "param-nul critical"),
    FieldFixture(" multipart/mixed; boundary\\0=foo", "multipart/mixed", "param-nul critical"),
    FieldFixture(" multipart/mixed; boundary=foo\\r\\n foo", "multipart/mixed [foo]", "param-fold-in-value high"),
    FieldFixture(
      " multipart/mixed; boundary=\"foo\\r\\n bar\"", "multipart/mixed [foo bar]", "param-fold-in-value high"),
    FieldFixture(" multipart/mixed; boundary=foo;", "multipart/mixed [foo]", "param-trailing-semicolon lint"),
    FieldFixture(" application/x; boundary=b", "application/x", "param-boundary-on-single lint"),
    FieldFixture(" multipart/mixed; bound=foo", "multipart/mixed", "param-wrong-name high"),
    FieldFixture(" multipart/mixed; boundary=\"foo \"", "multipart/mixed [foo]", "boundary-param-trailing-ws high"),
    FieldFixture(" multipart/mixed; boundary=\"\"", "multipart/mixed", "boundary-empty critical"),
    FieldFixture(
      " multipart/mixed; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "multipart/mixed [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]",
      "boundary-too-long medium"),
  ]

  @Test("The type and the boundary are found", arguments: types)
  func type(fixture: FieldFixture) {
    var log = DefectLog()
    let type = ContentType(parsing: fixture.bytes.span, charsets: BuiltinCharsets(), defects: &log)
    let boundary = type.boundary.map { " [\(String(decoding: $0, as: UTF8.self))]" } ?? ""
    #expect(type.type + boundary == fixture.value)
    #expect(summary(log) == fixture.defects)
    #expect(type.isWellFormed == (log.count(of: .typeMalformed) == 0))
  }

  @Test("The parts of a type are told apart")
  func parts() {
    var log = DefectLog()
    let body = wire("Multipart/Mixed; boundary=x; charset=\"UTF-8\"")
    let mixed = ContentType(parsing: body.span, charsets: BuiltinCharsets(), defects: &log)
    #expect(mixed.mediaType == "multipart")
    #expect(mixed.subtype == "mixed")
    #expect(mixed.isMultipart)
    #expect(!mixed.isMessage)
    #expect(mixed.charset == CharsetLabel("utf-8"))
    #expect(mixed.parameters["charset"] == "UTF-8")
    #expect(ContentType.messageRFC822.isMessage)
    #expect(!ContentType.textPlain.isMultipart)
    #expect(ContentType.textPlain.charset == nil)
  }

  @Test("A boundary is bytes, whatever its charset")
  func rawBoundary() {
    var log = DefectLog()
    let body = wire("multipart/mixed; boundary=\"a\\xE9b\"")
    let type = ContentType(parsing: body.span, charsets: BuiltinCharsets(), defects: &log)
    #expect(type.boundary == [0x61, 0xE9, 0x62])
    #expect(type.parameters["boundary"] == "aéb")
    #expect(summary(log) == ["param-raw-8bit high"])
  }

  @Test("Parameters of a malformed type are read all the same")
  func malformed() {
    var log = DefectLog()
    let body = wire("text; charset=utf-8")
    let type = ContentType(parsing: body.span, charsets: BuiltinCharsets(), defects: &log)
    #expect(type.parameters["charset"] == "utf-8")
    #expect(log.records.map(\.range) == [0..<4])
  }
}
