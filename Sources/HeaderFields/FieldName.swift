internal import WireBytes

/// A header field that the library knows how to read.
///
/// Names are compared byte by byte with only `A-Z` folded, and whole: `Parse: x` is data, and a name with a Kelvin
/// sign in it matches nothing.
///
///     FieldName("CONTENT-type".utf8.span)     .contentType
///     FieldName("X-Mailer".utf8.span)         nil
///
/// RFC 5322 section 3.6, RFC 2045, RFC 2183, RFC 2369, RFC 8601.
public enum FieldName: String, Sendable, Hashable, CaseIterable {
  // RFC 5322 section 3.6
  case date = "Date"
  case from = "From"
  case sender = "Sender"
  case replyTo = "Reply-To"
  case to = "To"
  case cc = "Cc"
  case bcc = "Bcc"
  case messageID = "Message-ID"
  case inReplyTo = "In-Reply-To"
  case references = "References"
  case subject = "Subject"
  case comments = "Comments"
  case keywords = "Keywords"
  case resentDate = "Resent-Date"
  case resentFrom = "Resent-From"
  case resentSender = "Resent-Sender"
  case resentTo = "Resent-To"
  case resentCc = "Resent-Cc"
  case resentBcc = "Resent-Bcc"
  case resentReplyTo = "Resent-Reply-To"
  case resentMessageID = "Resent-Message-ID"
  case returnPath = "Return-Path"
  case received = "Received"

  // RFC 2045, 2183, 2557, 3282
  case mimeVersion = "MIME-Version"
  case contentType = "Content-Type"
  case contentTransferEncoding = "Content-Transfer-Encoding"
  case contentID = "Content-ID"
  case contentDescription = "Content-Description"
  case contentDisposition = "Content-Disposition"
  case contentLanguage = "Content-Language"
  case contentLocation = "Content-Location"
  case contentMD5 = "Content-MD5"

  // RFC 2369, 2919, 8058
  case listHelp = "List-Help"
  case listUnsubscribe = "List-Unsubscribe"
  case listSubscribe = "List-Subscribe"
  case listPost = "List-Post"
  case listOwner = "List-Owner"
  case listArchive = "List-Archive"
  case listID = "List-ID"
  case listUnsubscribePost = "List-Unsubscribe-Post"

  // RFC 8601, 8617, 6376, 8098, 3834
  case authenticationResults = "Authentication-Results"
  case arcAuthenticationResults = "ARC-Authentication-Results"
  case dkimSignature = "DKIM-Signature"
  case dispositionNotificationTo = "Disposition-Notification-To"
  case deliveredTo = "Delivered-To"
  case autoSubmitted = "Auto-Submitted"

  /// The field with a name of any case, or nil if the library does not know it.
  public init?(_ name: Span<UInt8>) {
    guard name.count < Self.byLength.count else { return nil }
    guard let known = Self.byLength[name.count].first(where: { $0.matches(name) }) else { return nil }
    self = known
  }

  /// Whether `name`, of any case, is the name of this field.
  public func matches(_ name: Span<UInt8>) -> Bool {
    let wanted = rawValue.utf8.span
    guard name.count == wanted.count else { return false }
    for i in 0..<name.count where ASCII.lowercase(name[i]) != ASCII.lowercase(wanted[i]) { return false }
    return true
  }

  /// How the body of a field is to be read.
  public enum Syntax: Sendable, Hashable {
    /// `AddressList`
    case addressList
    /// `DateTime`
    case dateTime
    /// `MessageID.list`
    case messageIDs
    /// `Received`
    case received
    /// `ReturnPath`
    case returnPath
    /// `ListField`
    case list
    /// `ListID`
    case listID
    /// `AuthenticationResults`
    case authenticationResults
    /// A MIME field, with a syntax of its own.
    case mime
    /// Text in which encoded words are decoded.
    case unstructured
    /// Structured text that is shown as it stands.
    case other
  }

  /// How the body of this field is to be read.
  public var syntax: Syntax {
    switch self {
    case .from, .sender, .replyTo, .to, .cc, .bcc, .resentFrom, .resentSender, .resentTo, .resentCc, .resentBcc,
      .resentReplyTo, .dispositionNotificationTo:
      .addressList
    case .date, .resentDate: .dateTime
    case .messageID, .inReplyTo, .references, .resentMessageID: .messageIDs
    case .received: .received
    case .returnPath: .returnPath
    case .listHelp, .listUnsubscribe, .listSubscribe, .listPost, .listOwner, .listArchive: .list
    case .listID: .listID
    case .authenticationResults: .authenticationResults
    case .mimeVersion, .contentType, .contentTransferEncoding, .contentID, .contentDisposition, .contentLanguage,
      .contentLocation, .contentMD5:
      .mime
    case .subject, .comments, .keywords, .contentDescription: .unstructured
    // Delivered-To has no standard syntax: qmail writes `mailing list a@b` into it.
    case .listUnsubscribePost, .arcAuthenticationResults, .dkimSignature, .autoSubmitted, .deliveredTo: .other
    }
  }

  /// Whether a header section may hold the field once only (the table of RFC 5322 section 3.6; RFC 2045 section 3).
  public var isSingleton: Bool {
    switch self {
    case .date, .from, .sender, .replyTo, .to, .cc, .bcc, .messageID, .inReplyTo, .references, .subject,
      .returnPath, .mimeVersion, .contentType, .contentTransferEncoding, .contentID, .contentDescription,
      .contentDisposition, .contentLanguage, .contentLocation, .contentMD5, .listHelp, .listUnsubscribe,
      .listSubscribe, .listPost, .listOwner, .listArchive, .listID, .listUnsubscribePost:
      true
    default: false
    }
  }

  /// The known names by their length, so that most unknown ones are told by a comparison or two.
  private static let byLength: [[FieldName]] = {
    var table: [[FieldName]] = []
    for name in allCases {
      let count = name.rawValue.utf8.count
      while table.count <= count { table.append([]) }
      table[count].append(name)
    }
    return table
  }()
}
