/// Every departure that the library can report, with its stable id.
///
/// The raw value is the id that the command line, JSON and SARIF use; it never changes its meaning. A kind has
/// its usual severity and the section that it departs from. This is the one registry of all layers, so that an
/// id is never given twice and each can be looked up in one place.
public enum DefectKind: String, Sendable, Hashable, CaseIterable {

  // Line ends and bytes anywhere in a message
  case bareLF = "bare-lf"
  case mixedLineEnds = "mixed-line-ends"
  case bareCR = "bare-cr"
  case nul = "nul"
  case eightBitInSevenBit = "7bit-with-8bit"
  case lineTooLong = "line-too-long"

  // Header sections and field framing
  case headerMBOXFrom = "hdr-mbox-from-first"
  case headerBOM = "bom-before-header"
  case headerNoSeparator = "hdr-no-separator"
  case headerNoColon = "hdr-no-colon"
  case headerLeadingContinuation = "hdr-leading-continuation"
  case headerWhitespaceOnlyLine = "hdr-ws-only-line"
  case headerSpaceBeforeColon = "hdr-space-before-colon"
  case headerEmptyName = "hdr-empty-name"
  case headerEightBitName = "hdr-8bit-name"
  case headerNULInName = "hdr-nul-in-name"
  case headerControl = "ctl-in-header"
  case headerRaw8Bit = "hdr-raw-8bit"
  case headerFoldBeforeValue = "fold-before-value"
  case headerFoldInToken = "hdr-fold-in-token"
  case headerLikeBodyStart = "header-like-body-start"
  case headerTruncated = "hdr-truncated"
  case duplicateFrom = "hdr-dup-from"
  case duplicateSingleton = "hdr-dup-singleton"
  case duplicateDestination = "hdr-dup-destination"
  case duplicateReturnPath = "hdr-dup-return-path"
  case duplicateContentType = "hdr-dup-content-type"
  case duplicateTransferEncoding = "hdr-dup-cte"
  case duplicateMIMEField = "hdr-dup-mime-field"
  case missingFrom = "hdr-missing-from"
  case missingDate = "hdr-missing-date"
  case mimeVersionMissing = "hdr-mime-version-missing"
  case mimeVersionOdd = "hdr-mime-version-odd"
  case dateObsolete = "hdr-date-obsolete"
  case dateInvalid = "hdr-date-invalid"
  case messageIDMalformed = "hdr-msgid-malformed"
  case commentHalfOpen = "hdr-comment-half-open"

  // Addresses
  case addressMultipleFrom = "addr-multi-from"
  case addressMultipleAt = "addr-multi-at"
  case addressTrailingSpecial = "addr-trailing-special"
  case addressAngleTwice = "addr-angle-twice"
  case addressAngleNested = "addr-angle-nested"
  case addressTextAfterAngle = "addr-text-after-angle"
  case addressUnquotedAddressName = "addr-unquoted-addr-name"
  case addressDisplayLooksLikeAddress = "display-looks-like-address"
  case addressEncodedWordInAddrSpec = "addr-ew-in-addrspec"
  case addressCommentInLocalPart = "addr-comment-local"
  case addressCommentInDomain = "addr-comment-domain"
  case addressNestedComment = "addr-nested-comment"
  case addressSpaceInAddrSpec = "addr-cfws-dot"
  case addressGroupInFrom = "addr-group-from"
  case addressGroupNested = "addr-group-nested"
  case addressSourceRoute = "addr-source-route"
  case addressPercentOrBang = "addr-percent-bang"
  case addressDots = "addr-dots"
  case addressUnterminated = "addr-unterminated"
  case addressFoldInQuotes = "addr-crlf-quoted"
  case addressDomainLiteral = "addr-domain-literal"
  case addressConfusableSpecial = "confusable-special"
  case addressBidiOrInvisible = "addr-bidi-invisible"
  case addressEmpty = "addr-empty"
  case addressNoDomain = "addr-no-domain"
  case addressNoLocalPart = "addr-no-local-part"
  case addressEmptyListElement = "addr-leading-specials"
  case addressObsoleteSyntax = "addr-obsolete"
  case addressUnquotedSpecial = "addr-unquoted-special"
  case addressInvalid = "addr-invalid"
  case addressTooLong = "addr-too-long"
  case limitAddresses = "limit-addresses"

  // Encoded words
  case encodedWordLineBreak = "ew-crlf"
  case encodedWordNUL = "ew-nul"
  case encodedWordInQuotedString = "ew-in-quoted-string"
  case encodedWordInParameter = "ew-in-parameter"
  case encodedWordInBoundary = "ew-in-boundary"
  case encodedWordInToken = "ew-in-token-field"
  case encodedWordGlued = "ew-no-lwsp"
  case encodedWordTooLong = "ew-too-long"
  case encodedWordInnerSpace = "ew-inner-space"
  case encodedWordBadEncoding = "ew-bad-encoding"
  case encodedWordUnknownCharset = "ew-unknown-charset"
  case encodedWordSplitCharacter = "ew-split-char"
  case encodedWordSplitBase64 = "ew-split-base64"
  case encodedWordBadPadding = "ew-b-bad-padding"
  case encodedWordBadContent = "ew-bad-content"
  case encodedWordShiftOpen = "ew-iso2022-open"
  case encodedWordUTF7 = "ew-utf7"
  case encodedWordEmpty = "ew-empty"
  case encodedWordMalformedText = "ew-surrogates"

  // Parameters and media types
  case parameterDuplicateBoundary = "param-dup-boundary"
  case parameterDuplicateFileName = "param-dup-filename"
  case parameterDuplicate = "param-dup"
  case parameterExtendedAndPlain = "param-2231-vs-plain"
  case parameterExtendedBoundary = "param-2231-boundary-vs-plain"
  case parameterContinuedBoundary = "param-2231-cont-boundary"
  case parameterDuplicateSection = "param-2231-dup-section"
  case parameterGap = "param-2231-gap"
  case parameterOrder = "param-2231-order"
  case parameterLeadingZero = "param-2231-leading-zero"
  case parameterHugeIndex = "param-2231-huge-index"
  case parameterBadPercent = "param-2231-bad-pct"
  case parameterPercentWithoutCharset = "param-2231-pct-without-charset"
  case parameterCharsetAgain = "param-2231-charset-again"
  case parameterInvalidHidesRest = "param-invalid-hides-rest"
  case parameterCommentInValue = "param-comment-in-value"
  case parameterQuotedJunk = "param-quoted-junk"
  case parameterUnquotedSpecials = "param-unquoted-specials"
  case parameterUnterminatedQuote = "param-unterminated-quote"
  case parameterMissingSemicolon = "param-missing-semicolon"
  case parameterSpaceAroundEquals = "param-ws-around-eq"
  case parameterBackslash = "param-backslash"
  case parameterNUL = "param-nul"
  case parameterFoldInValue = "param-fold-in-value"
  case parameterNameAndFileName = "param-name-vs-filename"
  case parameterTrailingSemicolon = "param-trailing-semicolon"
  case parameterOnWrongType = "param-boundary-on-single"
  case parameterWrongName = "param-wrong-name"
  case parameterRaw8Bit = "param-raw-8bit"
  case typeMalformed = "param-type-malformed"
  case typeComment = "param-type-comment"
  case typeMultipleValues = "param-type-multi-value"
  case typeMissing = "type-missing"
  case dispositionMalformed = "disposition-malformed"
  case limitParameters = "limit-parameters"

  // Multipart structure
  case boundaryPrefixMatch = "boundary-prefix-match"
  case boundaryTrailingJunk = "boundary-trailing-junk"
  case boundaryTrailingSpace = "boundary-trailing-ws"
  case boundaryParameterTrailingSpace = "boundary-param-trailing-ws"
  case boundaryEmpty = "boundary-empty"
  case boundaryMissingParameter = "boundary-missing-param"
  case boundaryTooLong = "boundary-too-long"
  case boundaryLeadingSpace = "boundary-leading-ws-line"
  case boundaryCase = "boundary-case"
  case boundaryBareCR = "boundary-bare-cr"
  case boundaryMissingClose = "boundary-missing-close"
  case boundaryBadClose = "boundary-close-no-dashes"
  case partsAfterClose = "parts-after-close"
  case entityInPreamble = "entity-in-preamble"
  case innerEqualsOuter = "inner-equals-outer"
  case outerClosesInner = "outer-closes-inner"
  case digestDefaultType = "digest-default-type"
  case multipartZeroParts = "multipart-zero-parts"
  case transferEncodingOnMultipart = "cte-on-multipart"
  case messageEncoded = "rfc822-encoded"
  case messagePartial = "partial-reassembly"
  case messageExternalBody = "external-body"
  case uuencodeInText = "uu-in-text"
  case truncatedInput = "truncated-input"

  // Transfer encodings
  case transferEncodingUnknown = "cte-unknown"
  case transferEncodingNearMiss = "cte-two-values"
  case transferEncodingComment = "cte-comment"
  case transferEncodingQuoted = "cte-quoted"
  case transferEncodingTextOutside = "cte-text-outside"
  case base64PaddingInside = "b64-pad-middle"
  case base64NonAlphabet = "b64-nonalpha"
  case base64URLAlphabet = "b64-urlsafe"
  case base64TrailingBits = "b64-trailing-bits"
  case base64ShortGroup = "b64-short-group"
  case base64MissingPadding = "b64-missing-padding"
  case base64LineTooLong = "b64-line-lengths"
  case quotedPrintableBadHex = "qp-bad-hex"
  case quotedPrintableLowercase = "qp-lowercase"
  case quotedPrintableSoftBreakSpace = "qp-soft-trailing-ws"
  case quotedPrintableSoftBreakCR = "qp-soft-bare-cr"
  case quotedPrintableEscapeSplit = "qp-escape-split"
  case quotedPrintableEndsInEquals = "qp-eof-eq"
  case quotedPrintableTrailingSpace = "qp-trailing-ws"
  case quotedPrintableRawByte = "qp-raw-8bit-ctl"
  case quotedPrintableLineTooLong = "qp-long-line"
  case uuencodeBadLength = "uu-bad-length"
  case uuencodeBadByte = "uu-bad-byte"
  case uuencodeNoEnd = "uu-no-end"
  case yencBadEscape = "yenc-bad-escape"
  case yencBadLine = "yenc-bad-line"
  case yencNoEnd = "yenc-no-end"
  case yencBadChecksum = "yenc-bad-checksum"

  // Charsets
  case charsetUnknown = "cs-unknown"
  case charsetUndeclared = "cs-undeclared"
  case charsetMalformedText = "cs-malformed"
  case charsetTruncatedText = "cs-utf8-truncated"
  case charsetOverlong = "cs-utf8-overlong"
  case charsetUTF7 = "cs-utf7"
  case charsetEscapeInASCII = "esc-in-ascii"
  case charsetAlias = "cs-alias"
  case charsetNotASCII = "non-ascii-superset"
  case charsetUTF16 = "cs-utf16"
  case charsetBOMOverLabel = "cs-bom"

  // Limits, each reported when it stops something
  case limitDepth = "limit-depth"
  case limitParts = "limit-parts"
  case limitFields = "limit-fields"
  case limitHeaderSection = "limit-header-section"
  case limitEncodedMessages = "limit-encoded-messages"
  case limitInflation = "limit-inflation"
  case limitInflatedMessage = "limit-inflated-message"
  case limitMessage = "limit-message"

  // Mailboxes
  case gzipTrailingGarbage = "in-gzip-concat"
  case gzipDamaged = "in-gzip-damaged"
  case mboxFromUnescaped = "in-mbox-from-unescaped"
  case mboxContentLength = "in-mbox-content-length"

  // SMTP dialogues
  case smtpSyntax = "smtp-syntax"
  case smtpEndOfDataVariant = "smtp-eod-variant"
  case smtpEarlyData = "early-data"
  case smtpPlaintextAfterSTARTTLS = "plaintext-after-starttls"
  case smtpReplyMalformed = "smtp-reply-malformed"
  case smtpReplyOdd = "smtp-reply-odd"
}

extension DefectKind {
  /// The kinds that say that a limit was hit.
  public static let limits = allCases.filter { $0.rawValue.hasPrefix("limit-") }

  /// The usual severity.
  public var severity: Severity { facts.severity }

  /// The section that the input departs from, as `RFC 2046 section 5.1.1`.
  public var reference: String { facts.reference }

  private var facts: (severity: Severity, reference: String) {
    switch self {
    case .bareLF: (.lint, "RFC 5322 section 2.3")
    case .mixedLineEnds: (.medium, "RFC 5322 section 2.3")
    case .bareCR: (.high, "RFC 5322 section 2.3")
    case .nul: (.high, "RFC 5322 section 4.1")
    case .eightBitInSevenBit: (.lint, "RFC 2045 section 2.7")
    case .lineTooLong: (.lint, "RFC 5322 section 2.1.1")
    case .headerMBOXFrom: (.lint, "RFC 4155 appendix A")
    case .headerBOM: (.medium, "RFC 5322 section 2.2")
    case .headerNoSeparator: (.high, "RFC 5322 section 2.2")
    case .headerNoColon: (.medium, "RFC 5322 section 2.2")
    case .headerLeadingContinuation: (.medium, "RFC 5322 section 2.2.3")
    case .headerWhitespaceOnlyLine: (.high, "RFC 5322 section 3.2.2")
    case .headerSpaceBeforeColon: (.high, "RFC 5322 section 4.5")
    case .headerEmptyName: (.medium, "RFC 5322 section 2.2")
    case .headerEightBitName: (.medium, "RFC 5322 section 2.2")
    case .headerNULInName: (.high, "RFC 5322 section 2.2")
    case .headerControl: (.medium, "RFC 5322 section 2.2")
    case .headerRaw8Bit: (.lint, "RFC 6532 section 3.2")
    case .headerFoldBeforeValue: (.lint, "RFC 5322 section 2.2.3")
    case .headerFoldInToken: (.high, "RFC 2045 section 5.1")
    case .headerLikeBodyStart: (.medium, "RFC 2046 section 5.1")
    case .headerTruncated: (.lint, "RFC 5322 section 2.1")
    case .duplicateFrom: (.critical, "RFC 5322 section 3.6")
    case .duplicateSingleton: (.high, "RFC 5322 section 3.6")
    case .duplicateDestination: (.medium, "RFC 5322 section 3.6")
    case .duplicateReturnPath: (.lint, "RFC 7103 section 7.5.3")
    case .duplicateContentType: (.critical, "RFC 2045 section 5")
    case .duplicateTransferEncoding: (.critical, "RFC 2045 section 6")
    case .duplicateMIMEField: (.medium, "RFC 2045 section 3")
    case .missingFrom: (.medium, "RFC 5322 section 3.6")
    case .missingDate: (.lint, "RFC 5322 section 3.6")
    case .mimeVersionMissing: (.lint, "RFC 2045 section 4")
    case .mimeVersionOdd: (.lint, "RFC 2045 section 4")
    case .dateObsolete: (.lint, "RFC 5322 section 4.3")
    case .dateInvalid: (.lint, "RFC 5322 section 3.3")
    case .messageIDMalformed: (.lint, "RFC 5322 section 3.6.4")
    case .commentHalfOpen: (.high, "RFC 5322 section 3.2.2")
    case .addressMultipleFrom: (.high, "RFC 5322 section 3.6.2")
    case .addressMultipleAt: (.high, "RFC 5322 section 3.4.1")
    case .addressTrailingSpecial: (.high, "RFC 5322 section 3.4")
    case .addressAngleTwice: (.high, "RFC 5322 section 3.4")
    case .addressAngleNested: (.medium, "RFC 7103 section 7.1.2")
    case .addressTextAfterAngle: (.high, "RFC 5322 section 3.4")
    case .addressUnquotedAddressName: (.high, "RFC 5322 section 3.4")
    case .addressDisplayLooksLikeAddress: (.medium, "RFC 5322 section 3.4")
    case .addressEncodedWordInAddrSpec: (.high, "RFC 2047 section 5")
    case .addressCommentInLocalPart: (.medium, "RFC 5322 section 3.4.1")
    case .addressCommentInDomain: (.high, "RFC 5322 section 3.4.1")
    case .addressNestedComment: (.medium, "RFC 5322 section 3.2.2")
    case .addressSpaceInAddrSpec: (.high, "RFC 5322 section 4.4")
    case .addressGroupInFrom: (.high, "RFC 6854 section 2.1")
    case .addressGroupNested: (.medium, "RFC 5322 section 3.4")
    case .addressSourceRoute: (.medium, "RFC 5322 section 4.4")
    case .addressPercentOrBang: (.lint, "RFC 5321 appendix F.2")
    case .addressDots: (.medium, "RFC 5322 section 3.2.3")
    case .addressUnterminated: (.high, "RFC 7103 section 7.1")
    case .addressFoldInQuotes: (.medium, "RFC 5322 section 3.2.4")
    case .addressDomainLiteral: (.lint, "RFC 5322 section 3.4.1")
    case .addressConfusableSpecial: (.high, "RFC 6532 section 3.2")
    case .addressBidiOrInvisible: (.medium, "RFC 6532 section 3.1")
    case .addressEmpty: (.medium, "RFC 5322 section 3.4")
    case .addressNoDomain: (.medium, "RFC 5322 section 3.4.1")
    case .addressNoLocalPart: (.medium, "RFC 5322 section 3.4.1")
    case .addressEmptyListElement: (.lint, "RFC 5322 section 4.4")
    case .addressObsoleteSyntax: (.lint, "RFC 5322 section 4.4")
    case .addressUnquotedSpecial: (.medium, "RFC 5322 section 3.2.5")
    case .addressInvalid: (.high, "RFC 5322 section 3.4")
    case .addressTooLong: (.medium, "RFC 5321 section 4.5.3.1")
    case .limitAddresses: (.medium, "RFC 5322 section 3.4")
    case .encodedWordLineBreak: (.high, "RFC 2047 section 2")
    case .encodedWordNUL: (.high, "RFC 2047 section 2")
    case .encodedWordInQuotedString: (.lint, "RFC 2047 section 5")
    case .encodedWordInParameter: (.medium, "RFC 2047 section 5")
    case .encodedWordInBoundary: (.critical, "RFC 2047 section 5")
    case .encodedWordInToken: (.high, "RFC 2047 section 5")
    case .encodedWordGlued: (.lint, "RFC 2047 section 5")
    case .encodedWordTooLong: (.lint, "RFC 2047 section 2")
    case .encodedWordInnerSpace: (.lint, "RFC 2047 section 2")
    case .encodedWordBadEncoding: (.lint, "RFC 2047 section 4")
    case .encodedWordUnknownCharset: (.medium, "RFC 2047 section 6.2")
    case .encodedWordSplitCharacter: (.medium, "RFC 2047 section 5")
    case .encodedWordSplitBase64: (.medium, "RFC 2047 section 5")
    case .encodedWordBadPadding: (.lint, "RFC 2047 section 4.1")
    case .encodedWordBadContent: (.lint, "RFC 2047 section 4")
    case .encodedWordShiftOpen: (.medium, "RFC 2047 section 3")
    case .encodedWordUTF7: (.high, "RFC 2152")
    case .encodedWordEmpty: (.lint, "RFC 2047 section 2")
    case .encodedWordMalformedText: (.medium, "RFC 2047 section 6.2")
    case .parameterDuplicateBoundary: (.critical, "RFC 2045 section 5.1")
    case .parameterDuplicateFileName: (.high, "RFC 2183 section 2")
    case .parameterDuplicate: (.medium, "RFC 2045 section 5.1")
    case .parameterExtendedAndPlain: (.medium, "RFC 2231 section 4")
    case .parameterExtendedBoundary: (.critical, "RFC 2231 section 4")
    case .parameterContinuedBoundary: (.medium, "RFC 2231 section 3")
    case .parameterDuplicateSection: (.high, "RFC 2231 section 3")
    case .parameterGap: (.high, "RFC 2231 section 3")
    case .parameterOrder: (.lint, "RFC 2231 section 3")
    case .parameterLeadingZero: (.high, "RFC 2231 section 7")
    case .parameterHugeIndex: (.medium, "RFC 2231 section 3")
    case .parameterBadPercent: (.medium, "RFC 2231 section 4")
    case .parameterPercentWithoutCharset: (.medium, "RFC 2231 section 4")
    case .parameterCharsetAgain: (.medium, "RFC 2231 section 4.1")
    case .parameterInvalidHidesRest: (.critical, "RFC 2045 section 5.1")
    case .parameterCommentInValue: (.critical, "RFC 2045 section 5.1")
    case .parameterQuotedJunk: (.critical, "RFC 2045 section 5.1")
    case .parameterUnquotedSpecials: (.medium, "RFC 2045 section 5.1")
    case .parameterUnterminatedQuote: (.high, "RFC 2045 section 5.1")
    case .parameterMissingSemicolon: (.critical, "RFC 2045 section 5.1")
    case .parameterSpaceAroundEquals: (.lint, "RFC 2045 section 5.1")
    case .parameterBackslash: (.medium, "RFC 5322 section 3.2.4")
    case .parameterNUL: (.critical, "RFC 2045 section 5.1")
    case .parameterFoldInValue: (.high, "RFC 2045 section 5.1")
    case .parameterNameAndFileName: (.high, "RFC 2183 section 2.3")
    case .parameterTrailingSemicolon: (.lint, "RFC 2045 section 5.1")
    case .parameterOnWrongType: (.lint, "RFC 2046 section 5.1.1")
    case .parameterWrongName: (.high, "RFC 2046 section 5.1.1")
    case .parameterRaw8Bit: (.lint, "RFC 2231 section 4")
    case .typeMalformed: (.critical, "RFC 2045 section 5.2")
    case .typeComment: (.high, "RFC 2045 section 5.1")
    case .typeMultipleValues: (.high, "RFC 2045 section 5.1")
    case .typeMissing: (.lint, "RFC 2045 section 5.2")
    case .dispositionMalformed: (.medium, "RFC 2183 section 2")
    case .limitParameters: (.medium, "RFC 2045 section 5.1")
    case .boundaryPrefixMatch: (.critical, "RFC 2046 section 5.1.1")
    case .boundaryTrailingJunk: (.critical, "RFC 2046 section 5.1.1")
    case .boundaryTrailingSpace: (.lint, "RFC 2046 section 5.1.1")
    case .boundaryParameterTrailingSpace: (.high, "RFC 2046 section 5.1.1")
    case .boundaryEmpty: (.critical, "RFC 2046 section 5.1.1")
    case .boundaryMissingParameter: (.high, "RFC 2046 section 5.1.1")
    case .boundaryTooLong: (.medium, "RFC 2046 section 5.1.1")
    case .boundaryLeadingSpace: (.high, "RFC 2046 section 5.1.1")
    case .boundaryCase: (.medium, "RFC 2046 section 5.1.1")
    case .boundaryBareCR: (.critical, "RFC 2046 section 5.1.1")
    case .boundaryMissingClose: (.medium, "RFC 2046 section 5.1.1")
    case .boundaryBadClose: (.high, "RFC 2046 section 5.1.1")
    case .partsAfterClose: (.high, "RFC 2046 section 5.1.1")
    case .entityInPreamble: (.medium, "RFC 2046 section 5.1.1")
    case .innerEqualsOuter: (.critical, "RFC 2046 section 5.1.2")
    case .outerClosesInner: (.high, "RFC 2046 section 5.1.2")
    case .digestDefaultType: (.lint, "RFC 2046 section 5.1.5")
    case .multipartZeroParts: (.medium, "RFC 2046 section 5.1")
    case .transferEncodingOnMultipart: (.high, "RFC 2045 section 6.4")
    case .messageEncoded: (.high, "RFC 2046 section 5.2.1")
    case .messagePartial: (.high, "RFC 2046 section 5.2.2")
    case .messageExternalBody: (.medium, "RFC 2046 section 5.2.3")
    case .uuencodeInText: (.medium, "RFC 2045 section 6")
    case .truncatedInput: (.medium, "RFC 5322 section 2.1")
    case .transferEncodingUnknown: (.medium, "RFC 2045 section 6.4")
    case .transferEncodingNearMiss: (.high, "RFC 2045 section 6.1")
    case .transferEncodingComment: (.high, "RFC 2045 section 6.1")
    case .transferEncodingQuoted: (.high, "RFC 2045 section 6.1")
    case .transferEncodingTextOutside: (.medium, "RFC 2045 section 6.3")
    case .base64PaddingInside: (.high, "RFC 2045 section 6.8")
    case .base64NonAlphabet: (.medium, "RFC 2045 section 6.8")
    case .base64URLAlphabet: (.high, "RFC 4648 section 5")
    case .base64TrailingBits: (.lint, "RFC 4648 section 3.5")
    case .base64ShortGroup: (.medium, "RFC 2045 section 6.8")
    case .base64MissingPadding: (.lint, "RFC 2045 section 6.8")
    case .base64LineTooLong: (.lint, "RFC 2045 section 6.8")
    case .quotedPrintableBadHex: (.medium, "RFC 2045 section 6.7")
    case .quotedPrintableLowercase: (.lint, "RFC 2045 section 6.7")
    case .quotedPrintableSoftBreakSpace: (.medium, "RFC 2045 section 6.7")
    case .quotedPrintableSoftBreakCR: (.high, "RFC 2045 section 6.7")
    case .quotedPrintableEscapeSplit: (.medium, "RFC 2045 section 6.7")
    case .quotedPrintableEndsInEquals: (.lint, "RFC 2045 section 6.7")
    case .quotedPrintableTrailingSpace: (.lint, "RFC 2045 section 6.7")
    case .quotedPrintableRawByte: (.medium, "RFC 2045 section 6.7")
    case .quotedPrintableLineTooLong: (.lint, "RFC 2045 section 6.7")
    case .uuencodeBadLength: (.medium, "POSIX uuencode")
    case .uuencodeBadByte: (.medium, "POSIX uuencode")
    case .uuencodeNoEnd: (.lint, "POSIX uuencode")
    case .yencBadEscape: (.medium, "yEnc 1.3")
    case .yencBadLine: (.medium, "yEnc 1.3")
    case .yencNoEnd: (.medium, "yEnc 1.3")
    case .yencBadChecksum: (.medium, "yEnc 1.3")
    case .charsetUnknown: (.medium, "RFC 2046 section 4.1.2")
    case .charsetUndeclared: (.lint, "RFC 2046 section 4.1.2")
    case .charsetMalformedText: (.medium, "RFC 2046 section 4.1.2")
    case .charsetTruncatedText: (.lint, "RFC 3629 section 3")
    case .charsetOverlong: (.high, "RFC 3629 section 3")
    case .charsetUTF7: (.high, "RFC 2152")
    case .charsetEscapeInASCII: (.high, "RFC 1468")
    case .charsetAlias: (.lint, "WHATWG Encoding section 4.2")
    case .charsetNotASCII: (.high, "RFC 2046 section 4.1.2")
    case .charsetUTF16: (.medium, "RFC 2781")
    case .charsetBOMOverLabel: (.medium, "WHATWG Encoding section 6")
    case .limitDepth: (.medium, "MessageLimits.depth")
    case .limitParts: (.medium, "MessageLimits.parts")
    case .limitFields: (.medium, "MessageLimits.fieldsPerPart")
    case .limitHeaderSection: (.medium, "MessageLimits.headerSectionBytes")
    case .limitEncodedMessages: (.medium, "MessageLimits.encodedMessageDepth")
    case .limitInflation: (.high, "MailboxLimits.inflationRatio")
    case .limitInflatedMessage: (.high, "MailboxLimits.inflatedMessageBytes")
    case .limitMessage: (.high, "MailboxLimits.messageBytes")
    case .gzipTrailingGarbage: (.medium, "RFC 1952 section 2.2")
    case .gzipDamaged: (.medium, "RFC 1952 section 2.3")
    case .mboxFromUnescaped: (.medium, "RFC 4155 appendix A")
    case .mboxContentLength: (.medium, "RFC 4155 appendix A")
    case .smtpSyntax: (.medium, "RFC 5321 section 4.1.1")
    case .smtpEndOfDataVariant: (.critical, "RFC 5321 section 4.1.1.4")
    case .smtpEarlyData: (.medium, "RFC 2920 section 3.1")
    case .smtpPlaintextAfterSTARTTLS: (.critical, "RFC 3207 section 4.2")
    case .smtpReplyMalformed: (.high, "RFC 5321 section 4.2.1")
    case .smtpReplyOdd: (.lint, "RFC 2034 section 4")
    }
  }
}
