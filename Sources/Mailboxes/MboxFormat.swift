/// The four ways of keeping messages in one file, which differ in how a body line `From …` is kept from
/// looking like the next message.
///
/// No file says which it is. Each message is judged by what it and those before it show: a Content-Length that
/// proves true means mboxcl or mboxcl2, and of these mboxcl2 if a `From ` line stands unquoted; a line
/// `>>From ` means mboxrd. A message without such a line is read the same in either format.
public enum MboxFormat: String, Sendable, Hashable, CaseIterable {
  /// `From ` is stored as `>From `, and `>From ` as itself, so that undoing it is a guess (RFC 4155).
  case mboxo
  /// `From `, `>From `, `>>From ` … are stored with one more `>`, so that nothing is lost.
  case mboxrd
  /// As mboxo, and Content-Length counts the bytes of the body.
  case mboxcl
  /// Nothing is quoted; Content-Length alone tells where the message ends.
  case mboxcl2
}
