/// What the Maildir format says with names: messages are files of their own in `cur` and `new`, being written in
/// `tmp` (maildir(5)).
///
///     1767261600.M2P5.host.example:2,FS      flagged and seen
internal enum Maildir {
  /// Whether a directory with these entries is one.
  static func hasLayout(_ names: [[UInt8]]) -> Bool {
    names.contains(current) && names.contains(new)
  }

  static let current = [UInt8]("cur".utf8)
  static let new = [UInt8]("new".utf8)
  static let temporary = [UInt8]("tmp".utf8)

  /// The flags that a file name ends in, letters after `:2,`; nil if it is not such a name.
  static func flags(in name: some BidirectionalCollection<UInt8>) -> String? {
    let letters = name.reversed().prefix { 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 }
    guard name.dropLast(letters.count).suffix(3).elementsEqual(":2,".utf8) else { return nil }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }
}
