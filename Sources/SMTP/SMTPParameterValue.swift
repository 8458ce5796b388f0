internal import WireBytes

/// Reads parameter values, each by the ABNF of its RFC.
///
/// A value ends at the space after it, so every reader below sees the whole of it and nothing more.
struct SMTPParameterValueParser: ~Escapable {
  let bytes: Span<UInt8>
  let range: Range<Int>
  let leniency: SMTPLeniency

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, _ range: Range<Int>, leniency: SMTPLeniency) {
    self.bytes = bytes
    self.range = range
    self.leniency = leniency
  }

  private func malformed() -> SMTPSyntaxError { SMTPSyntaxError(.parameterValue, at: range) }

  /// The value of a keyword that must have one.
  func value(of keyword: SMTPParameter.Keyword) throws(SMTPSyntaxError) -> SMTPParameter.Value {
    guard !range.isEmpty else { throw malformed() }
    switch keyword {
    case .size: return .size(try size())
    case .body: return .body(try body())
    case .ret: return .ret(try ret())
    case .envid:
      guard XText.isValid(text) else { throw malformed() }
      return .envid(range)
    case .auth:
      if text.equals("<>") { return .auth(range.upperBound..<range.upperBound) }
      guard XText.isValid(text) else { throw malformed() }
      return .auth(range)
    case .by: return try by()
    case .mtPriority: return .mtPriority(try mtPriority())
    case .holdFor:
      guard let seconds = decimal(range, digits: 9) else { throw malformed() }
      return .holdFor(seconds)
    case .holdUntil:
      guard isTime(range) else { throw malformed() }
      return .holdUntil(range)
    case .submitter:
      guard XText.isValid(text) else { throw malformed() }
      return .submitter(range)
    case .solicit: return .solicit(range)
    case .conNeg: return .conNeg(range)
    case .transID:
      guard range.count > 2, text[0] == ASCII.less, text[range.count - 1] == ASCII.greater else {
        throw malformed()
      }
      return .transID(range)
    case .mtrk: return try mtrk()
    case .notify: return .notify(try notify())
    case .orcpt: return try orcpt()
    case .rrvs: return try rrvs()
    case .smtpUTF8, .requireTLS, .conPerm: throw malformed()
    case .other: return .other
    }
  }

  /// The value of a keyword that stands alone.
  static func flag(
    _ keyword: SMTPParameter.Keyword, at range: Range<Int>
  ) throws(SMTPSyntaxError) -> SMTPParameter.Value {
    switch keyword {
    case .smtpUTF8: return .smtpUTF8
    case .requireTLS: return .requireTLS
    case .conPerm: return .conPerm
    case .conNeg: return .conNeg(range.upperBound..<range.upperBound)
    case .other: return .other
    default: throw SMTPSyntaxError(.parameterValue, at: range)
    }
  }

  private var text: Span<UInt8> {
    @_lifetime(copy self) get { bytes.extracting(range) }
  }

  /// `size-value = 1*20DIGIT` (RFC 1870 section 3). Twenty digits can pass 2^64-1: too large, never wrapped.
  private func size() throws(SMTPSyntaxError) -> UInt64 {
    guard range.count <= 20 else { throw malformed() }
    var size: UInt64 = 0
    var overflows = false
    for i in range {
      guard 0x30...0x39 ~= bytes[i] else { throw malformed() }
      let (product, wrapped) = size.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(UInt64(bytes[i] &- 0x30))
      overflows = overflows || wrapped || carried
      size = sum
    }
    guard !overflows else { throw SMTPSyntaxError(.sizeTooLarge, at: range) }
    guard size > 0 || leniency.contains(.zeroSize) else { throw malformed() }
    return size
  }

  private func body() throws(SMTPSyntaxError) -> SMTPParameter.Body {
    switch FoldedWord(bytes, range) {
    case "8bitmime": return .eightBitMIME
    case "7bit": return .sevenBit
    case nil where text.equalsIgnoringCase("binarymime"): return .binaryMIME
    default: throw malformed()
    }
  }

  private func ret() throws(SMTPSyntaxError) -> SMTPParameter.Return {
    switch FoldedWord(bytes, range) {
    case "full": return .full
    case "hdrs": return .headers
    default: throw malformed()
    }
  }

  /// `by-value = by-time ";" by-mode [by-trace]`, `by-time = ["-" / "+"] 1*9digit`; zero or less cannot be returned
  /// in time, so `R` needs more than zero (RFC 2852 section 4).
  private func by() throws(SMTPSyntaxError) -> SMTPParameter.Value {
    var index = range.lowerBound
    let isNegative = bytes[index] == ASCII.hyphen
    if isNegative || bytes[index] == ASCII.plus { index += 1 }
    guard let semicolon = text.firstIndex(of: ASCII.semicolon).map({ $0 + range.lowerBound }), index < semicolon,
      let magnitude = decimal(index..<semicolon, digits: 9), semicolon + 1 < range.upperBound
    else { throw malformed() }
    let mode = ASCII.lowercase(bytes[semicolon + 1])
    let returns = mode == 0x72
    guard returns || mode == 0x6E else { throw malformed() }
    let seconds = isNegative ? -magnitude : magnitude
    guard !returns || seconds > 0 else { throw malformed() }
    switch range.upperBound - semicolon {
    case 2: return .by(seconds: seconds, returns: returns, traces: false)
    case 3 where ASCII.lowercase(bytes[semicolon + 2]) == 0x74:
      return .by(seconds: seconds, returns: returns, traces: true)
    default: throw malformed()
    }
  }

  /// `priority-value = ["-"] NZDIGIT / "0"`, up to 9 either way (RFC 6710 section 3)
  private func mtPriority() throws(SMTPSyntaxError) -> Int {
    let isNegative = bytes[range.lowerBound] == ASCII.hyphen
    let digits = (isNegative ? 1 : 0) + range.lowerBound..<range.upperBound
    guard digits.count == 1, let value = decimal(digits, digits: 1), !isNegative || value > 0 else {
      throw malformed()
    }
    return isNegative ? -value : value
  }

  /// `mtrk-parameter = "MTRK=" certifier [ ":" timeout ]`, `timeout = 1*9digit` (RFC 3885 section 3.1)
  private func mtrk() throws(SMTPSyntaxError) -> SMTPParameter.Value {
    guard let colon = text.firstIndex(of: ASCII.colon).map({ $0 + range.lowerBound }) else {
      return .mtrk(certifier: range, timeout: nil)
    }
    guard colon > range.lowerBound, let timeout = decimal(colon + 1..<range.upperBound, digits: 9) else {
      throw malformed()
    }
    return .mtrk(certifier: range.lowerBound..<colon, timeout: timeout)
  }

  /// `notify-esmtp-value = "NEVER" / 1#notify-list-element` (RFC 3461 section 4.1)
  private func notify() throws(SMTPSyntaxError) -> SMTPParameter.Notify {
    var notify: SMTPParameter.Notify = []
    var start = range.lowerBound
    while start <= range.upperBound {
      var end = start
      while end < range.upperBound, bytes[end] != ASCII.comma { end += 1 }
      switch FoldedWord(bytes, start..<end) {
      case "success": notify.insert(.success)
      case "failure": notify.insert(.failure)
      case "delay": notify.insert(.delay)
      case "never": notify.insert(.never)
      default: throw SMTPSyntaxError(.parameterValue, at: start..<end)
      }
      start = end + 1
    }
    // It stands alone, not even beside itself.
    guard !notify.contains(.never) || FoldedWord(bytes, range) == "never" else { throw malformed() }
    return notify
  }

  /// `original-recipient-address = addr-type ";" xtext` (RFC 3461 section 4.2)
  private func orcpt() throws(SMTPSyntaxError) -> SMTPParameter.Value {
    guard let semicolon = text.firstIndex(of: ASCII.semicolon).map({ $0 + range.lowerBound }),
      semicolon > range.lowerBound, semicolon + 1 < range.upperBound
    else { throw malformed() }
    let type = range.lowerBound..<semicolon
    let address = semicolon + 1..<range.upperBound
    for i in type where !ByteClass.alpha.contains(bytes[i]) && !ByteClass.digit.contains(bytes[i]) {
      guard bytes[i] == ASCII.hyphen else { throw malformed() }
    }
    let unicode = bytes.extracting(type).equalsIgnoringCase("utf-8")
    guard XText.isValid(bytes.extracting(address), unicode: unicode) else { throw malformed() }
    return .orcpt(type: type, address: address)
  }

  /// `"RRVS=" date-time [ ";" ( "C" / "R" ) ]`: reject is the usual (RFC 7293 section 3.1)
  private func rrvs() throws(SMTPSyntaxError) -> SMTPParameter.Value {
    let semicolon = text.firstIndex(of: ASCII.semicolon).map { $0 + range.lowerBound } ?? range.upperBound
    let time = range.lowerBound..<semicolon
    guard isTime(time) else { throw malformed() }
    guard semicolon < range.upperBound else { return .rrvs(time: time, continues: false) }
    guard semicolon + 2 == range.upperBound else { throw malformed() }
    switch ASCII.lowercase(bytes[semicolon + 1]) {
    case 0x63: return .rrvs(time: time, continues: true)
    case 0x72: return .rrvs(time: time, continues: false)
    default: throw malformed()
    }
  }

  /// `date-time` of RFC 3339 section 5.6: `2005-09-23T12:00:00Z`, perhaps with a fraction and an offset. RFC 4865 names a
  /// rule of its own for HOLDUNTIL and leaves it undefined; erratum 2040 says that it is this one.
  private func isTime(_ range: Range<Int>) -> Bool {
    func number(_ offset: Int, _ digits: Int, _ bounds: ClosedRange<Int>) -> Bool {
      let start = range.lowerBound + offset
      guard start + digits <= range.upperBound, let value = decimal(start..<start + digits, digits: digits) else {
        return false
      }
      return bounds.contains(value)
    }
    func isByte(_ offset: Int, _ lowercase: UInt8) -> Bool {
      range.lowerBound + offset < range.upperBound
        && ASCII.lowercase(bytes[range.lowerBound + offset]) == lowercase
    }
    guard number(0, 4, 0...9999), isByte(4, ASCII.hyphen), number(5, 2, 1...12), isByte(7, ASCII.hyphen),
      number(8, 2, 1...31), isByte(10, 0x74), number(11, 2, 0...23), isByte(13, ASCII.colon),
      number(14, 2, 0...59), isByte(16, ASCII.colon), number(17, 2, 0...60)
    else { return false }
    var offset = 19
    if isByte(offset, ASCII.dot) {
      let digits = offset + 1
      offset = digits
      while number(offset, 1, 0...9) { offset += 1 }
      guard offset > digits else { return false }
    }
    if isByte(offset, 0x7A) { return range.count == offset + 1 }
    guard isByte(offset, ASCII.plus) || isByte(offset, ASCII.hyphen) else { return false }
    return number(offset + 1, 2, 0...23) && isByte(offset + 3, ASCII.colon) && number(offset + 4, 2, 0...59)
      && range.count == offset + 6
  }

  /// 1 to `digits` decimal digits, at most 18, so that nothing overflows.
  private func decimal(_ range: Range<Int>, digits: Int) -> Int? {
    guard !range.isEmpty, range.count <= digits else { return nil }
    var value = 0
    for i in range {
      guard 0x30...0x39 ~= bytes[i] else { return nil }
      value = value * 10 + Int(bytes[i] &- 0x30)
    }
    return value
  }
}
