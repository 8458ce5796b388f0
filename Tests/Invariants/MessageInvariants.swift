import MIME
import MIMETestSupport
import WireBytes

/// What holds for the structure of every message.
enum MessageInvariants {
  /// The same for every cutting (I-2), every byte once and as it was (I-3, I-4, I-5), work and memory bounded (I-6),
  /// no beginning reads otherwise because of what follows (I-14).
  static func stream(_ input: InvariantInput) -> String? {
    let bytes = input.bytes
    let limits = input.option(0) ? MessageLimits.tight : MessageLimits()
    let whole = Recording([bytes], limits: limits)
    let split = Recording(input.chunks, limits: limits)
    if split != whole { return "chunks of \(input.chunks.map(\.count)): \(split.difference(from: whole))" }

    var index = MessageIndex(parsing: Span(), limits: limits)
    if let fault = input.meter.fault(
      "indexing", bytes: bytes.count, perByte: 64, { index = MessageIndex(parsing: bytes.span, limits: limits) })
    {
      return fault
    }
    return Tiling.fault(in: index, of: bytes) ?? identityFault(bytes, limits)
      ?? boundsFault(index, bytes, limits) ?? prefixFault(input, whole, limits)
  }

  /// Whether the bytes of events are those that stand at their offsets.
  private static func identityFault(_ bytes: [UInt8], _ limits: MessageLimits) -> String? {
    var reader = MessageReader(limits: limits)
    var cursor = ByteCursor(bytes.span)
    while let event = reader.next(from: &cursor) {
      switch event {
      case .bodyBytes(let span, let offset), .gap(_, let span, let offset):
        if !bytes.has(span, at: offset) { return "other bytes than at \(offset)" }
      default: break
      }
    }
    while let event = reader.finish() {
      switch event {
      case .bodyBytes(let span, let offset), .gap(_, let span, let offset):
        if !bytes.has(span, at: offset) { return "other bytes than at \(offset), held to the end" }
      default: break
      }
    }
    return nil
  }

  private static func boundsFault(_ index: MessageIndex, _ bytes: [UInt8], _ limits: MessageLimits) -> String? {
    if index.parts.count > limits.parts { return "\(index.parts.count) parts" }
    if index.parts.contains(where: { $0.depth > limits.depth || $0.fields.count > limits.fieldsPerPart }) {
      return "a part deeper, or with more fields, than the limits"
    }
    if index.defects.records.count > limits.defects { return "\(index.defects.records.count) records of defects" }
    for part in index.parts where part.content != .leaf {
      let isNested = part.children.allSatisfy {
        part.bodyStart <= index.parts[$0].start && index.parts[$0].bodyEnd <= part.bodyEnd
          && index.parts[$0].end <= part.end
      }
      if !isNested { return "a part outside the one that it lies in" }
    }
    return index.defects.fault(within: bytes.count)
  }

  /// Whether what is told of a beginning stays true whatever follows it.
  private static func prefixFault(_ input: InvariantInput, _ whole: Recording, _ limits: MessageLimits) -> String? {
    var random = input.random
    let length = Int.random(in: 0...input.bytes.count, using: &random)
    let prefix = Recording([Array(input.bytes[..<length])], limits: limits, isEnded: false)
    return prefix.contradiction(to: whole).map { "the first \(length) bytes: \($0)" }
  }
}

extension DefectLog {
  /// What is wrong with its ranges and counts, or nil.
  func fault(within length: Int) -> String? {
    if let defect = records.first(where: { $0.range.lowerBound < 0 || $0.range.upperBound > length }) {
      return "\(defect.kind.rawValue) at \(defect.range) of \(length) bytes"
    }
    return records.count == min(total, capacity) ? nil : "\(records.count) records of \(total) defects"
  }
}

extension [UInt8] {
  fileprivate func has(_ bytes: Span<UInt8>, at offset: Int) -> Bool {
    guard offset >= 0, offset + bytes.count <= count else { return false }
    for i in 0..<bytes.count where self[offset + i] != bytes[i] { return false }
    return true
  }
}

extension MessageLimits {
  /// Limits that short messages reach.
  static var tight: MessageLimits {
    var limits = MessageLimits()
    limits.depth = 2
    limits.parts = 4
    limits.fieldsPerPart = 2
    limits.headerSectionBytes = 60
    limits.defects = 3
    return limits
  }
}
