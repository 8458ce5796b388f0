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
          for defect in section.defects { write(defect, at: locator.place(of: defect.range), of: section, to: &json) }
        }
      }
      json.member("defectCount", findings.sections.reduce(0) { $0 + $1.log.total })
      json.member("worst", ifPresent: findings.worst?.name)
    }
  }

  private func write(
    _ defect: Defect, at place: LinePlace, of section: DefectReport.Section, to json: inout JSONWriter
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
    }
  }
}
