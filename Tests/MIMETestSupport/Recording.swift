public import MIME
import WireBytes

/// What a reader told about some chunks, in a form that can be compared: adjacent bytes joined, defects apart.
public struct Recording: Equatable, CustomStringConvertible {
  /// The events, one a line.
  public private(set) var lines: [String] = []
  /// The defects, sorted.
  public private(set) var defects: [String] = []
  private var run: (kind: String, start: Int, bytes: [UInt8])?

  public var description: String { (lines + defects).joined(separator: "\n") }

  /// The first line in which two recordings differ, for messages.
  public func difference(from other: Recording) -> String {
    let a = lines + defects
    let b = other.lines + other.defects
    for i in 0..<max(a.count, b.count) where i >= a.count || i >= b.count || a[i] != b[i] {
      return "\(i < a.count ? a[i] : "nothing") instead of \(i < b.count ? b[i] : "nothing")"
    }
    return "none"
  }

  public static func == (a: Recording, b: Recording) -> Bool { a.lines == b.lines && a.defects == b.defects }

  /// Reads the chunks to the end.
  public init(_ chunks: [[UInt8]], limits: MessageLimits = MessageLimits()) {
    var reader = MessageReader(limits: limits)
    for chunk in chunks {
      var cursor = ByteCursor(chunk.span)
      while let event = reader.next(from: &cursor) { add(event) }
    }
    while let event = reader.finish() { add(event) }
    endRun()
    defects.sort()
    if reader.isTruncated { lines.append("truncated") }
  }

  private mutating func add(_ event: borrowing MessageEvent) {
    switch event {
    case .bodyBytes(let span, let offset): join("body", span, at: offset)
    case .gap(let kind, let span, let offset): join(kind.rawValue, span, at: offset)
    case .defect(let defect):
      defects.append("\(defect.kind.rawValue) \(defect.severity.name) \(defect.range) part \(defect.part)")
    case .partBegan(let depth, let offset):
      endRun()
      lines.append("began depth \(depth) at \(offset)")
    case .field(_, let layout):
      endRun()
      lines.append("field \(layout.start) \(layout.nameEnd) \(layout.bodyStart) \(layout.bodyEnd) \(layout.end)")
    case .headerEnded(let offset):
      endRun()
      // The blank line is in no event; it is whatever lies between the last field and the body.
      lines.append("header ended at \(offset)")
    case .partEnded(let end):
      endRun()
      lines.append(
        "ended \(end.content) \(end.bodyEnd) \(end.end) lines \(end.lines) \(end.hasEightBit) \(end.hasNUL)")
    }
  }

  private mutating func join(_ kind: String, _ span: Span<UInt8>, at offset: Int) {
    if let last = run, last.kind == kind, last.start + last.bytes.count == offset {
      run = (kind, last.start, last.bytes + span.array)
    } else {
      endRun()
      run = (kind, offset, span.array)
    }
  }

  private mutating func endRun() {
    guard let last = run else { return }
    lines.append("\(last.kind) \(last.start) \(String(decoding: last.bytes, as: UTF8.self).debugDescription)")
    run = nil
  }
}
