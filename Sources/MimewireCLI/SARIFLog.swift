import ArgumentParser
import Mimewire

/// Findings as one SARIF log (OASIS SARIF 2.1.0), with a rule for each defect kind.
///
/// The results of all messages go into one array, so they are printed as they come, between the two halves of the
/// rest of the log.
enum SARIFLog {
  /// What stands before, between and after the results.
  static let frame = {
    var json = JSONWriter()
    json.object { json in
      json.member(
        "$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
      json.member("version", "2.1.0")
      json.key("runs")
      json.array { json in
        json.object { json in
          json.key("tool")
          json.object { json in
            json.key("driver")
            writeDriver(to: &json)
          }
          json.member("columnKind", "unicodeCodePoints")
          json.member("results", [])
        }
      }
    }
    let log = json.takeLine()
    let closing = log.suffix("]}]}\n".utf8.count)
    return BulkRun.Frame(
      opening: log.dropLast(closing.count) + [ASCII.lf], separator: [ASCII.comma, ASCII.lf],
      closing: [ASCII.lf] + closing)
  }()

  private static func writeDriver(to json: inout JSONWriter) {
    json.object { json in
      json.member("name", "mimewire")
      json.member("version", MimewireCommand.configuration.version)
      json.key("rules")
      json.array { json in for kind in DefectKind.allCases { writeRule(kind, to: &json) } }
    }
  }

  private static func writeRule(_ kind: DefectKind, to json: inout JSONWriter) {
    json.object { json in
      json.member("id", kind.rawValue)
      json.text("shortDescription", kind.explanation.summary)
      json.text("fullDescription", kind.explanation.text)
      json.text("help", kind.explanation.text + " See " + kind.reference + ".")
      json.key("defaultConfiguration")
      json.object { $0.member("level", kind.severity.level) }
      json.key("properties")
      json.object { json in
        json.member("severity", kind.severity.name)
        json.member("reference", kind.reference)
      }
    }
  }

  /// The results of one message, with commas between; nothing when there are none.
  static func results(of findings: Findings) -> [UInt8] {
    var results: [UInt8] = []
    for section in findings.sections {
      var locator = LineLocator(section.message.bytes)
      for defect in section.defects {
        var json = JSONWriter()
        write(defect, at: locator.place(of: defect.range), of: section, in: findings.stored, to: &json)
        if !results.isEmpty { results += frame.separator }
        results += json.bytes
      }
    }
    return results
  }

  private static func write(
    _ defect: Defect, at place: LinePlace, of section: DefectReport.Section, in stored: StoredMessage,
    to json: inout JSONWriter
  ) {
    let partID = section.partIDs[defect.part]
    json.object { json in
      json.member("ruleId", defect.kind.rawValue)
      json.member("level", defect.severity.level)
      json.text("message", defect.kind.explanation.summary)
      json.key("locations")
      json.array { json in
        json.object { json in
          json.key("physicalLocation")
          json.object { json in
            json.key("artifactLocation")
            json.object { $0.member("uri", stored.path.asURIReference) }
            // What was decoded stands nowhere in the file.
            if section.within == nil { writeRegion(at: place, in: stored, to: &json) }
          }
          json.key("logicalLocations")
          json.array { json in json.object { $0.member("fullyQualifiedName", partID) } }
        }
      }
      json.key("properties")
      json.object { json in
        json.member("severity", defect.severity.name)
        json.member("start", defect.range.lowerBound)
        json.member("end", defect.range.upperBound)
        json.member("within", ifPresent: section.within)
      }
    }
  }

  /// Lines count from the file's first byte, which only a message that is a file of its own begins with.
  private static func writeRegion(at place: LinePlace, in stored: StoredMessage, to json: inout JSONWriter) {
    json.key("region")
    json.object { json in
      if stored.mboxFormat == nil {
        json.member("startLine", place.line)
        json.member("startColumn", place.column)
        json.member("endColumn", place.endColumn)
      }
      json.member("byteOffset", stored.offset + place.shown.lowerBound)
      json.member("byteLength", place.shown.count)
    }
  }
}

extension Severity {
  /// SARIF's word (section 3.27.10).
  fileprivate var level: String {
    switch self {
    case .critical, .high: "error"
    case .medium: "warning"
    case .lint: "note"
    }
  }
}

extension JSONWriter {
  /// A message object of SARIF (section 3.11).
  fileprivate mutating func text(_ name: String, _ text: String) {
    key(name)
    object { $0.member("text", text) }
  }
}

extension String {
  /// A path as a URI reference (RFC 3986): what is not unreserved is percent-encoded, but for the slashes.
  fileprivate var asURIReference: String {
    // `a:b` would be taken for a scheme, and the colon is encoded like everything else.
    String(
      decoding: utf8.flatMap { byte -> [UInt8] in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E: [byte]
        default: [ASCII.percent, ASCII.upperHexDigit(byte >> 4), ASCII.upperHexDigit(byte & 15)]
        }
      }, as: UTF8.self)
  }
}
