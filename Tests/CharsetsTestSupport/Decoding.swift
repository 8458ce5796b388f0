public import Charsets

/// The bytes that pairs of hexadecimal digits stand for.
public func bytes(_ hex: String) -> [UInt8] {
  hex.split(separator: " ").compactMap { UInt8($0, radix: 16) }
}

/// What a decoder makes of bytes that come in chunks, with `room` bytes of output at a time.
public func decode(_ decoder: (any CharsetDecoder)?, _ chunks: [ArraySlice<UInt8>], room: Int = 64)
  -> (text: String, malformed: Int)
{
  guard var decoder else { return ("no decoder", -1) }
  var utf8: [UInt8] = []
  var malformed = 0
  for (i, chunk) in (chunks + [[]]).enumerated() {
    var consumed = 0
    var isDone = false
    while !isDone {
      utf8 += [UInt8](capacity: room) { output in
        let step = decoder.decode(
          chunk.span.extracting(consumed..<chunk.count), into: &output, atEnd: i == chunks.count)
        consumed += step.consumed
        malformed += step.malformed
        isDone = consumed == chunk.count && output.freeCapacity >= 4
      }
    }
  }
  return (String(decoding: utf8, as: UTF8.self), malformed)
}

/// All the ways to feed bytes that have to make no difference: whole, one by one, and cut in two at every place.
public func feedings(of bytes: [UInt8]) -> [[ArraySlice<UInt8>]] {
  [[bytes[...]], bytes.indices.map { bytes[$0...$0] }]
    + bytes.indices.map { [bytes[..<$0], bytes[$0...]] }
}
