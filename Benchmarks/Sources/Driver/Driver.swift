#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif
import Mimewire

/// `mimewire-driver PACK structure|full WARM PASSES STRIDE`: the contract that the drivers of other libraries follow,
/// so that one script can compare them. A line of JSON for each timed pass over every STRIDE-th message.
///
/// `structure` parses, walks the parts and counts the fields; `full` also decodes every field as text and every leaf:
/// transfer encoding undone, text converted to UTF-8, every 64th byte looked at.
@main
enum Driver {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 6, ["structure", "full"].contains(arguments[2]), let warm = Int(arguments[3]),
      let passes = Int(arguments[4]), let stride = Int(arguments[5]), stride > 0
    else {
      print("usage: mimewire-driver PACK structure|full WARM PASSES STRIDE")
      exit(2)
    }
    let pack = try Pack(path: arguments[1], stride: stride)
    var counts = Counts()
    for pass in -warm..<passes {
      counts.reset()
      let elapsed = ContinuousClock().measure {
        for bytes in pack.messages { counts.add(Message(parsing: bytes), decoding: arguments[2] == "full") }
      }
      if pass >= 0 { report(counts, of: pack, mode: arguments[2], seconds: elapsed / .seconds(1)) }
    }
  }

  private static func report(_ counts: Counts, of pack: Pack, mode: String, seconds: Double) {
    print(
      #"{"peer":"mimewire","mode":"\#(mode)","s":\#(seconds),"bytes":\#(pack.bytes),"msgs":\#(pack.messages.count),"#
        + #""parts":\#(counts.parts),"headers":\#(counts.fields),"decoded":\#(counts.decoded),"sum":\#(counts.sum)}"#)
  }
}

/// What a pass has seen.
struct Counts {
  private(set) var parts = 0
  private(set) var fields = 0
  private(set) var decoded = 0
  private(set) var sum = 0

  private static let charsets = ICUCharsets()
  /// Used for the fields of one part, or one leaf, after the other.
  private var buffer: [UInt8] = []

  /// Forgets all but the buffer.
  mutating func reset() {
    (parts, fields, decoded, sum) = (0, 0, 0, 0)
  }

  mutating func add(_ message: Message, decoding: Bool) {
    for part in message.parts {
      fields += part.place.fields.count
      if part.isLeaf { parts += 1 }
      if decoding { decode(part) }
    }
  }

  private mutating func decode(_ part: BodyPart) {
    buffer.removeAll(keepingCapacity: true)
    for field in part.fields { field.appendText(to: &buffer, using: Self.charsets) }
    sum += buffer.count
    guard part.isLeaf else { return }
    buffer.removeAll(keepingCapacity: true)
    if part.appendText(to: &buffer, using: Self.charsets) == nil { part.appendDecodedBody(to: &buffer) }
    decoded += buffer.count
    for i in stride(from: 0, to: buffer.count, by: 64) { sum += Int(buffer[i]) }
  }
}
