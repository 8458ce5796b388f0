import Charsets
import WireBytes

// Stands in for Charsets' own `text(of:declared:)` until that is merged. To be deleted then.
extension CharsetDecoding {
  func text(of bytes: Span<UInt8>, declared: CharsetLabel?) -> DecodedText {
    let known = declared.flatMap { makeDecoder(for: $0) }
    if var decoder = known {
      var out: [UInt8] = []
      var malformed = 0
      var done = 0
      while done < bytes.count {
        let chunk = [UInt8](capacity: (bytes.count - done) * 3 + 16) { output in
          let step = decoder.decode(bytes.extracting(done..<bytes.count), into: &output, atEnd: true)
          done += step.consumed
          malformed += step.malformed
        }
        out += chunk
      }
      return DecodedText(
        text: String(decoding: out, as: UTF8.self), charset: decoder.charset, decision: .declared,
        malformed: malformed, declaredIsUnknown: false)
    }
    if let utf8 = try? UTF8Span(validating: bytes) {
      return DecodedText(
        text: String(copying: utf8), charset: "utf-8", decision: .utf8, malformed: 0,
        declaredIsUnknown: declared != nil)
    }
    var text = ""
    for i in 0..<bytes.count { text.unicodeScalars.append(Unicode.Scalar(bytes[i])) }
    return DecodedText(
      text: text, charset: "windows-1252", decision: .fallback, malformed: 0, declaredIsUnknown: declared != nil)
  }
}
