import Mimewire

/// A message byte for byte, with what each range of it is.
///
///     part 1
///     00000000  53 75 62 6a 65 63 74                             Subject           field name
///     00000007  3a                                               :                 colon
///     00000008  20 61 0d 62                                       a.b              field body
///               ^ bare-cr, high, bytes 10 to 11
///     0000000c  0d 0a                                            ..                line end
struct HexDump {
  /// A range of bytes and what it is.
  struct Piece: Hashable {
    let range: Range<Int>
    let label: String
    /// The part that it belongs to; nil for what lies between parts.
    let part: Int?
  }

  private static let width = 16

  private let message: Message
  private let pieces: [Piece]
  private let parts: [BodyPart]

  init(of message: Message) {
    self.message = message
    pieces = Self.pieces(of: message)
    parts = message.parts
  }

  // MARK: - Pieces

  /// Every byte of the message, in order, each in exactly one piece.
  static func pieces(of message: Message) -> [Piece] {
    var pieces = message.index.gaps.map { Piece(range: $0.range, label: $0.kind.label, part: nil) }
    for (ordinal, part) in message.index.parts.enumerated() {
      for field in message.index.fields[part.fields] { pieces += Self.pieces(of: field, in: ordinal) }
      if part.content == .leaf {
        pieces.append(Piece(range: part.bodyStart..<part.bodyEnd, label: "body", part: ordinal))
      }
    }
    pieces.removeAll(where: \.range.isEmpty)
    pieces.sort { $0.range.lowerBound < $1.range.lowerBound }
    return fillingHoles(in: pieces, of: message)
  }

  private static func pieces(of field: FieldLayout, in part: Int) -> [Piece] {
    [
      Piece(range: field.start..<field.nameEnd, label: "field name", part: part),
      Piece(range: field.nameEnd..<field.bodyStart - 1, label: "space", part: part),
      Piece(range: field.bodyStart - 1..<field.bodyStart, label: "colon", part: part),
      Piece(range: field.bodyStart..<field.bodyEnd, label: "field body", part: part),
      Piece(range: field.bodyEnd..<field.end, label: "line end", part: part),
    ]
  }

  /// What is left between fields and body is the empty line.
  private static func fillingHoles(in pieces: [Piece], of message: Message) -> [Piece] {
    var filled: [Piece] = []
    var end = 0
    var part: Int?
    for piece in pieces + [Piece(range: message.bytes.count..<message.bytes.count, label: "", part: nil)] {
      if piece.range.lowerBound > end {
        filled.append(Piece(range: end..<piece.range.lowerBound, label: "empty line", part: part ?? piece.part))
      }
      if !piece.range.isEmpty { filled.append(piece) }
      end = piece.range.upperBound
      part = piece.part
    }
    return filled
  }

  // MARK: - Lines

  /// The dump of the pieces that lie in one of the ranges, with the defects that begin in them; both in ascending order.
  func lines(in ranges: [Range<Int>], defects: [Defect], _ style: TerminalStyle) -> [String] {
    var lines: [String] = []
    var shownPart: Int?
    var next = 0
    var ranges = ranges[...]
    for piece in pieces {
      while let range = ranges.first, range.upperBound <= piece.range.lowerBound { ranges.removeFirst() }
      guard ranges.first?.contains(piece.range.lowerBound) ?? false else { continue }
      if let part = piece.part, part != shownPart {
        lines.append(style.bold("part \(parts[part].partID)"))
        shownPart = part
      }
      lines += rows(of: piece, style)
      while next < defects.count, defects[next].range.lowerBound < piece.range.upperBound {
        let defect = defects[next]
        next += 1
        guard piece.range.contains(defect.range.lowerBound) else { continue }
        lines.append(
          "          " + style.severity(defect.severity, "^ \(defect.kind.rawValue), \(defect.severity.name)")
            + ", bytes \(defect.range.lowerBound) to \(defect.range.upperBound)")
      }
    }
    return lines
  }

  private func rows(of piece: Piece, _ style: TerminalStyle) -> [String] {
    stride(from: piece.range.lowerBound, to: piece.range.upperBound, by: Self.width).map { start in
      let row = message.bytes[start..<min(start + Self.width, piece.range.upperBound)]
      let hexadecimal = row.map { $0.hexadecimal(2) }.joined(separator: " ")
      let text = String(decoding: row.map { 0x20..<0x7F ~= $0 ? $0 : ASCII.dot }, as: UTF8.self)
      let label = start == piece.range.lowerBound ? "  " + style.cyan(piece.label) : ""
      return style.dim(start.hexadecimal(8)) + "  " + hexadecimal.column(Self.width * 3 - 1) + "  "
        + (label.isEmpty ? text : text.column(Self.width)) + label
    }
  }
}

extension GapKind {
  fileprivate var label: String {
    switch self {
    case .preamble: "preamble"
    case .delimiter: "delimiter"
    case .epilogue: "epilogue"
    case .afterClose: "behind the close delimiter"
    case .junk: "no field"
    }
  }
}

extension BinaryInteger {
  fileprivate func hexadecimal(_ digits: Int) -> String {
    let text = String(self, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
