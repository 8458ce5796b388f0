import Mimewire

/// A decoder by itself, from memory to a buffer that is used again: what it does without parser and allocator.
///
///     base64    quoted-printable    base64-encoding    charset:koi8-r
struct Codec {
  private let kind: Kind
  private let charsets = ICUCharsets()
  private var output: [UInt8] = []

  private enum Kind {
    case decoding(TransferEncoding)
    case base64Encoding
    case charset(CharsetLabel)
  }

  /// The codec of that name, or nil.
  init?(_ name: String) {
    switch name {
    case "base64": kind = .decoding(.base64)
    case "quoted-printable": kind = .decoding(.quotedPrintable)
    case "base64-encoding": kind = .base64Encoding
    case _ where name.hasPrefix("charset:"): kind = .charset(CharsetLabel(String(name.dropFirst(8))))
    default: return nil
    }
  }

  mutating func add(_ bytes: [UInt8], to counts: inout Counts) {
    output.removeAll(keepingCapacity: true)
    var unreported = DefectLog(capacity: 0)
    switch kind {
    case .decoding(let encoding):
      var decoder = TransferDecoder(encoding)
      output.append(addingCapacity: bytes.count + 64) { output in
        _ = decoder.decode(bytes.span, into: &output, defects: &unreported)
        decoder.finish(into: &output, defects: &unreported)
      }
    case .base64Encoding:
      var encoder = TransferEncoder.base64()
      output.append(addingCapacity: bytes.count * 3 / 2 + 64) { output in
        _ = encoder.encode(bytes.span, into: &output)
        encoder.finish(into: &output)
      }
    case .charset(let label):
      var decoder = TextDecoder(charsets: charsets, declared: label)
      decoder.decode(bytes.span, into: &output)
      decoder.finish(into: &output, defects: &unreported)
    }
    counts.touch(output.span)
  }
}
