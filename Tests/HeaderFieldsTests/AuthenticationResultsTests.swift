import HeaderFields
import Testing
import WireBytes

struct AuthenticationRow: Sendable, CustomTestStringConvertible {
  let input: String
  let server: String?
  /// `method[/version]=result[ reason=text][ type.property=value]…`
  let results: [String]
  var version: String?

  init(_ input: String, _ server: String?, _ results: [String], version: String? = nil) {
    (self.input, self.server, self.results, self.version) = (input, server, results, version)
  }

  var testDescription: String { input.debugDescription }
}

@Test(arguments: [
  // The shapes of RFC 8601 appendix B, with names of our own
  AuthenticationRow("x.test 1; none", "x.test", [], version: "1"),
  AuthenticationRow(
    "x.test;\r\n spf=pass smtp.mailfrom=y.test", "x.test", ["spf=pass smtp.mailfrom=y.test"]),
  AuthenticationRow(
    "x.test; auth=pass (cram-md5) smtp.auth=ann@y.test; spf=fail smtp.mailfrom=y.test", "x.test",
    ["auth=pass smtp.auth=ann@y.test", "spf=fail smtp.mailfrom=y.test"]),
  AuthenticationRow(
    "x.test; DKIM=Pass reason=\"good signature\" header.i=@y.test header.b=aB/c+d==", "x.test",
    ["dkim=pass reason=good signature header.i=@y.test header.b=aB/c+d=="]),
  AuthenticationRow(
    "x.test (the (x) server) / 1 (one); Dkim/1 (a) = (b) Fail (c) Header.D (d) = (e) \"y.test\"", "x.test",
    ["dkim/1=fail header.d=y.test"], version: "/"),
  AuthenticationRow("x.test; iprev=pass policy.iprev=2001:db8::1", "x.test", ["iprev=pass policy.iprev=2001:db8::1"]),
  // Servers that leave the identifier out, and properties without a type
  AuthenticationRow(
    "spf=pass (ok) smtp.mailfrom=y.test; dmarc=pass action=none header.from=y.test;x=1", nil,
    ["spf=pass smtp.mailfrom=y.test", "dmarc=pass .action=none header.from=y.test", "x=1"]),
  AuthenticationRow("x.test; dkim=pass header.d=y.test;", "x.test", ["dkim=pass header.d=y.test"]),
  AuthenticationRow("x.test; ; spf=none", "x.test", ["spf=none"]),
  AuthenticationRow("x.test; =; spf", "x.test", ["="]),
  AuthenticationRow("", nil, []),
])
func `authentication results are taken apart`(row: AuthenticationRow) {
  var log = DefectLog()
  let field = AuthenticationResults(parsing: row.input.utf8.span, defects: &log)
  let results = field.results.map { result in
    let reason = result.reason.map { " reason=\($0)" } ?? ""
    let properties = result.properties.map { " \($0.type).\($0.name)=\($0.value)" }.joined()
    return "\(result.method)\(result.version.map { "/\($0)" } ?? "")=\(result.value)\(reason)\(properties)"
  }
  #expect(field.authservID == row.server)
  #expect(field.version == row.version)
  #expect(results == row.results)
  #expect(log.total == 0)
}

@Test func `an open comment hides nothing`() {
  var log = DefectLog()
  let field = AuthenticationResults(parsing: "x.test; spf=pass (x; dkim=fail".utf8.span, defects: &log)
  #expect(field.results.map(\.method) == ["spf", "dkim"])
  #expect(log.records.map(\.kind) == [.commentHalfOpen])
}

@Test(arguments: [1 << 10, 1 << 16])
func `authentication results are read at any size`(size: Int) {
  func results(_ unit: String) -> AuthenticationResults {
    var log = DefectLog()
    return AuthenticationResults(parsing: ("x; a=b " + String(repeating: unit, count: size)).utf8.span, defects: &log)
  }
  #expect(results("; a=b").results.count == size + 1)
  #expect(results("c.d=e ").results.first?.properties.count == size)
  #expect(results("(").results.count == 1)
  #expect(results("= ").results.count == 1)
}
