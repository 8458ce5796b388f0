import Mimewire

/// The events of an SMTP dialogue, as JSON (one object an event) or as lines for a person.
struct TranscriptReport {
  let transcript: SMTPTranscript

  // MARK: - JSON

  /// One object for each event, one a line (CLI.md, "SMTP transcripts").
  func json() -> [UInt8] {
    var json = JSONWriter()
    var lines: [UInt8] = []
    for event in transcript.events {
      write(event, to: &json)
      lines += json.takeLine()
    }
    return lines
  }

  private func write(_ event: SMTPTranscript.Event, to json: inout JSONWriter) {
    json.object { json in
      json.member("side", event.side.rawValue)
      json.member("start", event.range.lowerBound)
      json.member("end", event.range.upperBound)
      json.member("event", event.kind.name)
      writeDetails(of: event, to: &json)
      json.key("defects")
      json.array { json in
        for defect in event.defects {
          json.object { json in
            json.member("id", defect.kind.rawValue)
            json.member("severity", defect.severity.name)
            json.member("start", defect.range.lowerBound)
            json.member("end", defect.range.upperBound)
          }
        }
      }
    }
  }

  private func writeDetails(of event: SMTPTranscript.Event, to json: inout JSONWriter) {
    switch event.kind {
    case .command(let command): write(command, to: &json)
    case .rejected(let error, let offset):
      json.member("error", error.kind.rawValue)
      json.member("offset", offset)
      json.member("suggestedReply", Self.firstLine(of: error.suggestedReply))
    case .reply(let reply):
      json.member("code", Int(reply.code.value))
      json.member("enhancedStatus", ifPresent: reply.enhancedStatus)
      json.member("lines", reply.lines)
    case .auth(let secret): writeSecret(secret, to: &json)
    case .message(let size, _, let end):
      json.member("size", size)
      json.member("sha256", SHA256Digest.hex(of: transcript.content(of: event).span))
      json.member("endOfData", end.rawValue)
    case .startTLS: break
    case .chunk(let size, let isLast):
      json.member("size", size)
      json.member("last", isLast)
    case .proxy(let header):
      json.member("version", header.version)
      json.member("source", ifPresent: header.source.map(Self.text))
      json.member("destination", ifPresent: header.destination.map(Self.text))
    }
  }

  private func write(_ command: SMTPTranscript.Command, to json: inout JSONWriter) {
    json.member("verb", command.verb.name)
    json.member("reversePath", ifPresent: command.reversePath)
    json.member("forwardPath", ifPresent: command.forwardPath)
    json.member("sourceRoute", ifPresent: command.sourceRoute)
    json.member("domain", ifPresent: command.domain)
    if !command.parameters.isEmpty {
      json.key("parameters")
      json.array { json in
        for parameter in command.parameters {
          json.object { json in
            json.member("keyword", parameter.keyword)
            json.member("value", ifPresent: parameter.value)
          }
        }
      }
    }
    json.member("mechanism", ifPresent: command.mechanism)
    if let secret = command.secret { writeSecret(secret, to: &json) }
    json.member("argument", ifPresent: command.argument)
  }

  /// Where a secret stands; never the secret.
  private func writeSecret(_ range: Range<Int>, to json: inout JSONWriter) {
    json.key("secret")
    json.object { json in
      json.member("start", range.lowerBound)
      json.member("end", range.upperBound)
    }
  }

  // MARK: - For a person

  /// A line for each event, its defects below it, everything from the dialogue escaped.
  func text() -> [UInt8] {
    var text = ""
    for event in transcript.events {
      text += event.side == .client ? "C  " : "S  "
      text += TerminalText.line(summary(of: event)) + "\n"
      for defect in event.defects {
        text += "     \(defect.severity.name)  \(defect.kind.rawValue) at \(defect.range.lowerBound)  "
        text += defect.kind.reference + "\n"
      }
    }
    return Array(text.utf8)
  }

  private func summary(of event: SMTPTranscript.Event) -> String {
    switch event.kind {
    case .command(let command):
      let path = command.reversePath ?? command.forwardPath
      let words = [command.verb.name, path.map { "<\($0)>" }, command.domain, command.mechanism, command.argument]
      let parameters = command.parameters.map { $0.keyword + ($0.value.map { "=" + $0 } ?? "") }
      return (words.compactMap { $0 } + parameters + (command.secret == nil ? [] : ["(secret)"]))
        .joined(separator: " ")
    case .rejected(let error, let offset):
      return "rejected: \(error.kind.rawValue) at \(offset), \(Self.firstLine(of: error.suggestedReply))"
    case .reply(let reply):
      let status = reply.enhancedStatus.map { $0 + " " } ?? ""
      return "\(reply.code.value) " + status + reply.lines.joined(separator: " / ")
    case .auth: return "(secret)"
    case .message(let size, _, let end): return "message of \(size) bytes, ended by \(end.rawValue)"
    case .startTLS: return "TLS begins"
    case .chunk(let size, let isLast): return "chunk of \(size) bytes" + (isLast ? ", the last" : "")
    case .proxy(let header):
      let source = header.source.map(Self.text) ?? "unknown"
      return "PROXY version \(header.version) from \(source)"
    }
  }

  private static func text(_ endpoint: ProxyHeader.Endpoint) -> String {
    "\(endpoint.address) port \(endpoint.port)"
  }

  private static func firstLine(of reply: SMTPReply) -> String {
    let status = reply.enhancedStatus.map { $0 + " " } ?? ""
    return "\(reply.code.value) " + status + (reply.lines.first ?? "")
  }
}
