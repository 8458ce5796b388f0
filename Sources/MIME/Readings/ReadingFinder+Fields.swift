import Charsets
import HeaderFields
import WireBytes

// What a header section says to programs that take another of its fields, or another piece of one.

extension ReadingFinder {
  /// The field that the defect is about, or is in.
  private var field: HeaderField? {
    part.fields.first { $0.layout.start <= defect.range.lowerBound && defect.range.lowerBound < $0.layout.end }
  }

  /// The part without the other fields of the name.
  var anotherMIMEField: [Reading] {
    guard let field else { return [] }
    return reread(part, .anotherField) { again in
      for other in part.fields where other.knownName == field.knownName && other.layout != field.layout {
        again.hide(other.layout.start)
      }
    }
  }

  /// The text of the other field.
  var anotherField: [Reading] {
    guard let layout = field?.layout else { return [] }
    return [Reading(.anotherField, of: layout.start..<layout.end, text: layout.bodyStart..<layout.bodyEnd)]
  }

  /// The part without the boundary that counts for us.
  var anotherBoundary: [Reading] {
    reread(part, .anotherParameter) { hide("boundary", of: .contentType, in: &$0) }
  }

  /// The part without the file name that counts for us: `filename`, or `name` where that is missing.
  var anotherFileName: [Reading] {
    reread(part, .anotherParameter) { again in
      if part.disposition()?.fileName != nil {
        hide("filename", of: .contentDisposition, in: &again)
      } else {
        hide("name", of: .contentType, in: &again)
      }
    }
  }

  private func hide(_ attribute: String, of name: FieldName, in again: inout Rereading) {
    guard let start = part.field(name)?.layout.bodyStart else { return }
    let parameters = name == .contentType ? part.contentType().parameters : part.disposition()?.parameters
    for range in parameters?.first(where: { $0.name == attribute })?.ranges ?? [] {
      again.hide(start + range.lowerBound)
    }
  }

  /// The part without the parameter that the defect is in.
  var withoutParameter: [Reading] {
    guard let (_, place) = parameter else { return [] }
    return reread(part, .anotherValue) { $0.hide(place) }
  }

  /// The part with what we leave out behind a value added to it, white space apart.
  var longerValue: [Reading] {
    guard let (parameter, _) = parameter else { return [] }
    let more = message.bytes[defect.range].filter { !ByteClass.fws.contains($0) && $0 != ASCII.quote }
    return part(with: Array(parameter.value.utf8) + more, for: parameter.name)
  }

  /// The part with the letters of a token only, which end at the first special character.
  var shorterValue: [Reading] {
    guard let (parameter, _) = parameter else { return [] }
    return part(with: Array(parameter.value.utf8.prefix { ByteClass.token.contains($0) }), for: parameter.name)
  }

  /// The parameter that the defect is in or behind, and where it stands in the message.
  private var parameter: (parameter: Parameter, place: Int)? {
    guard let field else { return nil }
    let parameters =
      field.knownName == .contentDisposition ? part.disposition()?.parameters : part.contentType().parameters
    let start = field.layout.bodyStart
    let places = (parameters.map(Array.init) ?? []).compactMap { parameter in
      parameter.ranges.first.map { (parameter, start + $0.lowerBound) }
    }
    return places.last { $0.1 <= defect.range.lowerBound }
  }

  /// The part with another boundary, or another file name.
  private func part(with value: [UInt8], for attribute: String) -> [Reading] {
    switch attribute {
    case "boundary": return multipart(.anotherValue, boundary: value)
    case "filename", "name":
      guard part.isLeaf else { return [] }
      let leaf = leaf().with(fileName: String(decoding: value, as: UTF8.self))
      return [Reading(.anotherValue, of: whole(part), leaves: [leaf])]
    default: return []
    }
  }

  var rawText: [Reading] { [Reading(.rawText, of: defect.range, text: defect.range)] }

  /// What stands where others look for the address.
  var anotherAddress: [Reading] { [Reading(.anotherAddress, of: defect.range, text: defect.range)] }

  /// What follows, which others take for an address, or for the rest of one.
  var addressBehind: [Reading] {
    guard let layout = field?.layout else { return [] }
    let rest = defect.range.lowerBound..<layout.bodyEnd
    return [Reading(.anotherAddress, of: rest, text: rest)]
  }

  /// The part, or the text of a field, up to the NUL.
  var stopsAtNUL: [Reading] {
    let bytes = message.bytes
    guard let nul = bytes[defect.range].firstIndex(of: ASCII.nul) else { return [] }
    guard nul < part.place.bodyStart else {
      guard part.isLeaf else { return [] }
      let rest = leaf().with(body: [part.place.bodyStart..<nul])
      return [Reading(.stopsAtNUL, of: whole(part), leaves: [rest])]
    }
    guard let layout = field?.layout else { return [] }
    if nul < layout.nameEnd {
      return reread(part, .stopsAtNUL) { $0.overwrite(nul..<layout.bodyStart - 1, with: []) }
    }
    let before = layout.bodyStart..<nul
    guard field?.knownName?.syntax == .mime else { return [Reading(.stopsAtNUL, of: before, text: before)] }
    // What was quoted ends there as well.
    let isInQuotes = bytes[before].count { $0 == ASCII.quote } % 2 == 1
    return reread(part, .stopsAtNUL) {
      $0.overwrite(nul..<layout.bodyEnd, with: isInQuotes ? [ASCII.quote] : [])
    }
  }

  // MARK: - Where the header section ends

  /// The body from the line on that we take for no field, or for a field or a fold that others do not know.
  var bodyBegins: [Reading] {
    guard !defect.range.isEmpty, defect.range.lowerBound < part.place.bodyStart else { return [] }
    var line = defect.range.lowerBound
    var rest = line
    if defect.kind == .headerSpaceBeforeColon {
      line = field?.layout.start ?? line
      rest = line
    } else if defect.kind == .headerWhitespaceOnlyLine {
      rest = message.bytes.span.firstIndex(of: ASCII.lf, from: defect.range.upperBound).map { $0 + 1 } ?? line
    }
    let fields = part.place.start..<line
    let again = Rereading(
      message, rest..<part.place.bodyEnd, prefix: message.bytes[fields] + [ASCII.cr, ASCII.lf], at: fields)
    return [Reading(.bodyBegins, of: whole(part), leaves: again.leaves())]
  }

  /// The part without the field, to those who do not know its name like this.
  var withoutField: [Reading] {
    guard let start = field?.layout.start else { return [] }
    return reread(part, .withoutField) { $0.hide(start) }
  }

  /// The part with a byte order mark as the begin of the first name.
  var withoutFirstField: [Reading] {
    reread(part, .withoutField) { $0.overwrite(defect.range, with: Array("xxx".utf8)) }
  }

  /// The header section going on at a line that is no field, where we let the body begin.
  var fieldsGoOn: [Reading] {
    let start = defect.range.lowerBound
    let end = message.bytes.span.firstIndex(of: ASCII.lf, from: start) ?? message.bytes.count
    let line = start..<min(end, part.place.bodyEnd)
    // A delimiter ends the section everywhere.
    guard !message.bytes[line].starts(with: [ASCII.hyphen, ASCII.hyphen]) else { return [] }
    return reread(part, .headerBegins) { again in
      again.overwrite(line.lowerBound..<max(line.lowerBound, line.upperBound - 1), with: Array("x:".utf8))
    }
  }

  /// What we take for body, or for a preamble, as a part of its own.
  var headerBegins: [Reading] {
    var place = body(of: part)
    if defect.kind == .entityInPreamble {
      guard let preamble = message.index.gaps.first(where: { $0.range.contains(defect.range.lowerBound) }) else {
        return []
      }
      place = preamble.range
    }
    return [Reading(.headerBegins, of: place, leaves: Rereading(message, place).leaves())]
  }
}
