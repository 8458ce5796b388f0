/// One element of an address list: a mailbox or a group of mailboxes (RFC 5322 section 3.4).
public enum Address: Sendable, Hashable {
  /// One mailbox.
  case mailbox(Mailbox)
  /// A group, whose members are mailboxes.
  case group(Group)
}

/// Somebody who receives mail: a display name and an address, either of which may be missing.
///
///     Ann Example <ann@example.org>      displayName Ann Example · addrSpec ann@example.org
///     ann@example.org (Ann Example)      the same
///
/// RFC 5322 section 3.4.
public struct Mailbox: Sendable, Hashable {
  /// The display name, decoded; nil without one. Untrusted text: it may look like another address.
  public let displayName: String?
  /// The address; nil where the field holds words alone.
  public let addrSpec: AddrSpec?

  init(displayName: String?, addrSpec: AddrSpec?) {
    self.displayName = displayName
    self.addrSpec = addrSpec
  }
}

/// A named list of mailboxes, which may be empty.
///
///     Friends: ann@example.org, bob@example.net;
///     undisclosed-recipients:;
///
/// Groups do not nest. RFC 5322 section 3.4.
public struct Group: Sendable, Hashable {
  /// The group's name, decoded.
  public let name: String
  /// Its mailboxes in order.
  public let members: [Mailbox]

  init(name: String, members: [Mailbox]) {
    self.name = name
    self.members = members
  }
}
