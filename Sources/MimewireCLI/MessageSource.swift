/// Where a message came from.
struct MessageSource: Sendable {
  /// The path as it was given, or found in a directory.
  let path: String
  /// The offset of the message's first byte in the file, or in the inflated stream.
  let offset: Int
}
