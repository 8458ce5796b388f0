/// The name that a part suggests for itself as a file.
///
/// It comes from the `filename` of Content-Disposition, else from the older `name` of Content-Type (RFC 2183
/// section 2.3), and from nowhere else: a Subject made into a path has been a hole.
///
///     Content-Type: image/png; name="a.png"
///     Content-Disposition: attachment; filename="b.exe"      name b.exe, other a.png
public struct FileName: Sendable, Hashable {
  /// The name as the sender wrote it: metadata, not safe to use as a path.
  public let name: String
  /// The name that programs show which look at the other field, if it differs. Whoever has both fields at hand
  /// reports this as `param-name-vs-filename`: a filter and a reader may go by different names.
  public let other: String?

  /// The name by the fields of a part, or nil if neither has one that is not empty.
  public init?(_ disposition: ContentDisposition?, _ type: ContentType) {
    let names = [disposition?.fileName, type.parameters["name"]].compactMap { $0 }.filter { !$0.isEmpty }
    guard let first = names.first else { return nil }
    name = first
    other = names.dropFirst().first { !$0.hasBytes(of: first) }
  }
}
