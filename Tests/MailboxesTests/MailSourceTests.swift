import Foundation
import SystemPackage
import Testing
import WireBytes

@testable import Mailboxes

/// A directory that is gone after the test.
private final class TemporaryDirectory {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("mailboxes-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file, its directories too, and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write([UInt8](text.utf8), to: name)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  func makeFIFO(_ name: String) throws {
    // Safe: the C string lives during the call.
    let result = unsafe mkfifo(path + "/" + name, 0o600)
    try #require(result == 0)
  }

  func makeDirectory(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
  }
}

/// All that a source has, in order.
private struct Found {
  var messages: [StoredMessage] = []
  var failures: [MailboxError] = []
  var skippedCount = 0

  init(
    _ paths: [String], format: MailSource.Format = .recognized, limits: MailboxLimits = MailboxLimits()
  ) {
    var source = MailSource(paths: paths, format: format, limits: limits)
    while let item = source.next() {
      switch item {
      case .message(let message): messages.append(message)
      case .failure(let failure): failures.append(failure)
      }
    }
    skippedCount = source.skippedCount
  }

  var texts: [String] { messages.map { String(decoding: $0.bytes, as: UTF8.self) } }
}

private let separator = "From a@b.test Thu Jan  1 10:00:00 2026\n"
private let mail = "Subject: a\n\nx\n"
private let mailbox = separator + "Subject: 1\n\nx\n\n" + separator + "Subject: 2\n\ny\n"

struct MailSourceTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  // MARK: Files

  @Test("a file is read as what it holds, whatever its name")
  func recognition() throws {
    let message = try directory.write(mail, to: "a.mbox")
    let mbox = try directory.write(mailbox, to: "b.eml")
    let found = Found([message, mbox])
    #expect(found.texts == [mail, "Subject: 1\n\nx\n", "Subject: 2\n\ny\n"])
    #expect(found.messages.map(\.path) == [message, mbox, mbox])
    #expect(found.messages.map(\.offset) == [0, 39, 93])
    #expect(found.messages.map(\.mboxFormat) == [nil, .mboxo, .mboxo])
    let envelopeLine = [UInt8](separator.utf8.dropLast())
    #expect(found.messages.map(\.envelopeLine) == [nil, envelopeLine, envelopeLine])
    #expect(found.failures.isEmpty)
  }

  @Test("the caller's word goes before what the file holds")
  func forced() throws {
    let mbox = try directory.write(mailbox, to: "a")
    let message = try directory.write(mail + "\n" + mailbox, to: "b")
    #expect(Found([mbox, message], format: .message).texts == [mailbox, mail + "\n" + mailbox])
    #expect(Found([message], format: .mbox).texts == [mail, "Subject: 1\n\nx\n", "Subject: 2\n\ny\n"])
  }

  @Test("a named file is parsed whatever it holds")
  func namedJunk() throws {
    let found = Found([try directory.write("\u{1}junk", to: "a")])
    #expect(found.texts == ["\u{1}junk"])
    #expect(found.failures.isEmpty)
  }

  @Test("a mailbox larger than a chunk, a message that is cut by every chunk edge")
  func chunks() throws {
    let body = String(repeating: "0123456789abcde\n", count: 20_000)
    let text = separator + "\n" + body + "\n" + separator + mail
    let found = Found([try directory.write(text, to: "a")])
    #expect(found.texts == ["\n" + body, mail])
  }

  @Test("a .gz of either, known by its content, offsets in the inflated stream")
  func gzip() throws {
    let message = try directory.write(GzipWriter.member([UInt8](mail.utf8)), to: "a")
    let half = [UInt8](mailbox.utf8.prefix(60))
    let rest = [UInt8](mailbox.utf8.dropFirst(60))
    let mbox = try directory.write(GzipWriter.member(half) + GzipWriter.member(rest), to: "b")
    let found = Found([message, mbox])
    #expect(found.texts == [mail, "Subject: 1\n\nx\n", "Subject: 2\n\ny\n"])
    #expect(found.messages.map(\.offset) == [0, 39, 93])
    #expect(found.messages.allSatisfy { $0.defects.total == 0 && !$0.isTruncated })
  }

  @Test("what is wrong at the end of a .gz is a defect of the last message")
  func gzipEndings() throws {
    let file = GzipWriter.member([UInt8](mailbox.utf8))
    let cases: [(suffix: [UInt8], cut: Int, kind: DefectKind, isTruncated: Bool)] = [
      ([1, 2, 3], 0, .gzipTrailingGarbage, false), ([], 4, .truncatedInput, true),
      ([0, 0, 0, 0], 4, .gzipDamaged, true),
    ]
    for test in cases {
      let path = try directory.write(file.dropLast(test.cut) + test.suffix, to: "a")
      let found = Found([path])
      #expect(found.messages.map(\.defects.records) == [[], [Defect(test.kind, at: 14..<14)]])
      #expect(found.messages.map(\.isTruncated) == [false, test.isTruncated])
      #expect(found.failures.isEmpty)
    }
  }

  @Test("a bomb is stopped, and what came out of it kept")
  func bomb() throws {
    let found = Found([try directory.write(GzipWriter.bomb(20_000), to: "a")])
    let message = try #require(found.messages.first)
    #expect(found.messages.count == 1)
    #expect(message.bytes.count > 1 << 20 && message.bytes.count < 2 << 20)
    #expect(message.defects.records.map(\.kind) == [.limitInflation])
    #expect(message.isLimited && !message.isTruncated)
  }

  @Test("a message has its limit, by what it came in, and the mailbox none")
  func messageLimits() throws {
    var limits = MailboxLimits()
    limits.messageBytes = 12
    limits.inflatedMessageBytes = 11
    let long = String(repeating: "x", count: 100_000) + "\n"
    let text = separator + "\n" + long + "\n" + separator + "\ny\n"
    let cases: [([UInt8], Int, DefectKind, [Int])] = [
      ([UInt8](long.utf8), 12, .limitMessage, [12]),
      (GzipWriter.member([UInt8](long.utf8)), 11, .limitInflatedMessage, [11]),
      ([UInt8](text.utf8), 12, .limitMessage, [12, 3]),
      (GzipWriter.member([UInt8](text.utf8)), 11, .limitInflatedMessage, [11, 3]),
    ]
    for (file, count, kind, counts) in cases {
      let found = Found([try directory.write(file, to: "a")], limits: limits)
      #expect(found.messages.map(\.bytes.count) == counts)
      #expect(found.messages.first?.defects.records == [Defect(kind, at: count..<count)])
      #expect(found.messages.map(\.isLimited) == [true, false].prefix(counts.count).map { $0 })
    }
  }

  // MARK: Bad input

  @Test("a bad path is a failure that names it, and the others are read")
  func badPaths() throws {
    let missing = directory.path + "/missing"
    let empty = try directory.write("", to: "empty")
    let zeros = try directory.write([UInt8](repeating: 0, count: 70_000), to: "zeros")
    let cut = try directory.write([0x1F, 0x8B, 8], to: "cut.gz")
    let emptyGzip = try directory.write(GzipWriter.member([]), to: "empty.gz")
    let blank = try directory.write(GzipWriter.member([10, 10]), to: "blank")
    let good = try directory.write(mail, to: "good")
    try directory.makeDirectory("nothing")
    let found = Found([missing, empty, zeros, cut, emptyGzip, directory.path + "/nothing", good + "/x", good])
    #expect(
      found.failures == [
        MailboxError(missing, .system(errno: ENOENT)), MailboxError(empty, .empty), MailboxError(zeros, .onlyNUL),
        MailboxError(cut, .gzipWithoutContent), MailboxError(emptyGzip, .empty),
        MailboxError(directory.path + "/nothing", .noMail), MailboxError(good + "/x", .system(errno: ENOTDIR)),
      ])
    #expect(found.messages.map(\.path) == [zeros, good])
    #expect(found.messages.first?.bytes == [UInt8](repeating: 0, count: 70_000))
    #expect(found.failures.first?.description == "\(missing): No such file or directory")
    #expect(Found([blank], format: .mbox).failures == [MailboxError(blank, .noMail)])
  }

  @Test("a file that nobody may read", .disabled(if: geteuid() == 0, "root may read everything"))
  func unreadable() throws {
    let path = try directory.write(mail, to: "secret")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    let good = try directory.write(mail, to: "x")
    let found = Found([directory.path])
    #expect(found.failures == [MailboxError(path, .system(errno: EACCES))])
    #expect(found.messages.map(\.path) == [good])
  }

  @Test("a file that fails while it is read gives what was read, and a failure")
  func readError() throws {
    final class Failing: ByteProducer {
      var pieces = [[UInt8](mailbox.utf8)]
      func read(into buffer: inout [UInt8], from start: Int) throws(Errno) -> Int {
        // A short head would be read on at once, so the first piece fills it.
        guard let piece = pieces.popLast() else { throw .ioError }
        let head = piece + [UInt8](repeating: 0x0A, count: MailRecognition.headBytes)
        buffer.replaceSubrange(start..<start + head.count, with: head)
        return head.count
      }
    }
    var file = MailFile(
      try ByteStream(Failing(), limits: MailboxLimits()), path: "a", isNamed: true, isMbox: true, flags: nil,
      size: nil, limits: MailboxLimits())
    var truncated: [Bool] = []
    var failures: [MailboxError] = []
    while let item = file.next() {
      switch item {
      case .message(let message): truncated.append(message.isTruncated)
      case .failure(let failure): failures.append(failure)
      }
    }
    #expect(truncated == [false, true])
    #expect(failures == [MailboxError("a", .ioError)])
  }

  // MARK: Directories

  @Test("a directory is read in the order of names, and what is no mail is counted")
  func directories() throws {
    try directory.write(mail + "b", to: "b.txt")
    try directory.write(mail + "c", to: "a/c")
    try directory.write(mail + "z", to: "a/z/1")
    try directory.write(mailbox, to: "z")
    try directory.write("no mail here\n", to: "notes")
    try directory.write("", to: "empty")
    try directory.write(GzipWriter.member([UInt8]("{}".utf8)), to: "data.gz")
    try directory.write(GzipWriter.member([UInt8]((mail + "d").utf8)), to: "d.gz")
    try directory.write(mail, to: ".hidden")
    try directory.write(mail, to: ".git/message")
    let found = Found([directory.path])
    #expect(
      found.texts == [mail + "c", mail + "z", mail + "b", mail + "d", "Subject: 1\n\nx\n", "Subject: 2\n\ny\n"])
    #expect(found.messages.first?.path == directory.path + "/a/c")
    #expect(found.skippedCount == 4)
    #expect(found.failures.isEmpty)
  }

  @Test("no link makes a loop, and no FIFO hangs", .timeLimit(.minutes(1)))
  func links() throws {
    let file = try directory.write(mail, to: "a/file")
    try directory.link("a/up", to: "..")
    try directory.link("a/self", to: "self")
    try directory.link("a/nowhere", to: "missing")
    try directory.link("good", to: file)
    try directory.makeFIFO("fifo")
    try directory.link("null", to: "/dev/null")
    let found = Found([directory.path])
    #expect(found.messages.map(\.path) == [file, directory.path + "/good"])
    #expect(found.skippedCount == 5)
    #expect(found.failures.isEmpty)
  }

  @Test("a named link to a directory is followed, a FIFO is read")
  func namedSpecials() throws {
    try directory.write(mail, to: "a/file")
    try directory.link("link", to: "a")
    #expect(Found([directory.path + "/link"]).messages.map(\.path) == [directory.path + "/link/file"])
    let fifo = directory.path + "/fifo"
    try directory.makeFIFO("fifo")
    let writer = Thread {
      let handle = FileHandle(forWritingAtPath: fifo)
      for byte in mailbox.utf8 { handle?.write(Data([byte])) }
      try? handle?.close()
    }
    writer.start()
    #expect(Found([fifo]).texts == ["Subject: 1\n\nx\n", "Subject: 2\n\ny\n"])
  }

  @Test("a Maildir: cur and new in order, flags, folders of Maildir++, never tmp")
  func maildir() throws {
    try directory.write("no header\n", to: "Maildir/cur/1.host:2,FS")
    try directory.write(mailbox, to: "Maildir/cur/2.host:2,")
    try directory.write(mail + "3", to: "Maildir/new/3.host")
    try directory.write(mail + "4", to: "Maildir/tmp/4.host")
    try directory.write("3 V1 N2\n", to: "Maildir/dovecot-uidlist")
    try directory.write(mail + "5", to: "Maildir/.Sent/cur/5.host:2,S")
    try directory.makeDirectory("Maildir/.Sent/new")
    let found = Found([directory.path])
    #expect(found.texts == [mail + "5", "no header\n", mailbox, mail + "3"])
    #expect(found.messages.map(\.maildirFlags) == ["S", "FS", "", nil])
    #expect(found.skippedCount == 1)
  }

  @Test("a name of any bytes can be opened")
  func oddNames() throws {
    let path = FilePath(directory.path).appending(name: [0xE9, 0x20, 0x2D, 0x0A])
    let file = try FileDescriptor.open(path, .writeOnly, options: .create, permissions: .ownerReadWrite)
    try file.closeAfter { _ = try file.writeAll(mail.utf8) }
    let found = Found([directory.path])
    #expect(found.texts == [mail])
    #expect(found.messages.first?.path == directory.path + "/\u{FFFD} -\n")
  }
}
