import Testing

@testable import MimewireCLI

/// What is written is JSON whatever is put in, and reads back as what was put in.
struct JSONWriterTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    write(&json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test("members and elements stand in order, with commas between")
  func structure() {
    let text = written { json in
      json.object { json in
        json.member("b", 1)
        json.member("a", ["x", "y"])
        json.key("empty")
        json.array { _ in }
        json.key("object")
        json.object { _ in }
        json.key("null")
        json.null()
        json.member("absent", ifPresent: nil)
        json.member("last", "z")
      }
    }
    #expect(text == #"{"b": 1, "a": ["x", "y"], "empty": [], "object": {}, "null": null, "last": "z"}"#)
  }

  @Test("each line begins anew")
  func lines() {
    var json = JSONWriter()
    json.array { $0.value(1) }
    #expect(json.takeLine() == Array("[1]\n".utf8))
    json.array { $0.value(2) }
    #expect(json.takeLine() == Array("[2]\n".utf8))
  }

  @Test(
    "strings are escaped where JSON or a terminal needs it",
    arguments: [
      ("café", #""café""#),
      (#"a"b\c"#, #""a\"b\\c""#),
      ("a\r\n\tb", #""a\r\n\tb""#),
      ("\0\u{1B}\u{7F}", #""\u0000\u001b\u007f""#),
      ("\u{9B}2J", #""\u009b2J""#),
      ("gpj.\u{202E}exe", #""gpj.\u202eexe""#),
      ("🐢", #""🐢""#),
      // Above U+FFFF an escape is a pair of surrogates (RFC 8259 section 7).
      ("\u{E0041}", #""\udb40\udc41""#),
    ])
  func strings(text: String, json: String) {
    #expect(written { $0.value(text) } == json)
  }

  @Test("every character reads back as itself")
  func roundTrip() throws {
    var text = String.UnicodeScalarView()
    for value in UInt32(0)...0x2FFF { text.append(Unicode.Scalar(value) ?? " ") }
    text.append("\u{FFFF}")
    text.append("\u{10FFFF}")
    let json = written { $0.value(String(text)) }
    let read = try JSONValue(parsing: Array(json.utf8))
    guard case .string(let back) = read else {
      Issue.record("no string")
      return
    }
    #expect(Array(back.unicodeScalars) == Array(text))
  }
}
