import Foundation

import Testing
import WireBytes

@testable import Mailboxes
@testable import MimewireCLI

/// A message of `Fixtures/` with what the JSON must say about it.
struct Fixture: Sendable, CustomTestStringConvertible {
  /// `rfc/001-name`, the path without what tells the message from the expectation.
  let name: String
  let bytes: [UInt8]
  let expectation: [UInt8]

  var testDescription: String { name }

  /// Every fixture, by name.
  static let all: [Fixture] = {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".eml") }.sorted().map { Fixture(named: String($0.dropLast(4))) }
  }()

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures").standardizedFileURL.path()

  /// The folder and the number, `rfc/001`.
  var number: Substring { name.prefix { $0 != "-" } }

  private init(named name: String) {
    self.name = name
    bytes = Self.contents(of: name + ".eml")
    expectation = Self.contents(of: name + ".json")
  }

  /// The bytes of a file; none if there is no such file, which is no JSON.
  private static func contents(of file: String) -> [UInt8] {
    FileManager.default.contents(atPath: folder + "/" + file).map { [UInt8]($0) } ?? []
  }

  /// What `mimewire json --text --part-headers` says about a message.
  static func json(of bytes: [UInt8]) throws -> JSONValue {
    let stored = StoredMessage(bytes: bytes, offset: 0, length: bytes.count, defects: DefectLog())
    let options = MessageReport.Options(text: true, hashes: true, partHeaders: true)
    var json = JSONWriter()
    _ = MessageReport(of: stored, options: options).write(to: &json)
    return try JSONValue(parsing: json.takeLine())
  }
}
