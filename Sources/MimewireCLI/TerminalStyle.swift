import ArgumentParser
import Mimewire

/// How text is set off on a terminal, or not at all.
struct TerminalStyle: Sendable {
  /// Whether anything is coloured.
  let isOn: Bool

  func bold(_ text: String) -> String { set("1", text) }
  func dim(_ text: String) -> String { set("2", text) }
  func cyan(_ text: String) -> String { set("36", text) }

  /// Text in the colour of a severity.
  func severity(_ severity: Severity, _ text: String) -> String {
    switch severity {
    case .critical: set("1;31", text)
    case .high: set("31", text)
    case .medium: set("33", text)
    case .lint: set("2", text)
    }
  }

  private func set(_ code: String, _ text: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// When output has colours.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case always, never, auto
}

/// The option for it, for every verb that a person reads.
struct StyleOptions: ParsableArguments {
  @Option(help: "When to use colours: always, never, or auto: on a terminal, unless NO_COLOR is set.")
  var color = ColorChoice.auto

  /// The style, by the choice, `NO_COLOR` (no-color.org) and whether anybody sees it.
  var style: TerminalStyle {
    switch color {
    case .always: TerminalStyle(isOn: true)
    case .never: TerminalStyle(isOn: false)
    case .auto: TerminalStyle(isOn: Terminal.showsOutput && !Terminal.hasVariable("NO_COLOR"))
    }
  }
}

extension String {
  /// The text, made harmless, with blanks up to a width and cut there.
  func column(_ width: Int) -> String {
    let text = TerminalText.line(self)
    let count = text.unicodeScalars.count
    if count <= width { return text + String(repeating: " ", count: width - count) }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(width - 1))) + "…"
  }
}

extension Int {
  /// A number of bytes for people: `512 B`, `5.1 kB`, `12 MB`.
  var asSize: String {
    var value = Double(self)
    var unit = 0
    let units = ["B", "kB", "MB", "GB", "TB"]
    while value >= 999.5, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    if unit == 0 { return "\(self) B" }
    let tenths = Int((value * 10).rounded())
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(units[unit])" : "\(Int(value.rounded())) \(units[unit])"
  }
}
