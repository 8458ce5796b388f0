import Mimewire

/// The line that tells messages apart when there may be several.
struct MessageHeading: Sendable {
  private let isShown: Bool

  init(input: InputOptions) {
    isShown = input.mayHoldSeveral
  }

  /// `== path` or `== path at 5123`, and an empty line before it; nothing for a lone message.
  func lines(_ stored: StoredMessage, _ style: TerminalStyle) -> [String] {
    guard isShown || stored.mboxFormat != nil else { return [] }
    let place = stored.mboxFormat == nil ? "" : " at \(stored.offset)"
    return ["", style.bold("== \(TerminalText.line(stored.path))\(place)")]
  }
}
