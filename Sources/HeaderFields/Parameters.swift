internal import Charsets
internal import WireBytes

/// One parameter of a Content-Type or Content-Disposition, decoded.
public struct Parameter: Sendable, Hashable {
  /// The attribute in lower case, without the `*` of RFC 2231.
  public let name: String
  /// The value: unquoted, joined, decoded.
  public let value: String
  /// Where it stands in the field body, each time from the attribute to the end of the value; several ranges, in
  /// the order of their numbers, if the value was continued (RFC 2231 section 3).
  public var ranges: [Range<Int>] { [range] + moreRanges }

  /// The first of `ranges`.
  let range: Range<Int>
  private let moreRanges: [Range<Int>]

  /// Where its name first appears.
  fileprivate var start: Int { moreRanges.reduce(range.lowerBound) { min($0, $1.lowerBound) } }

  init(name: String, value: String, range: Range<Int>, moreRanges: [Range<Int>] = []) {
    self.name = name
    self.value = value
    self.range = range
    self.moreRanges = moreRanges
  }
}

/// The parameters of a field, each name once, in the order in which they first appear (RFC 2045 section 5.1,
/// RFC 2231).
///
///     ; charset=utf-8; Name="a b.txt"          charset: utf-8, name: a b.txt
///     ; name*1=b; name*0*=utf-8''%C3%A4        name: äb
///     ; name=a; name=b                         name: a, and a defect
public struct Parameters: Sendable, Hashable {
  private var list: [Parameter] = []
  /// The bytes of the parameter `boundary`, which delimiters are compared with.
  private(set) var boundary: [UInt8]?

  /// No parameters.
  public init() {}

  /// The value of a parameter, or nil.
  ///
  /// - Parameter name: in lower case.
  public subscript(name: String) -> String? {
    first { $0.name == name }?.value
  }
}

extension Parameters: RandomAccessCollection {
  public var startIndex: Int { list.startIndex }
  public var endIndex: Int { list.endIndex }
  public subscript(position: Int) -> Parameter { list[position] }
}

extension Parameters {
  /// Reads the parameters of a field.
  ///
  /// - Parameters:
  ///   - cursor: stands behind the main value, and its last byte is the field's last that is no line break.
  ///   - owner: which field it is.
  ///   - limit: how many are read, pieces of continued ones counted one by one; Dovecot's is 128 as well.
  ///   - charsets: what converts values.
  ///   - defects: receives defects with ranges in the cursor's bytes.
  init(
    parsing cursor: ByteCursor, of owner: ParameterOwner, limit: Int, charsets: any CharsetDecoding,
    defects: inout DefectLog
  ) {
    let body = cursor.bytes
    var scanner = ParameterScanner(cursor, owner: owner, limit: limit)
    var continued = ContinuedParameters(owner: owner)
    var places = PlaceIndex<Parameter, String> { $0.name }
    while let raw = scanner.next(defects: &defects) {
      if raw.form == .plain {
        append(raw, of: body, owner: owner, charsets: charsets, places: &places, defects: &defects)
      } else {
        continued.append(raw, of: body, defects: &defects)
      }
    }
    guard !continued.isEmpty else { return }
    for number in continued.indices {
      guard let joined = continued.value(at: number, in: body, charsets: charsets, defects: &defects) else {
        continue
      }
      replace(with: joined, owner: owner, places: &places, defects: &defects)
    }
    list.sort { $0.start < $1.start }
  }

  /// Adds a parameter that stands in one piece, unless its name is taken.
  private mutating func append(
    _ raw: RawParameter, of body: Span<UInt8>, owner: ParameterOwner, charsets: any CharsetDecoding,
    places: inout PlaceIndex<Parameter, String>, defects: inout DefectLog
  ) {
    let name = body.extracting(raw.name).lowercasedText
    let value: String
    if name == "boundary" {
      let bytes = raw.valueBytes(of: body)
      value =
        raw.traits.contains(.eightBit) ? charsets.text(of: bytes.span, declared: nil).text : bytes.span.text
      reportBoundary(raw, bytes, owner: owner, defects: &defects)
      if boundary == nil { boundary = bytes }
    } else {
      value = raw.text(of: body, charsets: charsets, defects: &defects)
    }
    if let place = places.place(of: name, in: list) {
      let earlier = list[place]
      let kind: DefectKind =
        switch name {
        case "boundary" where owner == .multipart: .parameterDuplicateBoundary
        case "filename", "name": .parameterDuplicateFileName
        default: .parameterDuplicate
        }
      defects.report(kind, at: raw.range, severity: earlier.value.hasBytes(of: value) ? .lint : nil)
    } else {
      list.append(Parameter(name: name, value: value, range: raw.range))
    }
  }

  /// A boundary is never decoded: programs that do see other parts than those that do not. Raw 8-bit text in it is
  /// lost on those that keep it as text.
  private func reportBoundary(
    _ raw: RawParameter, _ bytes: [UInt8], owner: ParameterOwner, defects: inout DefectLog
  ) {
    if raw.traits.contains(.eightBit) {
      defects.report(.parameterRaw8Bit, at: raw.value, severity: owner == .multipart ? .high : nil)
    }
    if raw.traits.contains(.word), owner == .multipart, EncodedWord.first(in: bytes.span, from: 0) != nil {
      defects.report(.encodedWordInBoundary, at: raw.value)
    }
  }

  /// Adds a value of RFC 2231, which wins over a plain one of the same name (RFC 2231 section 4 wants it to add
  /// what the plain one cannot say; readers that know neither take the plain one).
  private mutating func replace(
    with joined: JoinedParameter, owner: ParameterOwner, places: inout PlaceIndex<Parameter, String>,
    defects: inout DefectLog
  ) {
    let parameter = joined.parameter
    if parameter.name == "boundary" { boundary = joined.bytes }
    guard let index = places.place(of: parameter.name, in: list) else {
      list.append(parameter)
      return
    }
    let plain = list[index].value
    list[index] = parameter
    guard !plain.hasBytes(of: parameter.value) else { return }
    let isFileName = parameter.name == "filename" || parameter.name == "name"
    if owner == .multipart, parameter.name == "boundary" {
      defects.report(.parameterExtendedBoundary, at: parameter.range)
    } else {
      let isWorse = isFileName && plain.fileExtension != parameter.value.fileExtension
      defects.report(.parameterExtendedAndPlain, at: parameter.range, severity: isWorse ? .high : nil)
    }
  }
}

extension RawParameter {
  /// The value's bytes, quoted pairs and folds undone.
  func valueBytes(of body: Span<UInt8>) -> [UInt8] {
    let written = body.extracting(value)
    guard isQuoted && traits.contains(.backslash) || traits.contains(.fold) else { return written.array }
    return [UInt8](capacity: written.count) { output in
      var i = 0
      while i < written.count {
        if isQuoted, written[i] == ASCII.backslash, i + 1 < written.count { i += 1 }
        if !written.isLineBreak(at: i) { output.append(written[i]) }
        i += 1
      }
    }
  }

  /// The value as text, encoded words decoded: RFC 2047 section 5 (3) forbids them here, mailers write them.
  fileprivate func text(
    of body: Span<UInt8>, charsets: any CharsetDecoding, defects: inout DefectLog
  ) -> String {
    if traits.isDisjoint(with: [.backslash, .fold, .eightBit, .word]) { return body.extracting(value).text }
    var text = EncodedText(charsets: charsets, in: .parameterValue)
    text.append(valueBytes(of: body).span, at: value.lowerBound, defects: &defects)
    return text.finish(defects: &defects)
  }
}

extension Span where Element == UInt8 {
  /// The bytes as text; only for bytes that are known to be ASCII or UTF-8.
  var text: String { String(decodingUTF8: self) }

  /// The same with `A-Z` folded.
  var lowercasedText: String {
    for i in 0..<count where ASCII.lowercase(self[i]) != self[i] {
      return String(decoding: array.map(ASCII.lowercase), as: UTF8.self)
    }
    return text
  }
}

extension String {
  /// Whether the UTF-8 is the same: texts that are only canonically equal name different files and boundaries.
  func hasBytes(of other: String) -> Bool {
    utf8.span.equals(other.utf8.span)
  }

  /// What stands behind the last dot, `A-Z` folded, or nil.
  fileprivate var fileExtension: [UInt8]? {
    utf8.lastIndex(of: ASCII.dot).map { utf8[$0...].map(ASCII.lowercase) }
  }
}
