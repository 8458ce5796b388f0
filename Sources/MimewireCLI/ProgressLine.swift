import SystemPackage

/// A count of messages on a terminal's last line while the output goes elsewhere.
struct ProgressLine {
  private let isShown = Terminal.showsErrors && !Terminal.showsOutput
  private var nextTime = ContinuousClock.now + .milliseconds(500)
  private var isVisible = false

  /// Shows how many messages are read, some times a second, once the run has taken longer than a blink.
  mutating func show(_ messages: Int) {
    guard isShown, ContinuousClock.now >= nextTime else { return }
    nextTime = .now + .milliseconds(100)
    isVisible = true
    write("\r\(messages) messages\u{1B}[K")
  }

  /// Takes the line away.
  mutating func clear() {
    guard isVisible else { return }
    isVisible = false
    write("\r\u{1B}[K")
  }

  private func write(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8))
  }
}
