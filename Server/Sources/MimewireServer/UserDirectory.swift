import SMTP

/// Who has a mailbox here, and who may submit: a file of lines `address:hash`.
///
///     # a comment
///     ann@example.org:$pbkdf2-sha256$100000$…$…
///     list@example.org:
///
/// Without a hash there is a mailbox and no login. Domains are folded, and so are local parts: the RFC lets the final
/// host decide (RFC 5321 section 2.4), and no person is two by the case of a letter.
struct UserDirectory: Sendable {
  /// Domains whose mail is delivered here.
  let domains: Set<String>
  private let hashes: [String: PasswordHash?]
  /// What an unknown user's password is compared with, so that the time does not tell who exists.
  private let nobody: PasswordHash
  /// Where mail to `postmaster` goes (RFC 5321 section 4.5.1: always accepted).
  let postmaster: String

  /// A line that is no user.
  struct Malformed: Error, CustomStringConvertible {
    let path: String
    let line: Int
    let reason: String

    var description: String { "\(path):\(line): \(reason)" }
  }

  /// - Parameters:
  ///   - text: the content of the users file at `path`.
  ///   - domains: the domains served; a user of another is a mistake.
  init(parsing text: String, path: String, domains: [String]) throws(Malformed) {
    self.domains = Set(domains.map(UserDirectory.fold))
    self.postmaster = "postmaster@\(UserDirectory.fold(domains.first ?? "localhost"))"
    var hashes: [String: PasswordHash?] = [:]
    hashes.updateValue(nil, forKey: postmaster)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      func no(_ reason: String) -> Malformed { Malformed(path: path, line: index + 1, reason: reason) }
      guard let colon = line.firstIndex(of: ":") else { throw no("no colon after the address") }
      guard let mailbox = try? SMTPMailbox(String(line[..<colon])) else { throw no("not an address") }
      guard self.domains.contains(UserDirectory.fold(mailbox.domain)) else {
        throw no("\(mailbox.domain) is not a domain of this server")
      }
      let text = line[line.index(after: colon)...]
      let hash = PasswordHash(parsing: text)
      guard text.isEmpty || hash != nil else { throw no("not a password hash") }
      hashes.updateValue(hash, forKey: UserDirectory.fold(mailbox.description))
    }
    self.hashes = hashes
    self.nobody = PasswordHash(of: "", iterations: hashes.values.compactMap { $0?.iterations }.max() ?? 1)
  }

  /// Every mailbox, `postmaster` among them.
  var mailboxes: [String] { hashes.keys.sorted() }

  /// Whether a domain's mail is delivered here.
  func isLocal(_ domain: String) -> Bool {
    domains.contains(UserDirectory.fold(domain))
  }

  /// The mailbox that takes mail for a forward-path, nil for `<Postmaster>`; nil when there is none.
  func mailbox(for forwardPath: SMTPMailbox?) -> String? {
    guard let forwardPath else { return postmaster }
    let local = UserDirectory.fold(forwardPath.localPart)
    let address = "\(local)@\(UserDirectory.fold(forwardPath.domain))"
    guard isLocal(forwardPath.domain) else { return nil }
    if hashes.keys.contains(address) { return address }
    return local == "postmaster" ? postmaster : nil
  }

  /// The user that credentials prove. Blocks for as long as the hash takes, for an unknown user too.
  func user(_ credentials: SASL.Credentials) -> String? {
    let name = UserDirectory.fold(credentials.user)
    let identity = UserDirectory.fold(credentials.authorizationIdentity)
    guard let hash = hashes[name] ?? nil else {
      _ = nobody.matches(credentials.password)
      return nil
    }
    return hash.matches(credentials.password) && (identity.isEmpty || identity == name) ? name : nil
  }

  private static func fold(_ text: String) -> String {
    String(decoding: text.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
