import Testing

@testable import MimewireCLI

/// The JSON fits the schema that is published beside the command's sources.
struct MessageSchemaTests {
  private static let schema = Result { try JSONSchema.published("message.schema.json") }

  @Test("the JSON of every fixture fits the schema", arguments: Fixture.all)
  func fixture(_ fixture: Fixture) throws {
    #expect(try Self.schema.get().violations(in: Fixture.json(of: fixture.bytes)) == [])
  }

  @Test("what does not fit is found")
  func violations() throws {
    let wrong = try JSONValue(
      parsing: Array(#"{"schema": "mimewire.message", "schemaVersion": "1", "parts": [{}]}"#.utf8))
    let found = try Self.schema.get().violations(in: wrong)
    #expect(found.contains { $0.hasPrefix("$.schemaVersion") })
    #expect(found.contains("$ has no source"))
    #expect(found.contains("$.parts[0] has no partId"))
  }
}
