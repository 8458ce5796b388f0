import WireBytes

/// What one unit of a header section is: a line with the lines that continue it.
///
///     Subject: a CRLF SP b CRLF        a field, one unit of two lines
///     Content- CRLF SP Type: x CRLF    no field: the colon must stand in the first line
///     CRLF                             the end of the header section
enum HeaderLine: Hashable {
  case blank
  case field(FieldLayout, [HeaderFault])
  case junk(DefectKind)

  /// A departure within a field that the reader can see without parsing its body; ranges count from the message.
  struct HeaderFault: Hashable {
    let kind: DefectKind
    let range: Range<Int>
  }

  /// Reads a unit that begins at `offset` in the message.
  init(_ unit: Span<UInt8>, at offset: Int) {
    let lineEnd = unit.firstIndex(of: ASCII.lf) ?? unit.count
    let contentEnd = lineEnd > 0 && lineEnd < unit.count && unit[lineEnd - 1] == ASCII.cr ? lineEnd - 1 : lineEnd
    if contentEnd == 0 {
      self = .blank
      return
    }
    if ByteClass.wsp.contains(unit[0]) {
      self = .junk(.headerLeadingContinuation)
      return
    }
    guard let colon = unit.extracting(0..<contentEnd).firstIndex(of: ASCII.colon) else {
      self = .junk(Self.isEnvelopeLine(unit) ? .headerNoColon : .headerNoSeparator)
      return
    }
    var nameEnd = colon
    while nameEnd > 0, ByteClass.wsp.contains(unit[nameEnd - 1]) { nameEnd -= 1 }
    if nameEnd == 0 {
      self = .junk(.headerEmptyName)
      return
    }
    let name = unit.extracting(0..<nameEnd)
    if name.firstIndex(of: ASCII.space, or: ASCII.tab) != nil {
      self = .junk(Self.isEnvelopeLine(unit) ? .headerNoColon : .headerNoSeparator)
      return
    }
    let layout = FieldLayout(unit, nameEnd: nameEnd, colon: colon, at: offset)
    self = .field(layout, Self.faults(unit, name: name, colon: colon, layout: layout))
  }

  /// `From ` and `>From `, which mailboxes leave in the middle of header sections (RFC 4155).
  private static func isEnvelopeLine(_ unit: Span<UInt8>) -> Bool {
    let start = unit[0] == ASCII.greater ? 1 : 0
    return unit.count >= start + 5 && unit.extracting(start..<start + 5).equals("From ")
  }

  private static func faults(_ unit: Span<UInt8>, name: Span<UInt8>, colon: Int, layout: FieldLayout)
    -> [HeaderFault]
  {
    var faults: [HeaderFault] = []
    if layout.nameEnd - layout.start < colon {
      faults.append(HeaderFault(kind: .headerSpaceBeforeColon, range: layout.nameEnd..<layout.bodyStart - 1))
    }
    let ftext = ByteClass.ftext
    for i in 0..<name.count where !ftext.contains(name[i]) {
      let kind: DefectKind = name[i] == ASCII.nul ? .headerNULInName : .headerEightBitName
      faults.append(HeaderFault(kind: kind, range: layout.start + i..<layout.start + i + 1))
      break
    }
    return faults
  }
}

extension FieldLayout {
  /// The places of a field that begins at `offset` in the message, its name and colon counted from there.
  @inline(__always)
  init(_ field: Span<UInt8>, nameEnd: Int, colon: Int, at offset: Int) {
    self.init(
      start: offset, nameEnd: offset + nameEnd, bodyStart: offset + colon + 1,
      bodyEnd: offset + Boundaries.contentLength(field), end: offset + field.count)
  }
}
