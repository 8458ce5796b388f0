import Charsets
import HeaderFields
import WireBytes

/// The addresses of fields as they are written anew.
struct AddressRepair {
  /// What stands where a mailbox has to be and none was found (RFC 2606 keeps the domain free).
  static let nobody = "unknown@mimewire.invalid"

  /// The mailboxes and groups, with commas behind them.
  let pieces: [String]

  init(_ fields: [HeaderField], _ name: FieldName, _ charsets: any CharsetDecoding) {
    var unreported = DefectLog(capacity: 0)
    var addresses = fields.flatMap {
      AddressList(parsing: $0.rawBody, of: name, charsets: charsets, defects: &unreported).addresses
    }
    if name == .from || name == .sender {
      // One author: the first that a reader is shown.
      addresses = addresses.flatMap(\.mailboxes).prefix(1).map { .mailbox($0) }
      if addresses.isEmpty {
        pieces = [Self.nobody]
        return
      }
    }
    let items = addresses.map { Self.pieces(of: $0, name, charsets) }
    pieces = items.enumerated().flatMap { index, item in
      item.dropLast() + item.suffix(1).map { index < items.count - 1 ? $0 + "," : $0 }
    }
  }

  private static func pieces(of address: Address, _ name: FieldName, _ charsets: any CharsetDecoding) -> [String] {
    switch address {
    case .mailbox(let mailbox):
      return pieces(of: mailbox, name, charsets)
    case .group(let group):
      let members = group.members.map { pieces(of: $0, name, charsets) }
      let inside = members.enumerated().flatMap { index, member in
        member.dropLast() + member.suffix(1).map { index < members.count - 1 ? $0 + "," : $0 }
      }
      let title = FieldWriter.phrase(group.name.isEmpty ? "group" : spelled(group.name))
      return title.dropLast() + title.suffix(1).map { $0 + ":" } + inside + [";"]
    }
  }

  /// The mailbox if it can be written, else its text as the name of nobody.
  private static func pieces(of mailbox: Mailbox, _ name: FieldName, _ charsets: any CharsetDecoding) -> [String] {
    let title = mailbox.displayName.map { FieldWriter.phrase(spelled($0)) } ?? []
    guard let address = mailbox.addrSpec?.text else { return title + ["<\(nobody)>"] }
    var log = DefectLog()
    _ = AddressList(parsing: "<\(address)>".utf8.span, of: .to, charsets: charsets, defects: &log)
    if log.worst ?? .lint > .lint || address.utf8.contains(where: { $0 >= 0x80 }) {
      return FieldWriter.phrase(spelled((mailbox.displayName.map { $0 + " " } ?? "") + address)) + ["<\(nobody)>"]
    }
    return title + ["<\(address)>"]
  }

  /// A name that cannot be taken for an address.
  private static func spelled(_ name: String) -> String {
    name.split(separator: "@", omittingEmptySubsequences: false).joined(separator: " at ")
  }
}

extension Address {
  fileprivate var mailboxes: [Mailbox] {
    switch self {
    case .mailbox(let mailbox): [mailbox]
    case .group(let group): group.members
    }
  }
}
