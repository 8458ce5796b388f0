internal import WireBytes

/// An IPv4 or IPv6 address as a number, read from the forms that SMTP uses.
public enum IPAddress: Sendable, Hashable {
  /// Four octets, the first in the highest byte.
  case v4(UInt32)
  /// Sixteen octets in two halves, the first in the highest byte of `high`.
  case v6(high: UInt64, low: UInt64)

  /// `IPv4-address-literal = Snum 3("."  Snum)`, `Snum = 1*3DIGIT` of 0-255 (RFC 5321 section 4.1.3)
  static func v4(parsing bytes: Span<UInt8>, _ range: Range<Int>) -> IPAddress? {
    v4Value(bytes, range).map { .v4($0) }
  }

  /// `IPv6-addr = IPv6-full / IPv6-comp / IPv6v4-full / IPv6v4-comp` (RFC 5321 section 4.1.3)
  ///
  ///     2001:db8::25      ::ffff:1.2.3.4
  ///
  /// "The "::" represents at least 2 16-bit groups of zeros": RFC 4291 lets it stand for one, which only
  /// `shortCompression` takes; what was tolerated is added to `deviations`.
  static func v6(
    parsing bytes: Span<UInt8>, _ range: Range<Int>, leniency: SMTPLeniency, deviations: inout SMTPLeniency
  ) -> IPAddress? {
    var groups = InlineArray<8, UInt16>(repeating: 0)
    var count = 0
    var compression: Int?
    var index = range.lowerBound
    if index + 1 < range.upperBound, bytes[index] == ASCII.colon, bytes[index + 1] == ASCII.colon {
      compression = 0
      index += 2
    }
    while index < range.upperBound {
      guard count < 8 else { return nil }
      let start = index
      var value: UInt16 = 0
      while index < range.upperBound, index - start < 4, let digit = ASCII.hexValue(bytes[index]) {
        value = value << 4 | UInt16(digit)
        index += 1
      }
      if index < range.upperBound, bytes[index] == ASCII.dot {
        guard count <= 6, let v4 = v4Value(bytes, start..<range.upperBound) else { return nil }
        groups[count] = UInt16(truncatingIfNeeded: v4 >> 16)
        groups[count + 1] = UInt16(truncatingIfNeeded: v4)
        count += 2
        break
      }
      guard index > start else { return nil }
      groups[count] = value
      count += 1
      if index == range.upperBound { break }
      guard bytes[index] == ASCII.colon else { return nil }
      index += 1
      if index < range.upperBound, bytes[index] == ASCII.colon {
        guard compression == nil else { return nil }
        compression = count
        index += 1
      } else if index == range.upperBound {
        return nil
      }
    }
    if let compression {
      guard count <= 7 else { return nil }
      if count == 7 {
        guard leniency.contains(.shortCompression) else { return nil }
        deviations.insert(.shortCompression)
      }
      let tail = count - compression
      for i in 0..<tail {
        groups[7 - i] = groups[count - 1 - i]
        if 7 - i != count - 1 - i { groups[count - 1 - i] = 0 }
      }
    } else {
      guard count == 8 else { return nil }
    }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for i in 0..<4 {
      high = high << 16 | UInt64(groups[i])
      low = low << 16 | UInt64(groups[i + 4])
    }
    return .v6(high: high, low: low)
  }

  private static func v4Value(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
    var value: UInt32 = 0
    var octet: UInt32 = 0
    var digits = 0
    var dots = 0
    for i in range {
      switch bytes[i] {
      case 0x30...0x39 where digits < 3:
        octet = octet * 10 + UInt32(bytes[i] &- 0x30)
        digits += 1
      case ASCII.dot where digits > 0 && dots < 3:
        guard octet <= 255 else { return nil }
        value = value << 8 | octet
        octet = 0
        digits = 0
        dots += 1
      default: return nil
      }
    }
    guard dots == 3, digits > 0, octet <= 255 else { return nil }
    return value << 8 | octet
  }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted decimal, or eight groups in hexadecimal with the first longest run of zeros as `::` (RFC 5952).
  public var description: String {
    switch self {
    case .v4(let value):
      return "\(value >> 24).\(value >> 16 & 255).\(value >> 8 & 255).\(value & 255)"
    case .v6(let high, let low):
      let groups = (0..<8).map { UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> (48 - 16 * UInt64($0 % 4))) }
      let longest = IPAddress.longestZeros(groups)
      let text = groups.map { String($0, radix: 16) }
      guard longest.count > 1 else { return text.joined(separator: ":") }
      return text[..<longest.lowerBound].joined(separator: ":") + "::"
        + text[longest.upperBound...].joined(separator: ":")
    }
  }

  private static func longestZeros(_ groups: [UInt16]) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for i in 0...groups.count where i == groups.count || groups[i] != 0 {
      if i - start > longest.count { longest = start..<i }
      start = i + 1
    }
    return longest
  }
}
