import CharsetsICU
import HeaderFields
import WireBytes

/// What holds for Content-Type and Content-Disposition.
enum ParameterInvariants {
  static func contentType(_ input: InvariantInput) -> String? {
    let body = input.bytes
    var log = DefectLog()
    var type = ContentType.textPlain
    let overwork = input.meter.fault("Content-Type", bytes: body.count, perByte: 1_024) {
      log = DefectLog()
      type = ContentType(parsing: body.span, charsets: ICUCharsets(), defects: &log)
    }
    if let fault = overwork ?? log.fault(within: body.count) { return fault }
    var dispositionLog = DefectLog()
    let disposition = ContentDisposition(parsing: body.span, charsets: ICUCharsets(), defects: &dispositionLog)
    if let fault = dispositionLog.fault(within: body.count) { return "disposition: \(fault)" }
    for parameters in [type.parameters, disposition.parameters] {
      if let fault = self.fault(in: parameters, of: body) { return fault }
    }
    return rewrittenFault(type) ?? foldFault(body, type)
  }

  /// Names are lower case and occur once; ranges are of the body, in order, and apart.
  private static func fault(in parameters: Parameters, of body: [UInt8]) -> String? {
    if parameters.count > 128 { return "\(parameters.count) parameters" }
    if Set(parameters.map(\.name)).count != parameters.count { return "a name twice in \(parameters.map(\.name))" }
    var taken: [Range<Int>] = []
    for parameter in parameters {
      if parameter.name.utf8.contains(where: { ASCII.lowercase($0) != $0 }) { return "the name \(parameter.name)" }
      for range in parameter.ranges {
        if range.lowerBound < 0 || range.upperBound > body.count { return "\(parameter.name) at \(range)" }
        if let other = taken.first(where: { $0.overlaps(range) }) {
          return "\(parameter.name) at \(range) and \(other)"
        }
        taken.append(range)
      }
    }
    return nil
  }

  /// I-7: the type with its parameters as quoted strings reads as the same.
  private static func rewrittenFault(_ type: ContentType) -> String? {
    let plain = type.parameters.filter { parameter in
      parameter.name.utf8.allSatisfy { ByteClass.token.contains($0) && $0 != ASCII.asterisk }
        && !parameter.name.isEmpty && parameter.value.utf8.allSatisfy { 0x20...0x7E ~= $0 }
        && !parameter.value.contains("=?")
    }
    var text = type.type
    for parameter in plain {
      let quoted = parameter.value.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
      text += "; \(parameter.name)=\"\(quoted)\""
    }
    var log = DefectLog()
    let again = ContentType(parsing: Array(text.utf8).span, charsets: ICUCharsets(), defects: &log)
    if again.type != type.type { return "\(text) has the type \(again.type)" }
    let values = again.parameters.map { [$0.name, $0.value] }
    return values == plain.map { [$0.name, $0.value] } ? nil : "\(text) reads as \(values)"
  }

  /// I-18: a fold in front changes no value.
  private static func foldFault(_ body: [UInt8], _ type: ContentType) -> String? {
    var log = DefectLog()
    let folded = ContentType(
      parsing: (Array("\r\n\t".utf8) + body).span, charsets: ICUCharsets(), defects: &log)
    let same =
      folded.type == type.type && folded.boundary == type.boundary
      && folded.parameters.map(\.value) == type.parameters.map(\.value)
    return same ? nil : "with a fold in front \(folded), without \(type)"
  }
}
