internal import WireBytes

/// An Internet identifier `local-part@domain` as a field holds it.
///
///     "john doe"(x)@example . org     text "john doe"@example.org · localPart john doe · domain example.org
///
/// The text is in canonical form: no comments, folds or blanks between its tokens, quotes only where the local part
/// needs them, so that reading it again gives the same two halves. What fits no grammar is kept as written.
/// Nothing in it is ever decoded, mapped or folded in case. RFC 5322 section 3.4.1, RFC 6532 section 3.2.
public struct AddrSpec: Sendable, Hashable, CustomStringConvertible {
  /// The whole address in canonical form.
  public let text: String
  /// The obsolete source route, as `@a.example,@b.example`, or nil (RFC 5322 section 4.4). It is no part of
  /// the address; a program must not send mail along it.
  public let sourceRoute: String?
  /// How many UTF-8 bytes of `text` are the local part, quotes included.
  private let localCount: Int

  /// What stands before the `@`, without quotes and backslashes; empty if nothing does.
  public var localPart: String {
    let local = text.utf8.prefix(localCount)
    guard local.first == ASCII.quote, localCount > 1, local.last == ASCII.quote else {
      return String(Substring(local))
    }
    var content: [UInt8] = []
    var escaped = false
    for byte in local.dropFirst().dropLast() {
      escaped = !escaped && byte == ASCII.backslash
      if !escaped { content.append(byte) }
    }
    return String(decoding: content, as: UTF8.self)
  }

  /// What stands after the `@`, brackets of a domain literal included; nil for a local part on its own.
  public var domain: String? {
    let rest = text.utf8.dropFirst(localCount)
    return rest.isEmpty ? nil : String(Substring(rest.dropFirst()))
  }

  public var description: String { text }

  /// An address of bytes that the parser has read.
  ///
  /// - Parameters:
  ///   - local: the local part without quotes and backslashes.
  ///   - isQuoted: whether quotes are put around it.
  ///   - domain: the domain, or nil without an `@`.
  init(local: [UInt8], isQuoted: Bool, domain: [UInt8]?, sourceRoute: String? = nil) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(local.count + (domain?.count ?? 0) + 3)
    if isQuoted {
      bytes.append(ASCII.quote)
      for byte in local {
        if byte == ASCII.quote || byte == ASCII.backslash { bytes.append(ASCII.backslash) }
        bytes.append(byte)
      }
      bytes.append(ASCII.quote)
    } else {
      bytes += local
    }
    // Counted in the text itself, as malformed UTF-8 becomes U+FFFD there, which is longer.
    localCount = String(decoding: bytes, as: UTF8.self).utf8.count
    if let domain {
      bytes.append(ASCII.at)
      bytes += domain
    }
    text = String(decoding: bytes, as: UTF8.self)
    self.sourceRoute = sourceRoute
  }
}
