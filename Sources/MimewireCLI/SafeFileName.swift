import Mimewire

/// A file name that is safe on every system, made from what a part suggests.
///
///     ../../etc/passwd          passwd              only the last component
///     C:\temp\a.txt:evil        a.txt_evil          no drive, no NTFS stream
///     CON.txt                   part-CON.txt        no device of Windows
///     -rf, .bashrc              part--rf, part-.bashrc   no option, nothing hidden
///     gpj.U+202E exe            gpj._exe            nothing that shows a false extension
///     a.pdf      .exe           a.pdf .exe          no extension out of sight
///     "", "..", " "             part-2.1.png        by the part's id and type
struct SafeFileName {
  /// The most bytes that a name has. File systems take 255; the rest is for ` (2)` and for what users add.
  static let byteLimit = 128

  /// The name.
  let text: String

  /// - Parameters:
  ///   - suggestion: the part's `filename` or `name`, and never any other text: a Subject made into a path has been
  ///     a hole (parsedmarc GHSA-c284-w5m6-jhjm).
  ///   - partID: the part's id.
  ///   - type: its media type, for the extension where the name is made up.
  init(_ suggestion: String?, partID: String, type: String) {
    var scalars = Self.lastComponent(of: suggestion ?? "")
    scalars = Self.trim(Self.cleaned(scalars))
    if !scalars.contains(where: { $0 != "." && $0 != " " && $0 != "_" }) {
      text = "part-\(partID).\(Self.extensions[type] ?? "bin")"
      return
    }
    if scalars.first == "." || scalars.first == "-" || Self.isDevice(scalars) {
      scalars = Array("part-".unicodeScalars) + scalars
    }
    text = Self.cut(scalars)
  }

  /// The name with a number before its extension, for a name that is taken.
  ///
  ///     a.tar.gz, 2        a.tar (2).gz
  func numbered(_ number: Int) -> String {
    let (stem, ending) = Self.split(Array(text.unicodeScalars))
    return "\(Self.string(stem)) (\(number))\(Self.string(ending))"
  }

  // MARK: - Steps

  private typealias Scalars = [Unicode.Scalar]

  private static func lastComponent(of name: String) -> Scalars {
    let scalars = Scalars(name.unicodeScalars)
    let slash = scalars.lastIndex { $0 == "/" || $0 == "\\" }
    return Scalars(scalars[(slash.map { $0 + 1 } ?? 0)...])
  }

  /// Replaces what is unsafe, and makes runs of blanks one.
  private static func cleaned(_ scalars: Scalars) -> Scalars {
    var result: Scalars = []
    for scalar in scalars {
      if scalar.properties.isWhitespace {
        if result.last != " " { result.append(" ") }
      } else if scalar.isUnsafeToShow || "<>:\"|?*".unicodeScalars.contains(scalar) {
        result.append("_")
      } else {
        result.append(scalar)
      }
    }
    return result
  }

  /// Without blanks at either end, and without dots at the end, which Windows drops.
  private static func trim(_ scalars: Scalars) -> Scalars {
    var result = scalars[...]
    while result.first == " " { result.removeFirst() }
    while let last = result.last, last == " " || last == "." { result.removeLast() }
    return Scalars(result)
  }

  /// Whether Windows takes the name for a device, whatever its extension.
  private static func isDevice(_ scalars: Scalars) -> Bool {
    var stem = scalars.prefix { $0 != "." }
    while stem.last == " " { stem.removeLast() }
    let name = String(decoding: string(stem).utf8.map { ASCII.lowercase($0) }, as: UTF8.self)
    guard name.hasPrefix("com") || name.hasPrefix("lpt") else { return devices.contains(name) }
    return stem.count == 4 && "0123456789¹²³".unicodeScalars.contains(stem[stem.startIndex + 3])
  }

  private static let devices: Set<String> = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]

  /// The name with the middle cut out if it is too long: the extension says what it is, and stays.
  private static func cut(_ scalars: Scalars) -> String {
    let whole = string(scalars)
    guard whole.utf8.count > byteLimit else { return whole }
    let (stem, ending) = split(scalars)
    var room = byteLimit - string(ending).utf8.count
    let kept = stem.prefix {
      room -= UTF8.width($0)
      return room >= 0
    }
    return string(trim(Scalars(kept))) + string(ending)
  }

  /// The name before its extension, and the extension with its dot; what is long is none.
  private static func split(_ scalars: Scalars) -> (
    stem: ArraySlice<Unicode.Scalar>, ending: ArraySlice<Unicode.Scalar>
  ) {
    guard let dot = scalars.lastIndex(of: "."), dot > 0, scalars.count - dot <= 16 else { return (scalars[...], []) }
    return (scalars[..<dot], scalars[dot...])
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  /// Extensions for made-up names: the types that mail is full of, and none that a system would run.
  private static let extensions = [
    "text/plain": "txt", "text/html": "html", "text/calendar": "ics", "text/csv": "csv", "text/vcard": "vcf",
    "message/rfc822": "eml", "message/global": "eml", "message/delivery-status": "txt",
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg",
    "application/pdf": "pdf", "application/zip": "zip", "application/json": "json", "application/xml": "xml",
    "application/pgp-signature": "asc", "application/pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m",
  ]
}
