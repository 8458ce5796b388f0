import Mimewire

extension Unicode.Scalar {
  /// Whether a terminal would do something else than show the character in its place: control characters of both
  /// sets, characters that change the direction of text, and those that nobody sees.
  ///
  /// A message that prints these can move the cursor, change the window's title or show `gpj.exe` backwards. Tabs
  /// and line feeds are the caller's business.
  var isUnsafeToShow: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
    case 0xE0000...0xE0FFF: true
    default: false
    }
  }
}
