import Mimewire

/// The `defects` of a message: of itself and of the transfer-encoded messages inside it.
struct DefectReport {
  /// The defects of one run of bytes: the message, or a decoded message inside it.
  struct Section {
    /// The part whose decoded bytes these are; nil for the message itself.
    let within: String?
    /// The message that the bytes are.
    let message: Message
    /// The part ids by ordinal.
    let partIDs: [String]
    let log: DefectLog

    /// The defects that were recorded, sorted by where they begin.
    var defects: [Defect] {
      log.records.sorted { a, b in
        (a.range.lowerBound, a.range.upperBound, a.kind.rawValue) < (
          b.range.lowerBound, b.range.upperBound, b.kind.rawValue
        )
      }
    }
  }

  /// That of the message itself first.
  let sections: [Section]

  init(_ sections: [Section]) {
    // Stable: those that were decoded stay in the order in which their parts are listed.
    self.sections = sections.filter { $0.within == nil } + sections.filter { $0.within != nil }
  }

  /// Writes the defects sorted by where they begin, those of the message itself first.
  func write(to json: inout JSONWriter) {
    json.key("defects")
    json.array { json in
      for section in sections {
        var allowance = ReadingAllowance(for: section.message)
        for defect in section.defects {
          write(defect, readings: allowance.readings(of: defect), of: section, to: &json)
        }
      }
    }
    if sections.contains(where: \.log.isCapped) {
      json.member("defectCount", sections.reduce(0) { $0 + $1.log.total })
    }
  }

  private func write(
    _ defect: Defect, readings: [Reading], of section: Section, to json: inout JSONWriter
  ) {
    json.object { json in
      json.member("id", defect.kind.rawValue)
      json.member("severity", defect.severity.name)
      json.member("start", defect.range.lowerBound)
      json.member("end", defect.range.upperBound)
      json.member("partId", section.partIDs[defect.part])
      json.member("within", ifPresent: section.within)
      json.key("alternatives")
      json.array { json in for reading in readings { json.reading(reading) } }
    }
  }
}
