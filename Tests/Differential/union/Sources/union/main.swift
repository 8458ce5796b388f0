// Prints what any reading of a message shows: the same protocol as the references' drivers (see ../drivers/driver.h), with
// every leaf of `Message.union()` in place of the leaves of one reading.
import MIME

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
  return "\"" + String(decoding: text, as: UTF8.self) + "\""
}

func described(_ leaf: MessageLeaf, in message: Message) -> String {
  let name = leaf.fileName.map { hexadecimal($0.utf8) } ?? "null"
  return "{\"type\":\(hexadecimal(leaf.type.utf8)),\"name\":\(name),"
    + "\"body\":\(hexadecimal(leaf.decodedBody(in: message)))}"
}

/// All of standard input: a batch, which fits into memory.
func standardInput() -> [UInt8] {
  var all: [UInt8] = []
  while true {
    let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
      count = max(0, read(0, buffer.baseAddress, buffer.count))
    }
    if chunk.isEmpty { return all }
    all += chunk
  }
}

let input = standardInput()
var rest = input[...]
while let end = rest.firstIndex(of: 0x0A), let length = Int(String(decoding: rest[..<end], as: UTF8.self)) {
  rest = rest[(end + 1)...]
  let message = Message(parsing: Array(rest.prefix(length)))
  rest = rest.dropFirst(length)
  let leaves = message.union().leaves.map { described($0, in: message) }
  print("{\"leaves\":[\(leaves.joined(separator: ","))],\"from\":[],\"subject\":null}")
}
