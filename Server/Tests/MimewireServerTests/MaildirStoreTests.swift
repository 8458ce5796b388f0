import Logging
import NIOPosix
import SMTP
import Testing

@testable import MailNIO
@testable import MimewireServer

@Suite struct MaildirStoreTests {
  /// What the server does with one message to two mailboxes, on a file system that only writes down.
  private func deliver(
    _ fileSystem: RecordingFileSystem, role: SMTPServerConfiguration.Role = .smtp
  ) async throws -> [SMTPReply] {
    let users = try UserDirectory(parsing: "a@x.test:\nb@x.test:\n", path: "users", domains: ["x.test"])
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    let policy = MailPolicy(
      domain: "x.test", role: role, users: users, connections: Connections(limits: .init()),
      store: MaildirStore(root: "root", host: "x.test", fileSystem: fileSystem), spool: nil, discards: false,
      threads: threads, logger: quiet)
    var envelope = SMTPEnvelope(reversePath: nil)
    envelope.recipients = [.init(try SMTPMailbox("a@x.test")), .init(try SMTPMailbox("b@x.test"))]
    guard case .receive(var receiver) = policy.message(envelope, from: SMTPPeer(address: nil)) else { return [] }
    _ = receiver.receive("Subject: x\r\n\r\nbody\r\n".utf8.span)
    let replies = await receiver.end(DataReader().summary)
    try await threads.shutdownGracefully()
    return replies
  }

  @Test func eachNameIsOnTheDiskBeforeTheReply() async throws {
    let files = RecordingFileSystem()
    let replies = try await deliver(files)
    #expect(
      files.calls == [
        "create a@x.test/tmp", "write a@x.test/tmp", "sync a@x.test/tmp",
        "link b@x.test/new", "sync folder b@x.test/new",
        "rename a@x.test/new", "sync folder a@x.test/new",
      ])
    #expect(replies.map(\.code.value) == [250])
    #expect(files.files.count == 2 && files.files.allSatisfy { $0.contains("/new/") })
  }

  @Test(arguments: [
    "create a@x.test/tmp", "write a@x.test/tmp", "sync a@x.test/tmp", "link b@x.test/new", "sync folder b@x.test/new",
    "rename a@x.test/new", "sync folder a@x.test/new",
  ])
  func whateverFailsNothingIsAcknowledgedOrLeft(call: String) async throws {
    for (code, reply, status) in [(Int32(5), UInt16(451), "4.3.0"), (28, 452, "4.3.1")] {
      let files = RecordingFileSystem(failing: call, code: code)
      let replies = try await deliver(files)
      #expect(replies.map(\.code.value) == [reply])
      #expect(replies.map(\.enhancedStatus) == [status])
      #expect(files.files == [])
    }
  }

  /// In LMTP each recipient has its own reply, so one mailbox may have what another has not.
  @Test(arguments: [
    ("link b@x.test/new", [UInt16(250), 451]), ("sync folder b@x.test/new", [250, 451]),
    ("rename a@x.test/new", [451, 250]), ("sync folder a@x.test/new", [451, 250]), ("sync a@x.test/tmp", [451, 451]),
  ])
  func lmtpAnswersForEachMailbox(call: String, codes: [UInt16]) async throws {
    let files = RecordingFileSystem(failing: call)
    let replies = try await deliver(files, role: .lmtp)
    #expect(replies.map(\.code.value) == codes)
    #expect(files.files.count == codes.count { $0 == 250 })
  }

  @Test(arguments: [
    ("ann@example.org", "ann@example.org"), ("..@x.test", "%2E.@x.test"), ("a/b@x.test", "a%2Fb@x.test"),
    ("é@x.test", "%C3%A9@x.test"), ("\"a b\"@x.test", "%22a%20b%22@x.test"), ("a%2Fb@x.test", "a%252Fb@x.test"),
  ])
  func aMailboxNamesOneFolder(mailbox: String, name: String) {
    #expect(MaildirStore(root: "root", host: "h").folder(of: mailbox) == "root/\(name)")
  }
}
