import Foundation
import Logging
import MailNIO
import NIOCore
import NIOSSL
import SMTP
import ServiceLifecycle

@testable import MimewireServer

/// A server of this process on ports of its own, with a folder of its own that goes when it does.
struct TestServer: Sendable {
  let folder: String
  let server: MailServer
  private let group: ServiceGroup

  static let users = "ann@example.org:\(PasswordHash(of: "secret", iterations: 10))\nbob@example.org:\n"

  /// Runs a server for as long as `body` does, then shuts it down.
  static func with<Result: Sendable>(
    services: [ServerConfiguration.Listener.Service] = [.smtp], host: String = "127.0.0.1", port: Int = 0,
    domain: String = "example.org", users: String = users, tls: NIOSSLContext? = nil,
    fileSystem: any FileSystem = POSIXFileSystem(), change: (inout ServerConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (TestServer) async throws -> Result
  ) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mimewire-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let directory = try UserDirectory(parsing: users, path: "users", domains: [domain])
    let store = MaildirStore(root: "\(folder)/mail", host: domain, fileSystem: fileSystem)
    let files = POSIXFileSystem()
    for mailbox in directory.mailboxes {
      for name in ["tmp", "new", "cur"] { try files.makeFolder("\(store.folder(of: mailbox))/\(name)") }
    }
    let spool = Spool(path: "\(folder)/spool")
    try spool.prepare()
    var configuration = ServerConfiguration(
      domain: domain, users: directory, store: store, spool: spool, tls: tls,
      listeners: services.map {
        ServerConfiguration.Listener(service: $0, address: ListenAddress(host: host, port: port))
      })
    configuration.grace = .seconds(5)
    change(&configuration)
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    let server = MailServer(configuration, logger: logger)
    try await server.open()
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: server.services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) }, logger: logger)
    )
    let test = TestServer(folder: folder, server: server, group: group)
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      do {
        let result = try await body(test)
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return result
      } catch {
        await group.triggerGracefulShutdown()
        throw error
      }
    }
  }

  func shutDown() async {
    await group.triggerGracefulShutdown()
  }

  /// The port of a service.
  func port(_ name: String = "smtp") -> Int {
    let address = server.addresses.first { $0.name == name }?.address ?? ""
    return Int(address.split(separator: ":").last ?? "") ?? 0
  }

  /// The messages that a mailbox's readers see.
  func messages(of mailbox: String) throws -> [String] {
    let folder = "\(folder)/mail/\(mailbox)/new"
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
      String(decoding: FileManager.default.contents(atPath: "\(folder)/\($0)") ?? Data(), as: UTF8.self)
    }
  }

  /// The files in a mailbox's `tmp`.
  func unfinished(of mailbox: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder)/mail/\(mailbox)/tmp")
  }

  /// A certificate for `mx.example.org`, made by openssl in a folder of its own.
  static func makeTLS() throws -> NIOSSLContext {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mimewire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=mx.example.org", "-addext", "subjectAltName=DNS:mx.example.org", "-keyout",
      folder.appendingPathComponent("key.pem").path, "-out", folder.appendingPathComponent("cert.pem").path,
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try ServerTLS.context(
      certificate: folder.appendingPathComponent("cert.pem").path, key: folder.appendingPathComponent("key.pem").path)
  }
}
