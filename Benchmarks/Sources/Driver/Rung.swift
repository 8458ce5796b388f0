/// How much is done with each message: every rung of the ladder does what the one before does, and more, but that `full`
/// decodes fields to text, as the drivers of other parsers do; `typed` is the ladder's end.
enum Rung: String, CaseIterable {
  /// Header fields and MIME tree, with defects and nested messages; no field is decoded.
  case structure
  /// And From, Subject and Date: what most filters need.
  case selected
  /// And every field, to the typed value that its syntax has.
  case headers
  /// Every field decoded to text, and every leaf: transfer encoding undone, text converted to UTF-8.
  case full
  /// Every field as on `headers`, and every leaf as on `full`.
  case typed
  /// Beside the ladder: what `structure` counts, by the incremental reader in chunks of 16 KiB.
  case stream
  /// Beside the ladder: records are what SMTP clients send, a turn each.
  case smtp
  /// Beside the ladder: `structure`, and what each index holds of the heap as `retained`. Not for timing.
  case index
}

/// What a pass has seen; drivers are compared only where they have seen the same.
struct Counts {
  /// Leaf parts; messages on the rung `smtp`.
  var parts = 0
  /// Header fields of all parts; commands on the rung `smtp`.
  var fields = 0
  /// Bytes of decoded leaves; of message content on the rung `smtp`.
  var decoded = 0
  /// Something of each value, so that no optimiser can drop the making of it.
  var sum = 0
  /// Bytes of heap that the indexes of all messages hold, on the rung `index`.
  var retained = 0

  /// Looks at every 64th byte.
  mutating func touch(_ bytes: [UInt8]) { touch(bytes.span) }

  /// Looks at every 64th byte.
  mutating func touch(_ bytes: Span<UInt8>) {
    decoded += bytes.count
    for i in stride(from: 0, to: bytes.count, by: 64) { sum += Int(bytes[i]) }
  }
}
