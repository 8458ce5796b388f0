package import WireBytes

/// Tells text that shows something else than it is: addresses in names, look-alike specials, invisible characters.
package enum DeceptiveText {

  // MARK: Addresses in names

  /// Whether a display name holds an address with a dotted domain, other than the mailbox's own.
  ///
  ///     "ceo@bank.example" <a@evil.example>     true
  ///     "a@evil.example" <a@evil.example>       false
  ///     "Lunch @ 12.30" <a@evil.example>        false
  static func holdsAddress(_ name: String, otherThan own: String?) -> Bool {
    holdsAddress(name.utf8.span, otherThan: own)
  }

  private static func holdsAddress(_ name: Span<UInt8>, otherThan own: String?) -> Bool {
    var from = 0
    while let at = name.firstIndex(of: ASCII.at, from: from) {
      from = at + 1
      var start = at
      while start > 0, name[start - 1] == ASCII.dot || ByteClass.atext8.contains(name[start - 1]) { start -= 1 }
      // Outlook writes `"'a@b.example'" <a@b.example>`: the apostrophes are no part of the address.
      while start < at, name[start] == ASCII.apostrophe { start += 1 }
      var end = at + 1
      while end < name.count, name[end] == ASCII.dot || ByteClass.label.contains(name[end]) { end += 1 }
      while end > at + 1, name[end - 1] == ASCII.dot { end -= 1 }
      let domain = name.extracting(at + 1..<end)
      guard start < at, domain.firstIndex(of: ASCII.dot, from: 1) != nil else { continue }
      if let own, isSame(own.utf8.span, name.extracting(start..<end)) { continue }
      return true
    }
    return false
  }

  /// Whether two addresses are the same, but for the case of ASCII letters.
  static func isSame(_ a: String, _ b: String) -> Bool {
    isSame(a.utf8.span, b.utf8.span)
  }

  private static func isSame(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    for i in 0..<a.count where ASCII.lowercase(a[i]) != ASCII.lowercase(b[i]) { return false }
    return true
  }

  // MARK: Look-alikes

  /// Whether a character turns into one of the ASCII `specials` when some later program normalises the text
  /// (NFKC or IDNA mapping), so that `a＠b.test` becomes an address after all checks were made.
  static func holdsConfusableSpecial(_ text: String) -> Bool {
    text.unicodeScalars.contains { confusableSpecials.contains($0) }
  }

  /// The fullwidth, small and halfwidth forms of `@ . , : ; < > ( ) [ ] " \`, and the ideographic full stop.
  private static let confusableSpecials: Set<Unicode.Scalar> = [
    "\u{FF20}", "\u{FE6B}", "\u{3002}", "\u{FF0E}", "\u{FF61}", "\u{FE52}", "\u{2024}", "\u{FF0C}", "\u{FE50}",
    "\u{FF1A}", "\u{FE55}", "\u{FF1B}", "\u{FE54}", "\u{FF1C}", "\u{FF1E}", "\u{FE64}", "\u{FE65}", "\u{FF08}",
    "\u{FF09}", "\u{FE59}", "\u{FE5A}", "\u{FF3B}", "\u{FF3D}", "\u{FF02}", "\u{FF3C}", "\u{FE68}",
  ]

  // MARK: Invisible characters

  /// Whether a text is shown in another order than it is written: embeddings, overrides and isolates.
  package static func changesDirection(_ text: String) -> Bool {
    text.unicodeScalars.contains { 0x202A...0x202E ~= $0.value || 0x2066...0x2069 ~= $0.value }
  }

  /// How bad the invisible and direction-changing characters of a text are; nil without any.
  ///
  /// Overrides, isolates and zero-width spaces can show a text in another order or make two of them look alike.
  /// Marks and joiners belong to the orthography of some scripts and to emoji; there they are merely noted.
  package static func invisibles(in text: String) -> Severity? {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let isRightToLeft = text.unicodeScalars.contains { scalar in rightToLeft.contains { $0.contains(scalar) } }
    var worst: Severity?
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x200E, 0x200F, 0x061C:
        worst = max(worst ?? .lint, isRightToLeft ? .lint : .medium)
      case 0x200C, 0x200D:
        worst = max(worst ?? .lint, joins(previous) ? .lint : .medium)
      case 0x200B, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x206F, 0xFEFF, 0x00AD, 0x180E, 0xE0000...0xE007F:
        worst = .medium
      default:
        break
      }
      previous = scalar
    }
    return worst
  }

  private static let rightToLeft: [ClosedRange<Unicode.Scalar>] = [
    "\u{0590}"..."\u{08FF}", "\u{FB1D}"..."\u{FDFF}", "\u{FE70}"..."\u{FEFC}", "\u{10800}"..."\u{10FFF}",
    "\u{1E800}"..."\u{1EFFF}",
  ]

  /// Whether a joiner makes sense behind a character: Arabic, the scripts of India and South-East Asia, Mongolian,
  /// emoji and their variation selector.
  private static func joins(_ scalar: Unicode.Scalar?) -> Bool {
    switch scalar?.value ?? 0 {
    case 0x0600...0x109F, 0x1780...0x18AF, 0x1900...0x1CFF, 0xA800...0xABFF, 0xFB50...0xFDFF, 0xFE70...0xFEFC:
      true
    case 0x2190...0x2BFF, 0xFE0F, 0x1F000...0x1FAFF: true
    default: false
    }
  }
}

extension ByteClass {
  /// What labels of a domain are made of, for telling that a text looks like one.
  fileprivate static let label = alpha.union(digit).union(eightBit).union(ByteClass("-"))
}
