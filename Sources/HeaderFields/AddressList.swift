public import Charsets
public import WireBytes

/// The addresses of a From, To, Reply-To or similar field, in order.
///
///     To: "Doe, J." <j@example.org>, Friends: ann@example.org;
///     mailbox "Doe, J." j@example.org · group Friends [ann@example.org]
///
/// Reading never fails: what fits no grammar is shown as a reader of the mail would see it, and a defect says what
/// is wrong. RFC 5322 sections 3.4 and 4.4, RFC 6532, RFC 6854, RFC 7103 section 7.1.
public struct AddressList: Sendable, Hashable {
  /// How many addresses a field may have; the rest is not read and `limit-addresses` says so.
  public static let limit = 100_000

  /// The elements of the list.
  public let addresses: [Address]

  /// Every mailbox, those of groups included.
  public var mailboxes: [Mailbox] {
    addresses.flatMap { address in
      switch address {
      case .mailbox(let mailbox): [mailbox]
      case .group(let group): group.members
      }
    }
  }

  /// Reads a field body.
  ///
  /// - Parameters:
  ///   - body: what stands behind the field's colon, folds included.
  ///   - field: the field that it is the body of: a From with groups or several mailboxes is a defect, an empty
  ///     Bcc is none.
  ///   - charsets: decodes display names.
  ///   - defects: receives defects with ranges in `body`.
  public init(
    parsing body: Span<UInt8>, of field: FieldName = .to, charsets: any CharsetDecoding,
    defects: inout DefectLog
  ) {
    var parser = AddressParser(body, field: field, charsets: charsets)
    addresses = parser.parse(defects: &defects)
  }
}
