import HeaderFields
import TransferEncodings
public import WireBytes

/// The one parser of message structure: chunks in, events out.
///
/// It never fails and never looks at a byte twice but for the few that a chunk edge holds back. Memory is bounded by
/// the longest header field and by the nesting depth, whatever the size of the message: the bytes of a body are
/// handed on as slices of the chunk they came in. For every way of cutting the input the events are the same, once
/// adjacent body bytes are joined.
///
///     var reader = MessageReader()
///     var cursor = ByteCursor(chunk)
///     while let event = reader.next(from: &cursor) { … }      // for each chunk
///     while let event = reader.finish() { … }                 // at the end
///
/// A worked example (RFC 2046 section 5.1.1); `|` marks where a part or gap ends, the line break before a delimiter
/// belongs to it:
///
///     Content-Type: multipart/mixed; boundary=b CRLF CRLF     partBegan, field, headerEnded
///     hello|                                                  gap preamble
///     CRLF --b CRLF|                                          gap delimiter
///     CRLF                                                    partBegan, headerEnded
///     one|                                                    bodyBytes, partEnded
///     CRLF --b-- CRLF|                                        gap delimiter
///     bye|                                                    gap epilogue, partEnded
public struct MessageReader: Sendable {
  /// The limits that were handed in.
  public let limits: MessageLimits
  /// Whether the input ended inside a multipart; known when `finish()` has returned nil.
  public private(set) var isTruncated = false
  /// Every defect reported so far, those beyond the limit as counts.
  public var defects: DefectLog { log }

  var step = Step.begin
  var frames: [Frame] = []
  var boundaries = Boundaries()
  var header: HeaderSection
  var unit = UnitProgress()
  /// Fields that lie ahead in the input.
  var framed = FieldFrames()
  var held = HeldBytes()
  /// The message offset of the next byte that no event has told about.
  var position = 0
  /// Whether the body begins here, so that a delimiter needs no line break before it.
  var isAtBodyStart = false
  /// What the line end behind a close delimiter is, unless an outer delimiter claims it; nil elsewhere.
  var lineEndGap: GapKind?
  var lineEndLength = 0
  /// Set when the limit on parts is hit: everything that follows is body.
  var ignoresDelimiters = false
  private(set) var partCount = 0
  private var log: DefectLog
  private var told = 0

  /// What the reader does next.
  enum Step: Sendable, Hashable {
    case begin
    case header
    case headerEnded
    case body
    /// A delimiter line stands at `position`: the parts inside its multipart end, then it is told about.
    case delimiter(Boundaries.Match, lineBreak: Int, line: Int, lineEnd: Int)
    case ending
    case done
  }

  /// A part that is open.
  struct Frame: Sendable {
    let ordinal: Int
    var content = MessageIndex.Content.leaf
    var isDigest = false
    var isClosed = false
    var childCount = 0
    /// What bytes directly inside a multipart are.
    var gap = GapKind.preamble
    var isSevenBit = true
    /// Whether the header section has a CR LF, so that a bare LF at a delimiter is told.
    var endsLinesInCRLF = false
    var tally = BodyTally()
  }

  /// A reader at the first byte of a message.
  public init(limits: MessageLimits = MessageLimits()) {
    self.limits = limits
    log = DefectLog(capacity: limits.defects)
    header = HeaderSection(isInDigest: false, parameterLimit: limits.parametersPerField)
  }

  /// The next event, or nil when the chunk is used up.
  ///
  /// - Parameter input: a cursor over the chunk, moved forward. Call with the same cursor until nil is returned,
  ///   then with one over the next chunk.
  @_lifetime(copy input, &self)
  public mutating func next(from input: inout ByteCursor) -> MessageEvent? {
    advance(from: &input, isLast: false)
  }

  /// The next of the events that the end of the message brings, or nil after the last one.
  @_lifetime(&self)
  public mutating func finish() -> MessageEvent? {
    var nothing = ByteCursor(Span())
    return advance(from: &nothing, isLast: true)
  }

  /// The next event; `isLast` says that nothing follows `input`, so that nothing need be held back.
  @_lifetime(copy input, &self)
  mutating func advance(from input: inout ByteCursor, isLast: Bool) -> MessageEvent? {
    held.dropSpent()
    while true {
      if told < log.records.count {
        told += 1
        return .defect(log.records[told - 1])
      }
      switch step {
      case .begin:
        return beginPart()
      case .header:
        if let event = takeFramedField(from: &input) { return event }
        switch frameUnit(&input, isLast: isLast) {
        case .needsMore: return nil
        case .endOfInput: endHeader()
        case .tooLong: cutHeader(.limitHeaderSection)
        case .delimiterLine: endHeaderAtDelimiter()
        case .unit(let length):
          if let event = takeUnit(length, from: &input) { return event }
        }
      case .headerEnded:
        beginBody()
        return .headerEnded(at: position)
      case .body:
        switch searchBody(&input, isLast: isLast) {
        case .needsMore: return nil
        case .endOfInput: step = .ending
        case .delimiter: continue
        case .bytes(let range, _, _) where range.isEmpty:
          continue  // all that was held may belong to a delimiter
        case .bytes(let range, let gap, let isHeld):
          return takeBody(range, gap, isHeld: isHeld, from: &input)
        }
      case .delimiter(let match, let lineBreak, let line, let lineEnd):
        if frames.count - 1 > match.frame {
          return .partEnded(endPart(lineBreak: lineBreak, isInputEnd: false))
        }
        return takeDelimiter(match, lineBreak: lineBreak, line: line, lineEnd: lineEnd, from: &input)
      case .ending:
        if frames.isEmpty {
          step = .done
          return nil
        }
        return .partEnded(endPart(lineBreak: 0, isInputEnd: true))
      case .done:
        return nil
      }
    }
  }

  mutating func report(_ kind: DefectKind, at range: Range<Int>, severity: Severity? = nil) {
    log.record(Defect(kind, at: range, part: frames.last?.ordinal ?? 0, severity: severity))
  }

  // MARK: - Parts

  @_lifetime(&self)
  private mutating func beginPart() -> MessageEvent? {
    let isInDigest = frames.last?.isDigest ?? false
    if !frames.isEmpty { frames[frames.count - 1].childCount += 1 }
    frames.append(Frame(ordinal: partCount))
    partCount += 1
    header = HeaderSection(isInDigest: isInDigest, parameterLimit: limits.parametersPerField)
    step = .header
    return .partBegan(depth: frames.count - 1, at: position)
  }

  /// Decides what the body is, now that the header section is known.
  private mutating func beginBody() {
    step = .body
    let top = frames.count - 1
    frames[top].endsLinesInCRLF = header.hasCRLF
    frames[top].isSevenBit = header.transferEncoding == nil || header.transferEncoding == .sevenBit
    guard header.isMultipart || header.isMessage && header.isIdentity, !header.isCut else { return }
    guard frames.count <= limits.depth else {
      report(.limitDepth, at: position..<position)
      return
    }
    if header.isMultipart {
      guard let boundary = header.boundary, !boundary.isEmpty else { return }
      if boundaries.contains(boundary) { report(.innerEqualsOuter, at: position..<position) }
      boundaries.open(boundary, frame: top)
      frames[top].content = .multipart
      frames[top].isDigest = header.contentType?.type == "multipart/digest"
    } else if partCount < limits.parts {
      frames[top].content = .message
      step = .begin
    } else {
      report(.limitParts, at: position..<position)
    }
  }

  /// Ends the innermost part before a line break that belongs to a delimiter.
  private mutating func endPart(lineBreak: Int, isInputEnd: Bool) -> PartEnd {
    let bodyEnd = position
    frames[frames.count - 1].tally.finish()
    let frame = frames[frames.count - 1]
    reportTally(frame.tally, inHeader: false)
    frames.removeLast()
    if frame.content == .multipart {
      boundaries.close(frame: frames.count)
      if frame.childCount == 0 { report(.multipartZeroParts, at: bodyEnd..<bodyEnd, ordinal: frame.ordinal) }
      if !frame.isClosed {
        isTruncated = isTruncated || isInputEnd
        report(
          isInputEnd ? .boundaryMissingClose : .outerClosesInner, at: bodyEnd..<bodyEnd, ordinal: frame.ordinal)
      }
    }
    if let place = frame.tally.firstEightBit, frame.isSevenBit, frame.content == .leaf {
      report(.eightBitInSevenBit, at: place..<place + 1, ordinal: frame.ordinal)
    }
    let lines = frame.content == .leaf ? frame.tally.lineFeeds + (frame.tally.hasOpenLine ? 1 : 0) : 0
    return PartEnd(
      content: frame.content, isDigest: frame.isDigest, bodyEnd: bodyEnd, end: bodyEnd + lineBreak, lines: lines,
      hasEightBit: frame.tally.firstEightBit != nil,
      hasNUL: frame.tally.firstNUL != nil)
  }

  private mutating func report(_ kind: DefectKind, at range: Range<Int>, ordinal: Int) {
    log.record(Defect(kind, at: range, part: ordinal))
  }

  /// Reports the oddities among the bytes of a header section or a body, the first of each kind.
  mutating func reportTally(_ tally: BodyTally, inHeader: Bool) {
    if let place = tally.firstNUL { report(.nul, at: place..<place + 1) }
    if let place = tally.firstBareCR {
      report(.bareCR, at: place..<place + 1, severity: inHeader ? .high : .medium)
    }
    if let place = tally.firstBareLF {
      if log.count(of: .bareLF) == 0 { report(.bareLF, at: place..<place + 1) }
      if tally.counts.lineBreaks > 0 {
        report(.mixedLineEnds, at: place..<place + 1, severity: inHeader ? .medium : .lint)
      }
    }
  }
}
