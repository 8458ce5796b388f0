import SMTP
import SMTPTestSupport
import WireBytes

/// What holds for the framing of messages in SMTP: one end, and nobody who could see another (I-2, I-9).
enum SMTPDataInvariants {
  static func framing(_ input: InvariantInput) -> String? {
    readingFault(input) ?? writingFault(input)
  }

  private static func readingFault(_ input: InvariantInput) -> String? {
    let bytes = input.bytes + (input.option(0) ? Array("\r\n.\r\nNOOP\r\n".utf8) : [])
    let expected = DataFraming.reference(bytes)
    for bare in [MessagePolicy.BareLineBreaks.keep, .normalize, .refuse] {
      var policy = MessagePolicy()
      policy.bareLineBreaks = bare
      policy.refusesNUL = input.option(1)
      policy.refusesLongLines = input.option(2)
      var whole = DataFraming.read([], policy: policy)
      let overwork = input.meter.fault("framing", bytes: bytes.count) {
        whole = DataFraming.read([bytes], policy: policy)
      }
      if let overwork { return overwork }
      let split = DataFraming.read(input.chunks(of: bytes), policy: policy)
      if whole.end != expected.end { return "\(bare): ends at \(whole.end ?? -1), not at \(expected.end ?? -1)" }
      // At the end of the input some bytes may wait for what follows.
      let isSame =
        whole.end == nil
        ? whole.content.starts(with: split.content) || split.content.starts(with: whole.content)
        : split == whole
      if !isSame { return "\(bare) in chunks \(split), whole \(whole)" }
      if bare == .keep, whole.summary.refusal == nil {
        let isRight =
          expected.end == nil ? expected.content.starts(with: whole.content) : expected.content == whole.content
        if !isRight { return "content \(whole.content.quoted), not \(expected.content.quoted)" }
      }
      if bare == .normalize, hasBareLineBreak(whole.content) { return "not normal: \(whole.content.quoted)" }
      let isSmuggler = whole.end != nil && hasBareLineBreak(expected.content)
      if bare == .refuse, isSmuggler, whole.summary.refusal == nil { return "bare line breaks are not refused" }
    }
    return nil
  }

  private static func writingFault(_ input: InvariantInput) -> String? {
    let bytes = input.bytes
    for normalizes in [false, true] {
      let whole = DataFraming.write([bytes], normalizes: normalizes, allowsNUL: true)
      if DataFraming.write(input.chunks, normalizes: normalizes, allowsNUL: true) != whole {
        return "stuffed otherwise in chunks"
      }
      guard let whole else {
        if normalizes || !hasBareLineBreak(bytes) { return "refused without reason" }
        continue
      }
      if !normalizes, hasBareLineBreak(bytes) { return "bare line breaks are sent" }
      var policy = MessagePolicy()
      policy.bareLineBreaks = .keep
      let found = DataFraming.read([whole], policy: policy)
      let isEnded = bytes.isEmpty || bytes.suffix(2) == [ASCII.cr, ASCII.lf]
      if found.end != whole.count { return "what is sent ends at \(found.end ?? -1) of \(whole.count)" }
      if !normalizes, found.content != (isEnded ? bytes : bytes + [ASCII.cr, ASCII.lf]) {
        return "what is sent comes back as \(found.content.quoted)"
      }
      if let end = DataFraming.lenientEnd(whole, droppingNUL: false), end != whole.count {
        return "a lenient reader sees an end at \(end)"
      }
    }
    return nil
  }

  private static func hasBareLineBreak(_ bytes: [UInt8]) -> Bool {
    for (index, byte) in bytes.enumerated() {
      if byte == ASCII.lf, index == 0 || bytes[index - 1] != ASCII.cr { return true }
      if byte == ASCII.cr, index + 1 == bytes.count || bytes[index + 1] != ASCII.lf { return true }
    }
    return false
  }
}
