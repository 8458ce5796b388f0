internal import Charsets
internal import WireBytes

/// When ICU's detector is believed.
///
/// ICU compares runs of letters with statistics of languages and answers with candidates of 0...100. For a short
/// text the numbers swing (`La quantità` is 83 Central European and 66 Western), for a long one of technical words
/// they sink (a page of Russian is 15, but nothing else comes near). So the number that is asked for sinks with
/// the evidence, which is the number of bytes above 0x7F:
///
///     fewer than 8        50, and half as sure again as of Western text for its neighbours in Latin letters
///     fewer than 32       25
///     more                11      10 is what ICU gives to all that is not impossible
///
/// Measured on 5,500 pieces of the translations of GTK and GNU tools in 24 languages: of Western European text
/// under 1 % was taken for something else, as against 8 % of the short pieces if every guess is believed;
/// paragraphs in the other charsets are recognised nearly always, single lines in 50 to 100 %. What is not
/// recognised is read as windows-1252, which is right for most text that is short and undeclared.
enum CharsetDetector {
  /// The likeliest charset that is an extension of US-ASCII, or nil when ICU is not sure enough.
  static func guess(_ bytes: Span<UInt8>) -> CharsetGuess? {
    let sample = evidence(in: bytes)
    let eightBit = sample.count { $0 >= 0x80 }
    guard eightBit > 0 else { return nil }
    let candidates = ICUDetector.candidates(for: sample.span)
    guard
      let best = candidates.first(where: isDamagedUTF8)
        ?? candidates.first(where: { detectable.contains($0.charset) })
    else { return nil }

    guard best.confidence >= (eightBit < 8 ? 50 : eightBit < 32 ? 25 : 11) || isDamagedUTF8(best) else { return nil }
    if eightBit < 8, neighbours.contains(best.charset),
      let western = candidates.first(where: { western.contains($0.charset) }),
      2 * best.confidence < 3 * western.confidence
    {
      return nil
    }
    return CharsetLabel(best.charset).charset.map { CharsetGuess(charset: $0, confidence: best.confidence) }
  }

  /// The lines that hold bytes above 0x7F, or the part of them that ICU looks at, which is the first 8,000 bytes
  /// of what it is given. The other lines tell nothing, and water down the statistics of those that do.
  private static func evidence(in bytes: Span<UInt8>) -> [UInt8] {
    var sample: [UInt8] = []
    var lineStart = 0
    while lineStart < bytes.count, sample.count < 8_000 {
      let lineEnd = bytes.firstIndex(of: ASCII.lf, from: lineStart) ?? bytes.count
      var first = lineStart
      while first < lineEnd, bytes[first] < 0x80 { first += 1 }
      if first < lineEnd {
        // A line may be a whole text without line breaks: some words before the first of those bytes will do.
        let start = max(lineStart, first - 200)
        sample += bytes.extracting(start..<min(lineEnd, start + 8_000)).array + [ASCII.lf]
      }
      lineStart = lineEnd + 1
    }
    return sample
  }

  /// UTF-8 in which fewer than one character of ten is malformed, which is what ICU means by 25 (it gives 15 to
  /// too little). No other charset looks like that by chance, whatever the statistics of letters say.
  private static func isDamagedUTF8(_ candidate: CharsetGuess) -> Bool {
    candidate.charset == "UTF-8" && candidate.confidence >= 25
  }

  private static let western: Set<String> = ["ISO-8859-1", "windows-1252"]
  private static let neighbours: Set<String> = ["ISO-8859-2", "ISO-8859-9", "windows-1250", "windows-1254"]

  /// What ICU may answer with. Left out are ISO-2022-JP, -KR and -CN, in which text can hide from a reader of
  /// US-ASCII, EBCDIC (IBM420, IBM424) for the same reason, and UTF-16 and UTF-32, which a mark has to announce.
  private static let detectable: Set<String> = western.union(neighbours).union([
    "Shift_JIS", "EUC-JP", "EUC-KR", "Big5", "GB18030", "KOI8-R", "ISO-8859-5", "ISO-8859-6", "ISO-8859-7",
    "ISO-8859-8", "ISO-8859-8-I", "windows-1251", "windows-1253", "windows-1255", "windows-1256",
  ])
}
