import CharsetsICU
import HeaderFields
import WireBytes

/// What holds for address lists.
enum AddressInvariants {
  static func list(_ input: InvariantInput) -> String? {
    let body = input.bytes
    let field: FieldName = input.option(0) ? .from : .to
    var (list, log) = (read([], field).0, DefectLog())
    let overwork = input.meter.fault("the list", bytes: body.count, perByte: 1_024) {
      (list, log) = read(body, field)
    }
    if let fault = overwork ?? log.fault(within: body.count) { return fault }
    if list.addresses.count > AddressList.limit { return "\(list.addresses.count) addresses" }

    // I-18: a fold in front changes nothing.
    let folded = read(Array("\r\n ".utf8) + body, field).0
    if folded != list { return "with a fold in front \(folded.addresses), without \(list.addresses)" }
    let hasDefects = log.records.contains { $0.severity >= .medium }
    return hasDefects ? nil : canonicalFault(list) ?? neighbourFault(body, list, field)
  }

  private static func read(_ body: [UInt8], _ field: FieldName) -> (AddressList, DefectLog) {
    var log = DefectLog()
    return (AddressList(parsing: body.span, of: field, charsets: ICUCharsets(), defects: &log), log)
  }

  /// I-7: an address in canonical form reads as itself.
  private static func canonicalFault(_ list: AddressList) -> String? {
    for case let address? in list.mailboxes.map(\.addrSpec) {
      let (again, log) = read(Array(address.text.utf8), .to)
      let same =
        again.mailboxes.count == 1 && again.mailboxes[0].addrSpec?.text == address.text
        && again.mailboxes[0].addrSpec?.localPart == address.localPart
      if !same { return "\(address.text) reads as \(again.addresses)" }
      if let defect = log.records.first(where: { $0.severity >= .medium }) { return "\(address.text): \(defect)" }
    }
    return nil
  }

  /// A list without defects reads the same behind another mailbox.
  private static func neighbourFault(_ body: [UInt8], _ list: AddressList, _ field: FieldName) -> String? {
    let longer = read(Array("first@example.org, ".utf8) + body, .to).0
    let rest = Array(longer.addresses.dropFirst())
    return rest == list.addresses ? nil : "behind another mailbox \(rest), alone \(list.addresses)"
  }
}
