import Foundation
import SystemPackage
import Testing

@testable import MimewireCLI

/// Extracted files come to lie in the directory and nowhere else, and nothing that is there is touched.
struct ExtractionDirectoryTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func create(_ name: String, _ text: String, in directory: ExtractionDirectory) throws -> String {
    try directory.create(SafeFileName(name, partID: "1", type: "text/plain")) {
      _ = try $0.writeAll(Array(text.utf8))
    }
  }

  @Test("a directory that is not there is made, for its owner alone")
  func makesDirectory() throws {
    let directory = try ExtractionDirectory(folder.path("out"))
    #expect(try create("a.txt", "x", in: directory) == "a.txt")
    #expect(try folder.read("out/a.txt") == "x")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("out"))
    #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o077 } == 0)
  }

  @Test("a name that is taken gets a number, and the file that has it stays")
  func numbersNames() throws {
    let directory = try ExtractionDirectory(folder.path("out"))
    try folder.write("out/a.txt", "old")
    #expect(try create("a.txt", "one", in: directory) == "a (2).txt")
    #expect(try create("a.txt", "two", in: directory) == "a (3).txt")
    #expect(try folder.read("out/a.txt") == "old")
    #expect(try folder.read("out/a (2).txt") == "one")
    #expect(try folder.read("out/a (3).txt") == "two")
  }

  @Test("a symbolic link in the directory is not followed")
  func ignoresPlantedLink() throws {
    let directory = try ExtractionDirectory(folder.path("out"))
    try folder.write("victim", "old")
    for (name, target) in [("a.txt", "victim"), ("b.txt", "not-there")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("out/" + name), withDestinationPath: folder.path(target))
    }
    #expect(try create("a.txt", "new", in: directory) == "a (2).txt")
    #expect(try create("b.txt", "new", in: directory) == "b (2).txt")
    #expect(try folder.read("victim") == "old")
    #expect(try folder.names(in: ".").contains("not-there") == false)
  }

  @Test("a symbolic link instead of the directory is refused")
  func refusesLink() throws {
    try FileManager.default.createDirectory(atPath: folder.path("real"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("out"), withDestinationPath: folder.path("real"))
    #expect(throws: Errno.self) { try ExtractionDirectory(folder.path("out")) }
  }

  @Test("the directory that was opened is the one that is written to, whatever its path leads to later")
  func keepsDirectory() throws {
    let directory = try ExtractionDirectory(folder.path("out"))
    try FileManager.default.moveItem(atPath: folder.path("out"), toPath: folder.path("moved"))
    try FileManager.default.createDirectory(atPath: folder.path("out"), withIntermediateDirectories: false)
    _ = try create("a.txt", "x", in: directory)
    #expect(try folder.names(in: "moved") == ["a.txt"])
    #expect(try folder.names(in: "out") == [])
  }

  @Test("a file that cannot be written whole is removed")
  func removesPartialFile() throws {
    let directory = try ExtractionDirectory(folder.path("out"))
    #expect(throws: Errno.noSpace) {
      try directory.create(SafeFileName("a.txt", partID: "1", type: "text/plain")) {
        _ = try $0.writeAll([0x78])
        throw Errno.noSpace
      }
    }
    #expect(try folder.names(in: "out") == [])
  }
}
