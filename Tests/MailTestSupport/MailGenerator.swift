/// Makes mail-like bytes at random: a tree of parts as a mailer writes it, some of its pieces then lost, doubled,
/// swapped or joined by others that no mailer would choose.
///
/// Random bytes hardly ever look like mail, and well-formed mail hardly ever finds a bug; this is between the two.
/// The choices depend on the seed alone and not on the names of the boundaries, so that one message can be made
/// with other names.
public struct MailGenerator: Sendable {
  private var random: SeededRandom
  private let boundaries: [String]
  private let strayPieces: [String]

  /// - Parameters:
  ///   - seed: decides everything but the names.
  ///   - boundaries: what the boundaries are called; by default each is near another.
  public init(seed: UInt64, boundaries: [String] = ["b", "bb", "c", "b--"]) {
    random = SeededRandom(seed: seed)
    self.boundaries = boundaries
    strayPieces = Self.pieces(boundaries: boundaries)
  }

  /// The pieces that messages are made of, `\n` for a line end.
  public static func pieces(boundaries: [String]) -> [String] {
    commonPieces + boundaries.flatMap { delimiters($0) + multipartFields($0) }
  }

  /// A message of up to `count` pieces, of which about every third message is all strays.
  public mutating func message(upTo count: Int) -> [UInt8] {
    let length = Int.random(in: 0...count, using: &random)
    var pieces: [String] = []
    if chance(3) {
      if chance(2) { pieces += [Self.multipartFields(boundaries[0])[0], "\n"] }
      for _ in 0..<length { pieces.append(stray()) }
    } else {
      if chance(12) { pieces.append("\u{FEFF}") }
      if chance(12) { pieces.append("From a@example.org Thu Jan  1 00:00:00 1970\n") }
      addEntity(to: &pieces, upTo: length, depth: 0)
      pieces = damaged(pieces)
    }
    return withLineEnds(pieces)
  }

  /// Random cuts of the bytes.
  public mutating func chunks(_ bytes: [UInt8], longest: Int = 7) -> [[UInt8]] {
    Splits.random(bytes, longest: longest, using: &random)
  }

  // MARK: Pieces; `\n` stands for the line end that the message gets

  private static let commonPieces = [
    "Content-Type: message/rfc822\n", "Content-Type: MESSAGE/Global\n", "content-type: text/plain; charset=utf-8\n",
    "Content-Type: text\n", "Content-Type: multipart/mixed\n", "Content-Type : text/html\n", "Content-\n Type: a/b\n",
    "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n",
    "Content-Transfer-Encoding: 8bit\n", "Content-Transfer-Encoding:\n BASE64\n", "Content-Transfer-Encoding: x\n",
    "Subject: a\n b\n", "From: a@example.org\n", "X : y\n", "From : y\n", "\u{E9}: y\n", "X\0: y\n", ": y\n",
    "no field\n", ">From x\n", "From x\n", "From x: y\n", "X y: z\n", " \n", " continued\n", "\t\n", "\u{FEFF}",
    "\n", "\n", "\n\n", "\r", "\r\r\n", "\n\r", "--", "-", " ", "\t", ":", "text\n", "text", "\u{E9}\n", "\0",
    "=\n", "=41", "QUJD\n", "begin 644 a\n", "--\n", "---\n", "-----\n",
  ]

  private static func delimiters(_ boundary: String) -> [String] {
    [
      "--\(boundary)\n", "--\(boundary)--\n", "--\(boundary)", "--\(boundary)--", "--\(boundary)\n\n",
      "\n--\(boundary)\n",
      "\n--\(boundary)--\n", "--\(boundary)-- \t\n", "--\(boundary) \n", "--\(boundary)-\n", "--\(boundary) --\n",
      "--\(boundary) x\n", "--\(boundary)x\n", " --\(boundary)\n", "-- \(boundary)\n", "\r--\(boundary)\n",
      "--\(boundary)\r", "--\(boundary)\r\r\n", "--\(boundary)--\r", "--\(boundary)\0\n", "-\(boundary)\n",
    ]
  }

  /// Content-Type fields of multiparts, with all the ways of writing a boundary that RFC 2231 knows of.
  private static func multipartFields(_ boundary: String) -> [String] {
    let start = boundary.prefix(1)
    let rest = boundary.dropFirst()
    return [
      "Content-Type: multipart/mixed; boundary=\(boundary)\n",
      "Content-Type: multipart/digest; boundary=\"\(boundary)\"\n",
      "Content-Type: multipart/alternative;\n boundary=\"\(boundary) \"\n",
      "content-type:\n multipart/mixed; BOUNDARY*=us-ascii'en'\(boundary)\n",
      "Content-Type: multipart/digest; boundary*1=\"\(rest)\"; boundary*0=\"\(start)\"\n",
      "Content-Type: multipart/signed; boundary*0*=utf-8''\(start); boundary*1=\"\(rest)\"\n",
    ]
  }

  private mutating func stray() -> String {
    strayPieces.randomElement(using: &random) ?? ""
  }

  /// True once in `n` times.
  private mutating func chance(_ n: Int) -> Bool {
    Int.random(in: 0..<n, using: &random) == 0
  }

  // MARK: Trees

  /// A well-formed entity of about `count` pieces.
  private mutating func addEntity(to pieces: inout [String], upTo count: Int, depth: Int) {
    if chance(3) { pieces.append("Subject: a\n b\n") }
    if chance(8) { pieces.append("Content-Transfer-Encoding: quoted-printable\n") }
    guard count > 4, depth < 6, !chance(4) else {
      if chance(2) { pieces.append("Content-Type: text/plain; charset=utf-8\n") }
      pieces.append("\n")
      for _ in 0..<Int.random(in: 0...2, using: &random) { pieces.append("text\n") }
      if chance(2) { pieces.append("text") }
      return
    }
    if chance(4) {
      pieces += ["Content-Type: message/rfc822\n", "\n"]
      addEntity(to: &pieces, upTo: count - 2, depth: depth + 1)
      return
    }
    // Mostly a name of its own for each depth; now and then that of an outer part.
    let boundary = boundaries[chance(6) ? 0 : (depth % boundaries.count)]
    pieces += [Self.multipartFields(boundary).randomElement(using: &random) ?? "", "\n"]
    if chance(4) { pieces.append("preamble\n") }
    let parts = Int.random(in: 1...3, using: &random)
    for part in 0..<parts {
      if part > 0 { pieces.append("\n") }
      pieces.append("--\(boundary)\n")
      addEntity(to: &pieces, upTo: (count - 4) / parts, depth: depth + 1)
    }
    pieces += ["\n", "--\(boundary)--\n"]
    if chance(4) { pieces.append("epilogue\n") }
  }

  /// The pieces with about every tenth lost, doubled, swapped with its neighbour, or met by a stray.
  private mutating func damaged(_ pieces: [String]) -> [String] {
    guard !chance(5) else { return pieces }
    var result: [String] = []
    for piece in pieces {
      switch Int.random(in: 0..<40, using: &random) {
      case 0: break
      case 1: result += [piece, piece]
      case 2: result.insert(piece, at: max(0, result.count - 1))
      case 3, 4: result += [stray(), piece]
      default: result.append(piece)
      }
    }
    return result
  }

  /// The pieces as bytes: all line ends CR LF, all LF, or a mix of both.
  private mutating func withLineEnds(_ pieces: [String]) -> [UInt8] {
    let style = Int.random(in: 0..<3, using: &random)
    var bytes: [UInt8] = []
    for piece in pieces {
      for byte in piece.utf8 {
        if byte == 0x0A, style == 0 || style == 2 && chance(2) { bytes.append(0x0D) }
        bytes.append(byte)
      }
    }
    return bytes
  }
}
