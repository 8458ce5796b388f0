import WireBytes

// Bodies: one fused search for a line feed with "--" after it, and everything before it is handed on as it is.
//
// What may belong to a delimiter is held back until its line is complete:
//
//     chunk 1:  a b c CR            "abc" is told about, CR is held: an LF may follow
//     chunk 2:  LF - - b            held: CR LF - - b
//     chunk 3:  CR LF x             the line is complete: a delimiter, or "CR LF - - b CR LF" is body after all
//
// A line longer than `Boundaries.longestLine` is no delimiter, so never more than that is held.

extension MessageReader {
  enum BodySearch {
    /// Bytes of the body or of a gap: a range of the chunk, or of `held`. The cursor is past them.
    case bytes(Range<Int>, gap: GapKind?, isHeld: Bool)
    case delimiter
    case endOfInput
    case needsMore
  }

  /// A line break behind which a delimiter may stand, as offsets in the chunk.
  private struct Candidate {
    let breakStart: Int
    let lineStart: Int
    /// Whether the line break was counted as body.
    let isTallied: Bool
  }

  /// What the line behind a line break is.
  private enum Verdict {
    case delimiter(Boundaries.Match, line: Int, lineEnd: Int)
    case ordinary
    case needsMore
  }

  /// Finds the next bytes that are body, or the next delimiter.
  mutating func searchBody(_ input: inout ByteCursor, isLast: Bool) -> BodySearch {
    if !held.isEmpty { return searchHeld(&input, isLast: isLast) }
    guard !input.isAtEnd else { return isLast ? .endOfInput : .needsMore }
    let bytes = input.bytes
    let start = input.offset
    let before = frames[frames.count - 1].tally.last
    if boundaries.isEmpty || ignoresDelimiters {
      input.skipToEnd()
      frames[frames.count - 1].tally.add(bytes.extracting(start..<bytes.count), at: position)
      return .bytes(start..<bytes.count, gap: gapKind, isHeld: false)
    }
    var next = firstCandidate(bytes, from: start)
    while let candidate = next {
      let breakStart = candidate.breakStart
      switch judge(bytes, candidate.lineStart, at: position + candidate.lineStart - start, isLast: isLast) {
      case .delimiter(let match, let line, let lineEnd):
        takeBack(candidate, bytes, from: start, before: before)
        input.advance(to: breakStart)
        step = .delimiter(match, lineBreak: candidate.lineStart - breakStart, line: line, lineEnd: lineEnd)
        return breakStart > start ? .bytes(start..<breakStart, gap: gapKind, isHeld: false) : .delimiter
      case .needsMore:
        takeBack(candidate, bytes, from: start, before: before)
        held.append(bytes.extracting(breakStart..<bytes.count))
        held.wait = .line(lineBreak: candidate.lineStart - breakStart)
        input.skipToEnd()
        return breakStart > start ? .bytes(start..<breakStart, gap: gapKind, isHeld: false) : .needsMore
      case .ordinary:
        if let gap = lineEndGap {
          lineEndGap = nil
          input.advance(to: candidate.lineStart)
          return .bytes(start..<candidate.lineStart, gap: gap, isHeld: false)
        }
        next = scanCandidate(bytes, from: candidate.lineStart, start: start)
      }
    }
    input.skipToEnd()
    guard !isLast, bytes[bytes.count - 1] == ASCII.cr else {
      return .bytes(start..<bytes.count, gap: gapKind, isHeld: false)
    }
    let end = bytes.count - 1
    takeBack(Candidate(breakStart: end, lineStart: end + 1, isTallied: true), bytes, from: start, before: before)
    held.append(bytes.extracting(end..<end + 1))
    held.wait = .lineFeed
    return end > start ? .bytes(start..<end, gap: gapKind, isHeld: false) : .needsMore
  }

  /// The candidate that needs no search: the first line of a body, or the line behind a close delimiter.
  private mutating func firstCandidate(_ bytes: Span<UInt8>, from start: Int) -> Candidate? {
    if lineEndGap != nil {
      return Candidate(breakStart: start, lineStart: start + lineEndLength, isTallied: false)
    }
    if isAtBodyStart {
      isAtBodyStart = false
      return Candidate(breakStart: start, lineStart: start, isTallied: false)
    }
    return scanCandidate(bytes, from: start, start: start)
  }

  private mutating func scanCandidate(_ bytes: Span<UInt8>, from scan: Int, start: Int) -> Candidate? {
    let chunk = bytes.extracting(start..<bytes.count)
    guard let lineFeed = frames[frames.count - 1].tally.scan(chunk, from: scan - start, at: position)
    else { return nil }
    let hasCR = lineFeed > 0 && chunk[lineFeed - 1] == ASCII.cr
    return Candidate(
      breakStart: start + lineFeed - (hasCR ? 1 : 0), lineStart: start + lineFeed + 1, isTallied: true)
  }

  private mutating func takeBack(_ candidate: Candidate, _ bytes: Span<UInt8>, from start: Int, before: UInt8?) {
    guard candidate.isTallied else { return }
    let previous = candidate.breakStart > start ? bytes[candidate.breakStart - 1] : before
    let lineBreak = bytes.extracting(candidate.breakStart..<candidate.lineStart)
    let offset = position + candidate.breakStart - start
    frames[frames.count - 1].tally.takeBack(lineBreak, at: offset, precededBy: previous)
  }

  /// Looks at the line that begins at `lineStart`, which stands at `offset` in the message.
  private mutating func judge(_ bytes: Span<UInt8>, _ lineStart: Int, at offset: Int, isLast: Bool) -> Verdict {
    let available = bytes.count - lineStart
    for i in 0..<2 {
      guard i < available else { return isLast ? .ordinary : .needsMore }
      if bytes[lineStart + i] != ASCII.hyphen { return .ordinary }
    }
    let window = bytes.extracting(lineStart..<lineStart + min(available, Boundaries.longestLine + 2))
    if let lineFeed = window.firstIndex(of: ASCII.lf) {
      return judge(line: window.extracting(0..<lineFeed + 1), at: offset)
    }
    if available > Boundaries.longestLine + 1 { return .ordinary }
    return isLast ? judge(line: window, at: offset) : .needsMore
  }

  /// Looks at a complete line with its line end.
  private mutating func judge(line: Span<UInt8>, at offset: Int) -> Verdict {
    if ignoresDelimiters { return .ordinary }
    let length = Boundaries.contentLength(line)
    let content = line.extracting(0..<length)
    guard let match = boundaries.match(content) else {
      if let kind = boundaries.nearMiss(content) {
        // A CR behind a boundary is less of a trap than one before it, where a whole line hides.
        report(kind, at: offset..<offset + length, severity: kind == .boundaryBareCR ? .high : nil)
      }
      return .ordinary
    }
    if !match.isClose, partCount >= limits.parts {
      report(.limitParts, at: offset..<offset + length)
      ignoresDelimiters = true
      return .ordinary
    }
    if ByteClass.wsp.contains(content[length - 1]) { report(.boundaryTrailingSpace, at: offset..<offset + length) }
    return .delimiter(match, line: length, lineEnd: line.count)
  }

  // MARK: - What a chunk edge held back

  private mutating func searchHeld(_ input: inout ByteCursor, isLast: Bool) -> BodySearch {
    let lineBreak: Int
    switch held.wait {
    case .nothing:
      return release(behind: 0, isLast: isLast)
    case .lineFeed:
      guard let next = input.next else { return isLast ? release(behind: 1, isLast: true) : .needsMore }
      if next != ASCII.lf { return release(behind: 1, isLast: isLast) }
      pull(1, from: &input)
      held.wait = .line(lineBreak: 2)
      lineBreak = 2
    case .line(let length):
      lineBreak = length
    }
    if ignoresDelimiters { return release(behind: lineBreak, isLast: isLast) }
    while held.count - lineBreak < 2 {
      guard let next = input.next else { return isLast ? release(behind: lineBreak, isLast: true) : .needsMore }
      if next != ASCII.hyphen { return release(behind: lineBreak, isLast: isLast) }
      pull(1, from: &input)
    }
    if held.bytes[held.count - 1] != ASCII.lf {
      let room = Boundaries.longestLine + 2 - (held.count - lineBreak)
      let window = input.bytes.extracting(input.offset..<input.offset + min(input.remaining, room))
      let lineFeed = window.firstIndex(of: ASCII.lf)
      pull(lineFeed.map { $0 + 1 } ?? window.count, from: &input)
      if lineFeed == nil {
        if window.count == room { return release(behind: lineBreak, isLast: isLast) }
        if !isLast { return .needsMore }
      }
    }
    let bytes = held.bytes
    switch judge(line: bytes.span.extracting(lineBreak..<bytes.count), at: position + lineBreak) {
    case .delimiter(let match, let line, let lineEnd):
      frames[frames.count - 1].tally.finish()
      step = .delimiter(match, lineBreak: lineBreak, line: line, lineEnd: lineEnd)
      return .delimiter
    case .ordinary, .needsMore:
      return release(behind: lineBreak, isLast: isLast)
    }
  }

  private mutating func pull(_ count: Int, from input: inout ByteCursor) {
    held.append(input.bytes.extracting(input.offset..<input.offset + count))
    input.advance(to: input.offset + count)
  }

  /// Gives out held bytes as body, but for a line break at their end, which may belong to the next delimiter.
  private mutating func release(behind lineBreak: Int, isLast: Bool) -> BodySearch {
    if let gap = lineEndGap {
      lineEndGap = nil
      held.wait = .nothing
      return .bytes(0..<lineBreak, gap: gap, isHeld: true)
    }
    var kept = 0
    held.wait = .nothing
    if held.count > lineBreak, !isLast || held.bytes[held.count - 1] == ASCII.lf {
      switch held.bytes[held.count - 1] {
      case ASCII.lf:
        kept = held.count - lineBreak > 1 && held.bytes[held.count - 2] == ASCII.cr ? 2 : 1
        held.wait = .line(lineBreak: kept)
      case ASCII.cr:
        kept = 1
        held.wait = .lineFeed
      default:
        break
      }
    }
    let length = held.count - kept
    let top = frames.count - 1
    let bytes = held.bytes  // a reference: the span of a property would bar changing any other
    frames[top].tally.add(bytes.span.extracting(0..<length), at: position)
    return .bytes(0..<length, gap: gapKind, isHeld: true)
  }

  // MARK: - Events

  /// Tells about bytes that `searchBody` found.
  @_lifetime(copy input, &self)
  mutating func takeBody(_ range: Range<Int>, _ gap: GapKind?, isHeld: Bool, from input: inout ByteCursor)
    -> MessageEvent
  {
    let offset = position
    position += range.count
    if isHeld {
      held.spend(range.count)
      if let gap { return .gap(gap, bytes: held.bytes.span.extracting(range), at: offset) }
      return .bodyBytes(held.bytes.span.extracting(range), at: offset)
    }
    if let gap { return .gap(gap, bytes: input.bytes.extracting(range), at: offset) }
    return .bodyBytes(input.bytes.extracting(range), at: offset)
  }

  /// Tells about the delimiter at `position`, whose multipart is the innermost open part.
  @_lifetime(copy input, &self)
  mutating func takeDelimiter(
    _ match: Boundaries.Match, lineBreak: Int, line: Int, lineEnd: Int, from input: inout ByteCursor
  ) -> MessageEvent {
    var kind = GapKind.delimiter
    var length = lineBreak + line
    if lineBreak == 1 || lineEnd - line == 1 {
      reportBareLF(at: lineBreak == 1 ? position : position + length, of: match.frame)
    }
    if frames[match.frame].isClosed {
      // A delimiter behind the close delimiter: other programs show what follows as a part.
      if frames[match.frame].gap != .afterClose {
        report(.partsAfterClose, at: position + lineBreak..<position + length)
      }
      kind = .afterClose
      frames[match.frame].gap = .afterClose
    } else if match.isClose {
      frames[match.frame].isClosed = true
      boundaries.noteClose(frame: match.frame)
      frames[match.frame].gap = .epilogue
    } else {
      length = lineBreak + lineEnd
    }
    if length == lineBreak + lineEnd, kind == .delimiter, !frames[match.frame].isClosed {
      step = .begin
      lineEndGap = nil  // the line end of an inner close delimiter was this one's line break
    } else {
      // The line end may be the line break of an outer delimiter that follows at once.
      step = .body
      lineEndLength = lineEnd - line
      lineEndGap = lineEndLength > 0 ? kind : nil
    }
    let offset = position
    position += length
    if !held.isEmpty {
      held.spend(length)
      held.wait = .line(lineBreak: lineEndLength)
      return .gap(kind, bytes: held.bytes.span.extracting(0..<length), at: offset)
    }
    let start = input.offset
    input.advance(to: start + length)
    return .gap(kind, bytes: input.bytes.extracting(start..<start + length), at: offset)
  }

  /// Reports a delimiter with a bare LF in a multipart that has CR LF elsewhere: to some programs it is text.
  private mutating func reportBareLF(at place: Int, of frame: Int) {
    guard frames[frame].endsLinesInCRLF else { return }
    frames[frame].endsLinesInCRLF = false  // once is enough
    if defects.count(of: .bareLF) == 0 { report(.bareLF, at: place..<place + 1) }
    report(.mixedLineEnds, at: place..<place + 1)
  }

  /// What bytes are that stand directly in the innermost part: its body, or a gap of a multipart.
  private var gapKind: GapKind? {
    guard let frame = frames.last, frame.content == .multipart else { return nil }
    return frame.gap
  }
}
