import SMTP
import Testing

@testable import MimewireCLI

/// The JSON of dialogues fits the schema that is published beside the command's sources.
struct SMTPEventSchemaTests {
  private static let schema = Result { try JSONSchema.published("smtp-event.schema.json") }

  private static let dialogue = #"""
    S: 220 mx.example.org ESMTP
    C: EHLO client.example.com
    S: 250-mx.example.org
    S: 250-AUTH PLAIN
    S: 250 CHUNKING
    C: AUTH PLAIN AGFubgBzZWNyZXQ=
    S: 235 2.7.0 Welcome
    C: NONSENSE
    S: 500 5.5.2 What?
    C: MAIL FROM:<ann@example.com> SIZE=100
    S: 250 2.1.0 Sender ok
    C: RCPT TO:<bob@example.org>
    S: 250 2.1.5 Recipient ok
    C: DATA
    S: 354 Go on
    C: Subject: x
    C:
    C: bare\nLF
    C: .
    S: 250 2.0.0 Taken
    C: QUIT
    S: 221 2.0.0 Bye
    """#

  private func events(_ dialogue: String) throws -> [JSONValue] {
    let transcript = try SMTPTranscript(parsing: Array(dialogue.utf8).span)
    return try TranscriptReport(transcript: transcript).json().split(separator: 0x0A).map {
      try JSONValue(parsing: Array($0))
    }
  }

  @Test("every event fits the schema, which names every member")
  func fits() throws {
    let schema = try Self.schema.get()
    for event in try events(Self.dialogue) {
      #expect(schema.violations(in: event) == [])
      guard case .object(let members) = event else { continue }
      #expect(members.keys.filter { schema.root["properties"]?[$0] == nil } == [])
    }
  }

  @Test("the dialogue has the kinds of event that it should, so that the schema is tried on them")
  func kinds() throws {
    let kinds = Set(
      try events(Self.dialogue).compactMap { event -> String? in
        if case .string(let kind)? = event["event"] { kind } else { nil }
      })
    #expect(kinds.isSuperset(of: ["command", "rejected", "reply", "message"]))
  }

  @Test("no secret is printed")
  func secrets() throws {
    let transcript = try SMTPTranscript(parsing: Array(Self.dialogue.utf8).span)
    let report = TranscriptReport(transcript: transcript)
    for output in [report.json(), report.text()] {
      #expect(!String(decoding: output, as: UTF8.self).contains("AGFubgBzZWNyZXQ="))
    }
  }

  @Test("an event that lacks what its kind has does not fit")
  func violations() throws {
    let event = #"{"side": "client", "start": 0, "end": 4, "event": "message", "defects": []}"#
    #expect(try !Self.schema.get().violations(in: JSONValue(parsing: Array(event.utf8))).isEmpty)
  }
}
