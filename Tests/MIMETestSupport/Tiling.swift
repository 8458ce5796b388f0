public import MIME

/// Whether the ranges of an index account for every byte of its message once (`HOSTILE.md` section 3: I-4, I-5).
public enum Tiling {
  /// What is wrong with the ranges, or nil.
  public static func fault(in index: MessageIndex, of bytes: [UInt8]) -> String? {
    structureFault(in: index, of: bytes) ?? headerFault(in: index, of: bytes)
  }

  /// Header sections, bodies of leaves and gaps tile the message.
  private static func structureFault(in index: MessageIndex, of bytes: [UInt8]) -> String? {
    var ranges = index.gaps.filter { $0.kind != .junk }.map(\.range)
    for part in index.parts {
      ranges.append(part.start..<part.bodyStart)
      if part.content == .leaf { ranges.append(part.bodyStart..<part.bodyEnd) }
    }
    let end = endOfRun(ranges, from: 0)
    return end == bytes.count ? nil : "nothing, or two things, at \(end): \(ranges)"
  }

  /// Fields, junk and the blank line tile each header section.
  private static func headerFault(in index: MessageIndex, of bytes: [UInt8]) -> String? {
    let junk = index.gaps.filter { $0.kind == .junk }.map(\.range)
    for (ordinal, part) in index.parts.enumerated() {
      var ranges = index.fields[part.fields].map { $0.start..<$0.end }
      ranges += junk.filter { part.start..<part.bodyStart ~= $0.lowerBound }
      let end = endOfRun(ranges, from: part.start)
      let blank = bytes[min(end, part.bodyStart)..<part.bodyStart]
      if ![[], [10], [13, 10]].contains(Array(blank)) {
        return "in the header section of part \(ordinal), nothing, or two things, at \(end): \(ranges)"
      }
    }
    return nil
  }

  /// How far ranges go from `start` on without a hole or an overlap.
  private static func endOfRun(_ ranges: [Range<Int>], from start: Int) -> Int {
    var end = start
    for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard range.lowerBound == end else { return end }
      end = range.upperBound
    }
    return end
  }
}
