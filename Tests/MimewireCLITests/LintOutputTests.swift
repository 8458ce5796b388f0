import Foundation
import Testing
import WireBytes

@testable import Mailboxes
@testable import MimewireCLI

/// What `lint` prints fits the schemas, and is safe to look at.
struct LintOutputTests {
  private static let schema: Result<JSONSchema, any Error> = Result {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/MimewireCLI/lint.schema.json").standardizedFileURL
    return JSONSchema(try JSONValue(parsing: [UInt8](try Data(contentsOf: file))))
  }

  /// What OASIS SARIF 2.1.0 requires and allows of the objects that a log of ours has.
  private static let sarifSchema = Result {
    JSONSchema(
      try JSONValue(
        parsing: Array(
          #"""
          {
            "type": "object", "required": ["version", "runs"], "additionalProperties": false,
            "properties": {
              "$schema": {"type": "string"}, "version": {"const": "2.1.0"},
              "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}}
            },
            "$defs": {
              "run": {
                "type": "object", "required": ["tool"], "additionalProperties": false,
                "properties": {
                  "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {"$ref": "#/$defs/component"}}},
                  "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                  "results": {"type": "array", "items": {"$ref": "#/$defs/result"}}
                }
              },
              "component": {
                "type": "object", "required": ["name"], "additionalProperties": false,
                "properties": {
                  "name": {"type": "string"}, "version": {"type": "string"},
                  "rules": {"type": "array", "items": {"$ref": "#/$defs/descriptor"}}
                }
              },
              "descriptor": {
                "type": "object", "required": ["id"], "additionalProperties": false,
                "properties": {
                  "id": {"type": "string"}, "shortDescription": {"$ref": "#/$defs/text"},
                  "fullDescription": {"$ref": "#/$defs/text"}, "help": {"$ref": "#/$defs/text"},
                  "defaultConfiguration": {"type": "object", "properties": {"level": {"$ref": "#/$defs/level"}}},
                  "properties": {"type": "object"}
                }
              },
              "text": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
              "level": {"enum": ["none", "note", "warning", "error"]},
              "result": {
                "type": "object", "required": ["message"], "additionalProperties": false,
                "properties": {
                  "ruleId": {"type": "string"}, "level": {"$ref": "#/$defs/level"}, "message": {"$ref": "#/$defs/text"},
                  "locations": {"type": "array", "items": {"$ref": "#/$defs/location"}}, "properties": {"type": "object"}
                }
              },
              "location": {
                "type": "object", "additionalProperties": false,
                "properties": {
                  "physicalLocation": {
                    "type": "object", "required": ["artifactLocation"], "additionalProperties": false,
                    "properties": {
                      "artifactLocation": {"type": "object", "properties": {"uri": {"type": "string"}}},
                      "region": {"$ref": "#/$defs/region"}
                    }
                  },
                  "logicalLocations": {"type": "array", "items": {"type": "object"}}
                }
              },
              "region": {
                "type": "object", "required": ["byteOffset"], "additionalProperties": false,
                "properties": {
                  "startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1},
                  "endColumn": {"type": "integer", "minimum": 1}, "byteOffset": {"type": "integer", "minimum": 0},
                  "byteLength": {"type": "integer", "minimum": 0}
                }
              }
            }
          }
          """#.utf8)))
  }

  private func findings(_ fixture: Fixture) -> Findings {
    Findings(
      in: StoredMessage(bytes: fixture.bytes, offset: 0, length: fixture.bytes.count, defects: DefectLog()))
  }

  @Test("the JSON of every fixture fits the schema", arguments: Fixture.all)
  func json(_ fixture: Fixture) throws {
    var json = JSONWriter()
    LintReport(findings: findings(fixture)).write(to: &json)
    #expect(try Self.schema.get().violations(in: JSONValue(parsing: json.takeLine())) == [])
  }

  @Test("what stands around the results fits the standard, with a rule for each kind")
  func sarifFrame() throws {
    let frame = SARIFLog.frame
    let log = try JSONValue(parsing: frame.opening + frame.closing)
    #expect(try Self.sarifSchema.get().violations(in: log) == [])
    let rules = log["runs"]?.elements.first?["tool"]?["driver"]?["rules"]?.elements ?? []
    #expect(rules.compactMap { $0["id"] } == DefectKind.allCases.map { .string($0.rawValue) })
  }

  @Test("the SARIF results of every fixture fit the standard, and each has its rule", arguments: Fixture.all)
  func sarif(_ fixture: Fixture) throws {
    let opening = #"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "mimewire"}}, "results": ["#
    let results = SARIFLog.results(of: findings(fixture))
    let log = try JSONValue(parsing: Array(opening.utf8) + results + Array("]}]}".utf8))
    #expect(try Self.sarifSchema.get().violations(in: log) == [])
    for result in log["runs"]?.elements.first?["results"]?.elements ?? [] {
      guard case .string(let id)? = result["ruleId"] else { continue }
      #expect(DefectKind(rawValue: id) != nil, "\(id)")
    }
  }

  @Test(
    "the text of every fixture is safe for a terminal, and each caret stands under its line", arguments: Fixture.all)
  func text(_ fixture: Fixture) {
    let lines = LintText(findings: findings(fixture), style: TerminalStyle(isOn: false)).lines
    for (line, next) in zip(lines, lines.dropFirst() + [""]) {
      #expect(line.unicodeScalars.allSatisfy { !$0.isUnsafeToShow })
      guard next.hasPrefix("    "), next.drop(while: { $0 == " " }).allSatisfy({ $0 == "^" || $0 == "~" }) else {
        continue
      }
      // Behind the last character is where a line end stands.
      #expect(next.unicodeScalars.count <= line.unicodeScalars.count + 1)
    }
  }

  @Test("lines and columns count from 1, columns in characters, also after what is no UTF-8")
  func places() {
    let bytes: [UInt8] = Array("ab\r\ncé".utf8) + [0xFF] + Array("x\n\n".utf8)
    var locator = LineLocator(bytes)
    let places = [(0, 2), (1, 9), (3, 4), (4, 5), (8, 9), (9, 10), (10, 11), (11, 11), (99, 99)].map {
      locator.place(of: $0.0..<$0.1)
    }
    #expect(places.map(\.line) == [1, 1, 1, 2, 2, 2, 3, 4, 4])
    #expect(places.map(\.column) == [1, 2, 4, 1, 4, 5, 1, 1, 1])
    #expect(places.map(\.endColumn) == [3, 3, 4, 2, 5, 5, 1, 1, 1])
  }

  @Test(
    "an excerpt marks what is meant and shows what is around it",
    arguments: [
      ("abc def ghi", 4..<7, "abc def ghi", "    ^~~"),
      ("a\u{1B}b", 1..<2, "a\\x1Bb", " ^~~~"),
      ("é x", 3..<4, "é x", "  ^"),
      ("ab\n", 2..<3, "ab", "  ^"),
      (
        String(repeating: "a", count: 100) + "bc", 100..<101, "…" + String(repeating: "a", count: 60) + "bc",
        String(repeating: " ", count: 61) + "^"
      ),
    ])
  func excerpt(line: String, range: Range<Int>, text: String, caret: String) {
    let bytes = Array(line.utf8)
    var locator = LineLocator(bytes)
    let excerpt = LineExcerpt(of: bytes, at: locator.place(of: range))
    #expect(excerpt.text == text)
    #expect(excerpt.caret == caret)
  }
}
