import SMTP
import SMTPTestSupport
import WireBytes

/// What holds for a server's session, whatever the client sends.
enum SMTPServerInvariants {
  /// The same for every cutting (I-2); content and end of a message are those of the naive rule; a strict session
  /// takes nothing that a lenient one reads otherwise (I-21); plain text before TLS reaches nobody (I-24).
  static func session(_ input: InvariantInput) -> String? {
    let bytes = input.bytes
    let configuration = configuration(input)
    let acceptsTLS = input.option(4)
    var whole = ServerTrial([], configuration: configuration, acceptsTLS: acceptsTLS)
    let overwork = input.meter.fault("the session", bytes: bytes.count, perByte: 1_024) {
      whole = ServerTrial([bytes], configuration: configuration, acceptsTLS: acceptsTLS)
    }
    if let fault = overwork ?? whole.fault { return fault }
    let split = ServerTrial(input.chunks, configuration: configuration, acceptsTLS: acceptsTLS)
    if let fault = split.fault { return "in chunks: \(fault)" }
    if let fault = difference(whole, split) { return fault }
    return messageFault(whole, bytes, configuration) ?? leniencyFault(whole, bytes, configuration, acceptsTLS)
      ?? epochFault(whole)
  }

  /// Plain text that comes with STARTTLS is not the same as some that comes after its reply: up to there they agree.
  private static func difference(_ whole: ServerTrial, _ split: ServerTrial) -> String? {
    let ends = [whole, split].compactMap { $0.events.firstIndex(of: "plaintext after STARTTLS") }
    let events = [whole, split].map { $0.events.prefix(ends.min() ?? .max) }
    if events[0] != events[1] { return "in chunks \(split.events), whole \(whole.events)" }
    let isSame =
      ends.isEmpty
      ? split.output == whole.output
      : split.output.starts(with: whole.output) || whole.output.starts(with: split.output)
    return isSame ? nil : "answers in chunks \(split.output.quoted), whole \(whole.output.quoted)"
  }

  private static func configuration(_ input: InvariantInput) -> SMTPServerConfiguration {
    var configuration = SMTPServerConfiguration()
    configuration.extensions = input.option(0) ? SMTPServerConfiguration().extensions : .all
    configuration.role = input.option(1) ? .lmtp : .smtp
    configuration.mechanisms = ["PLAIN", "LOGIN"]
    configuration.expectsProxy = input.option(2)
    configuration.policy.bareLineBreaks = input.option(3) ? .keep : .refuse
    if input.option(5) {
      configuration.limits.message = 40
      configuration.limits.recipients = 2
      configuration.limits.commandLine = 64
      configuration.limits.drainedLine = 200
    }
    return configuration
  }

  private static func messageFault(
    _ trial: ServerTrial, _ bytes: [UInt8], _ configuration: SMTPServerConfiguration
  ) -> String? {
    for message in trial.messages {
      let (content, length) = DataFraming.reference(Array(bytes[message.start...]))
      guard let length, message.start + length == message.end else {
        return "the message at \(message.start) ended at \(message.end), not after \(length ?? -1) bytes"
      }
      if !message.isRefused, configuration.policy.bareLineBreaks == .keep || !hasBare(content),
        content != message.content
      {
        return "the message at \(message.start) is \(message.content.quoted), not \(content.quoted)"
      }
    }
    return nil
  }

  private static func hasBare(_ content: [UInt8]) -> Bool {
    var rest = content[...]
    while let byte = rest.popFirst() {
      if byte == ASCII.lf { return true }
      if byte == ASCII.cr, rest.popFirst() != ASCII.lf { return true }
    }
    return false
  }

  private static func leniencyFault(
    _ strict: ServerTrial, _ bytes: [UInt8], _ configuration: SMTPServerConfiguration, _ acceptsTLS: Bool
  ) -> String? {
    var configuration = configuration
    configuration.leniency = .everything
    let lenient = ServerTrial([bytes], configuration: configuration, acceptsTLS: acceptsTLS)
    if let fault = lenient.fault { return "lenient: \(fault)" }
    // Plain text after STARTTLS is a choice of its own.
    let common = strict.eventsBeforeRefusal.filter { $0 != "plaintext after STARTTLS" && $0 != "closed" }
    return lenient.events.starts(with: common) ? nil : "lenient \(lenient.events), strict \(common)"
  }

  private static func epochFault(_ trial: ServerTrial) -> String? {
    guard let place = trial.events.firstIndex(where: { $0.hasPrefix("STARTTLS ") }), place + 1 < trial.events.count,
      trial.events[place + 1] == "plaintext after STARTTLS"
    else { return nil }
    let after = trial.events[(place + 2)...]
    return after.allSatisfy { $0 == "closed" } ? nil : "after plain text that followed STARTTLS: \(after)"
  }
}
