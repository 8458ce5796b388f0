import Mimewire

/// Findings as one JSON object a message (`lint.schema.json` beside this file).
struct LintReport {
  let findings: Findings

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("schema", "mimewire.lint")
      json.member("schemaVersion", 1)
      json.key("source")
      json.object { json in
        json.member("path", findings.stored.path)
        json.member("offset", findings.stored.offset)
        json.member("length", findings.stored.length)
      }
      json.key("defects")
      json.array { json in
        for section in findings.sections {
          var locator = LineLocator(section.message.bytes)
          var allowance = ReadingAllowance(for: section.message)
          for defect in section.defects {
            let place = locator.place(of: defect.range)
            write(defect, at: place, readings: allowance.readings(of: defect), of: section, to: &json)
          }
        }
      }
      json.member("defectCount", findings.sections.reduce(0) { $0 + $1.log.total })
      json.member("worst", ifPresent: findings.worst?.name)
    }
  }

  private func write(
    _ defect: Defect, at place: LinePlace, readings: [Reading], of section: DefectReport.Section,
    to json: inout JSONWriter
  ) {
    json.object { json in
      json.member("id", defect.kind.rawValue)
      json.member("severity", defect.severity.name)
      json.member("summary", defect.kind.explanation.summary)
      json.member("reference", defect.kind.reference)
      json.member("start", defect.range.lowerBound)
      json.member("end", defect.range.upperBound)
      json.member("line", place.line)
      json.member("column", place.column)
      json.member("partId", section.partIDs[defect.part])
      json.member("within", ifPresent: section.within)
      if !readings.isEmpty {
        json.key("readings")
        json.array { json in for reading in readings { json.reading(reading) } }
      }
    }
  }
}

extension JSONWriter {
  /// What another program makes of the bytes.
  mutating func reading(_ reading: Reading) {
    object { json in
      json.member("rule", reading.rule.rawValue)
      json.range(reading.place)
      if let text = reading.text {
        json.key("text")
        json.object { $0.range(text) }
      } else {
        json.key("leaves")
        json.array { json in for leaf in reading.leaves { json.leaf(leaf) } }
      }
    }
  }

  private mutating func leaf(_ leaf: MessageLeaf) {
    object { json in
      json.member("type", leaf.type)
      json.member("fileName", ifPresent: leaf.fileName)
      json.member("transferEncoding", leaf.encoding.name)
      json.key("header")
      json.object { $0.range(leaf.header) }
      json.key("body")
      json.array { json in for piece in leaf.body { json.object { $0.range(piece) } } }
    }
  }

  private mutating func range(_ range: Range<Int>) {
    member("start", range.lowerBound)
    member("end", range.upperBound)
  }
}
