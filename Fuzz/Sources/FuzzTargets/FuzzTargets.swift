import Complexity
import Invariants
import Synchronization
import WorkCounter

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// The functions that driver.c calls. Each pointer is read or written within the call and within its count.

/// What the inputs are tried on.
private let chosen = Mutex<Invariant?>(nil)

private let meter = WorkMeter { mw_work() }

/// Chooses a target by name; false if there is none. `list` prints the names, `dictionary NAME` a dictionary,
/// `work LARGEST` measures the catalogue of inputs that are made to exhaust a parser.
@c(mw_fuzz_choose)
public func choose(_ name: UnsafePointer<CChar>) -> Int32 {
  // Safe: an argument of main, which ends in NUL.
  let name = unsafe String(cString: name)
  switch name {
  case "list":
    for invariant in Invariant.all { print(invariant.name) }
    exit(0)
  case "dictionary":
    for invariant in Invariant.all where invariant.name == CommandLine.arguments.last { printDictionary(invariant) }
    exit(0)
  case "work":
    let largest = CommandLine.arguments.last.flatMap { Int($0) } ?? 20
    exit(Measurements.printWork(upTo: largest, now: mw_work) == 0 ? 0 : 1)
  default: break
  }
  guard let invariant = Invariant.all.first(where: { $0.name == name }) else { return 0 }
  chosen.withLock { $0 = invariant }
  return 1
}

/// The tokens in libFuzzer's form, the short ones: the others are in mapped inputs.
private func printDictionary(_ invariant: Invariant) {
  for token in Set(invariant.tokens).sorted() where 1...60 ~= token.utf8.count {
    let escaped = token.utf8.map { byte in
      let hex = String(byte, radix: 16)
      return "\\x" + (hex.utf8.count == 1 ? "0" + hex : hex)
    }
    print("\"\(escaped.joined())\"")
  }
}

/// Tries one input, and ends the program if it shows something to be wrong.
@c(mw_fuzz_one)
public func tryOne(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
  guard let invariant = chosen.withLock({ $0 }) else { return }
  // Safe: libFuzzer lends `count` bytes for the call, and they are copied.
  let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
  if let fault = invariant.fault(in: input, meter: meter) {
    fatalError("\(invariant.name): \(fault)")
  }
}

/// Changes an input in place as mail, and returns its new length.
@c(mw_fuzz_mutate)
public func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ capacity: Int, _ seed: UInt32) -> Int {
  // Safe: as above.
  let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
  return unsafe write(StructureMutator(seed: seed).mutated(input), to: bytes, capacity)
}

/// Makes an input of two, and returns its length.
@c(mw_fuzz_cross)
public func cross(
  _ first: UnsafePointer<UInt8>, _ firstCount: Int, _ second: UnsafePointer<UInt8>, _ secondCount: Int,
  _ output: UnsafeMutablePointer<UInt8>, _ capacity: Int, _ seed: UInt32
) -> Int {
  // Safe: as above.
  let first = unsafe Array(UnsafeBufferPointer(start: first, count: firstCount))
  let second = unsafe Array(UnsafeBufferPointer(start: second, count: secondCount))
  return unsafe write(StructureMutator(seed: seed).spliced(first, second), to: output, capacity)
}

private func write(_ input: [UInt8], to bytes: UnsafeMutablePointer<UInt8>, _ capacity: Int) -> Int {
  let kept = input.prefix(capacity)
  // Safe: libFuzzer has `capacity` bytes there.
  for (place, byte) in kept.enumerated() { unsafe bytes[place] = byte }
  return kept.count
}
