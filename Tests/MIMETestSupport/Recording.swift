public import MIME
import WireBytes

/// What a reader told about some chunks, in a form that can be compared: adjacent bytes joined, defects apart.
public struct Recording: Equatable, CustomStringConvertible {
  /// The events, one a line.
  public private(set) var lines: [String] = []
  /// The defects, sorted.
  public private(set) var defects: [String] = []
  /// How many bytes the lines stand for that tell of bytes.
  private var runLengths: [Int: Int] = [:]
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

  /// What is told here of the beginning of a message that is not told of the whole, or nil.
  public func contradiction(to whole: Recording) -> String? {
    for (line, other) in zip(lines, whole.lines) where line != other { return "\(line) instead of \(other)" }
    if lines.count > whole.lines.count { return "\(lines[whole.lines.count]) instead of nothing" }
    if let run {
      let isBegun = lines.count < whole.lines.count && whole.lines[lines.count].hasPrefix("\(run.kind) \(run.start) ")
      if !isBegun || whole.runLengths[lines.count, default: 0] < run.bytes.count {
        return "\(run.bytes.count) bytes of \(run.kind) at \(run.start)"
      }
    }
    var untold = whole.defects
    for defect in defects {
      guard let place = untold.firstIndex(of: defect) else { return "\(defect) instead of nothing" }
      untold.remove(at: place)
    }
    return nil
  }

  public static func == (a: Recording, b: Recording) -> Bool { a.lines == b.lines && a.defects == b.defects }

  /// Reads the chunks.
  ///
  /// - Parameter isEnded: whether the message ends with them; if not, its last run of bytes is not told.
  public init(_ chunks: [[UInt8]], limits: MessageLimits = MessageLimits(), isEnded: Bool = true) {
    var reader = MessageReader(limits: limits)
    for chunk in chunks {
      var cursor = ByteCursor(chunk.span)
      while let event = reader.next(from: &cursor) { add(event) }
    }
    defer { defects.sort() }
    guard isEnded else { return }
    while let event = reader.finish() { add(event) }
    endRun()
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
      run?.bytes += span.array
    } else {
      endRun()
      run = (kind, offset, span.array)
    }
  }

  private mutating func endRun() {
    guard let last = run else { return }
    runLengths[lines.count] = last.bytes.count
    lines.append("\(last.kind) \(last.start) \(String(decoding: last.bytes, as: UTF8.self).debugDescription)")
    run = nil
  }
}
