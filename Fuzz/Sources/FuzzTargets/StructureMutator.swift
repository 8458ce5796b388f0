import MailTestSupport

/// Changes mail as mail: lines, fields and delimiters are what is moved, not bytes.
///
/// The first bytes of an input say how it is to be read (`InvariantInput`), and stay but for a change now and then.
struct StructureMutator {
  private static let headLength = 5
  private var random: SeededRandom

  init(seed: UInt32) {
    random = SeededRandom(seed: UInt64(seed))
  }

  /// The input with one to four changes.
  consuming func mutated(_ input: [UInt8]) -> [UInt8] {
    var head = Array(input.prefix(Self.headLength))
    while head.count < Self.headLength { head.append(0) }
    var body = Array(input.dropFirst(Self.headLength))
    if chance(4) {
      head[Int.random(in: 0..<Self.headLength, using: &random)] = UInt8.random(in: 0...255, using: &random)
    }
    for _ in 0..<Int.random(in: 1...4, using: &random) { change(&body) }
    return head + body
  }

  /// The beginning of one input and the end of another, cut between lines.
  consuming func spliced(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
    let start = Array(first.dropFirst(Self.headLength))
    let end = Array(second.dropFirst(Self.headLength))
    return Array(first.prefix(Self.headLength)) + start[..<cut(start)] + end[cut(end)...]
  }

  private mutating func chance(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &random) == 0 }

  // MARK: - Changes

  private mutating func change(_ body: inout [UInt8]) {
    switch Int.random(in: 0..<9, using: &random) {
    case 0: body.insert(contentsOf: body[lines(of: body)], at: cut(body))  // duplicate a field
    case 1: body.removeSubrange(lines(of: body))
    case 2: move(&body)
    case 3: changeLineEnds(&body)
    case 4: swapBoundaries(&body)
    case 5: nest(&body)
    case 6: body = Mutations.mutate(body, with: body, using: &random)
    case 7: fold(&body)
    default: changeCase(&body)
    }
  }

  private mutating func move(_ body: inout [UInt8]) {
    let range = lines(of: body)
    let moved = Array(body[range])
    body.removeSubrange(range)
    body.insert(contentsOf: moved, at: cut(body))
  }

  /// Some or all line ends become CR LF, LF, CR or CR CR LF.
  private mutating func changeLineEnds(_ body: inout [UInt8]) {
    let ends: [[UInt8]] = [[13, 10], [10], [13], [13, 13, 10], [10, 13]]
    let end = ends.randomElement(using: &random) ?? [10]
    let changesAll = chance(2)
    var result: [UInt8] = []
    for byte in body {
      guard byte == 10, changesAll || chance(4) else {
        result.append(byte)
        continue
      }
      if result.last == 13 { result.removeLast() }
      result += end
    }
    body = result
  }

  /// One delimiter line takes the place of another.
  private mutating func swapBoundaries(_ body: inout [UInt8]) {
    let delimiters = lineRanges(of: body).filter { body[$0].starts(with: [0x2D, 0x2D]) }
    guard let first = delimiters.randomElement(using: &random), let second = delimiters.randomElement(using: &random)
    else { return }
    body.replaceSubrange(first, with: Array(body[second]))
  }

  /// The whole becomes a part of a multipart, or a message in a message.
  private mutating func nest(_ body: inout [UInt8]) {
    guard body.count < 20_000 else { return }
    if chance(2) {
      body = Array("Content-Type: message/rfc822\r\n\r\n".utf8) + body
    } else {
      let name = chance(2) ? "b" : "n\(body.count)"
      body = Array("Content-Type: multipart/mixed; boundary=\(name)\r\n\r\n--\(name)\r\n".utf8) + body
      if chance(2) { body += Array("\r\n--\(name)--\r\n".utf8) }
    }
  }

  /// A line break goes in before a blank.
  private mutating func fold(_ body: inout [UInt8]) {
    guard let blank = body.indices.filter({ body[$0] == 0x20 }).randomElement(using: &random) else { return }
    body.insert(contentsOf: [13, 10], at: blank)
  }

  private mutating func changeCase(_ body: inout [UInt8]) {
    for place in lines(of: body) where 0x41...0x5A ~= body[place] & 0xDF { body[place] ^= 0x20 }
  }

  // MARK: - Lines

  private func lineRanges(of body: [UInt8]) -> [Range<Int>] {
    var starts = [0] + body.indices.filter { body[$0] == 10 }.map { $0 + 1 }
    if starts.last != body.count { starts.append(body.count) }
    return zip(starts, starts.dropFirst()).map { $0..<$1 }
  }

  /// One to three lines; a field goes with its continuation lines about every second time.
  private mutating func lines(of body: [UInt8]) -> Range<Int> {
    let ranges = lineRanges(of: body)
    guard !ranges.isEmpty else { return 0..<0 }
    let first = Int.random(in: 0..<ranges.count, using: &random)
    var last = min(ranges.count - 1, first + Int.random(in: 0...2, using: &random))
    if chance(2) {
      last = first
      while last + 1 < ranges.count, [0x20, 0x09].contains(body[ranges[last + 1].lowerBound]) { last += 1 }
    }
    return ranges[first].lowerBound..<ranges[last].upperBound
  }

  /// A place between two lines.
  private mutating func cut(_ body: [UInt8]) -> Int {
    lineRanges(of: body).randomElement(using: &random)?.lowerBound ?? 0
  }
}
