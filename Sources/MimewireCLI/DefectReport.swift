import Mimewire

/// The `defects` of a message: of itself and of the transfer-encoded messages inside it.
struct DefectReport {
  /// The defects of one run of bytes: the message, or a decoded message inside it.
  struct Section {
    /// The part whose decoded bytes these are; nil for the message itself.
    let within: String?
    /// The part ids by ordinal.
    let partIDs: [String]
    let log: DefectLog
  }

  let sections: [Section]

  /// Writes the defects sorted by where they begin, those of the message itself first.
  func write(to json: inout JSONWriter) {
    json.key("defects")
    json.array { json in
      for section in sections.sorted(by: { $0.within == nil && $1.within != nil }) {
        for defect in section.log.records.sorted(by: Self.comesBefore) { write(defect, of: section, to: &json) }
      }
    }
    if sections.contains(where: \.log.isCapped) {
      json.member("defectCount", sections.reduce(0) { $0 + $1.log.total })
    }
  }

  private static func comesBefore(_ a: Defect, _ b: Defect) -> Bool {
    (a.range.lowerBound, a.range.upperBound, a.kind.rawValue) < (
      b.range.lowerBound, b.range.upperBound, b.kind.rawValue
    )
  }

  private func write(_ defect: Defect, of section: Section, to json: inout JSONWriter) {
    json.object { json in
      json.member("id", defect.kind.rawValue)
      json.member("severity", defect.severity.name)
      json.member("start", defect.range.lowerBound)
      json.member("end", defect.range.upperBound)
      json.member("partId", section.partIDs[defect.part])
      json.member("within", ifPresent: section.within)
      json.member("alternatives", [])
    }
  }
}
