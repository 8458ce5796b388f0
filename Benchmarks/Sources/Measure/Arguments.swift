/// The command line: words, then options with a value each.
struct Arguments {
  private var rest: ArraySlice<String>

  /// - Parameter all: the name of the command and what follows it.
  init(_ all: [String]) {
    rest = all.dropFirst()
  }

  /// The next word, or nil at the end.
  mutating func takeWord() -> String? {
    rest.popFirst()
  }

  /// The value of an option wherever it stands, or nil if it is not there.
  mutating func takeOption(_ name: String) throws(UsageError) -> String? {
    guard let index = rest.firstIndex(of: name) else { return nil }
    guard index + 1 < rest.endIndex else { throw UsageError() }
    let value = rest[index + 1]
    rest.removeSubrange(index...index + 1)
    return value
  }

  /// The value of an option that is a number of bytes: `500`, `64K`, `20M` or `1G`, in powers of 1,024.
  mutating func takeSize(_ name: String) throws(UsageError) -> Int? {
    guard let value = try takeOption(name) else { return nil }
    let shift = ["K": 10, "M": 20, "G": 30][value.suffix(1)] ?? 0
    guard let number = Int(shift == 0 ? value[...] : value.dropLast()), number >= 0, number < 1 << 32 else {
      throw UsageError()
    }
    return number << shift
  }

  /// Nothing may be left that no one asked for.
  func end() throws(UsageError) {
    if !rest.isEmpty { throw UsageError() }
  }
}

/// A command line that says nothing useful.
struct UsageError: Error {}
