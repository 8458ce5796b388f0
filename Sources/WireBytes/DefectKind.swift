/// Every departure that the library can report, with its stable id.
///
/// The raw value is the id that the command line, JSON and SARIF use; it never changes its meaning. A kind has
/// its usual severity and the section that it departs from. This is the one registry of all layers, so that an
/// id is never given twice and each can be looked up in one place.
public enum DefectKind: String, Sendable, Hashable, CaseIterable {

  // Line ends and bytes anywhere in a message
  /// LF without CR ends lines, as in files on disk; reported once a message.
  case bareLF = "bare-lf"
  /// Some lines end in CR LF and some in LF alone.
  case mixedLineEnds = "mixed-line-ends"
  /// A CR without LF, which some programs take for a line end.
  case bareCR = "bare-cr"
  /// A NUL, at which programs in C stop reading.
  case nul = "nul"
  /// Bytes above 0x7F in a body that is declared, or by default, 7bit.
  case eightBitInSevenBit = "7bit-with-8bit"
  /// A line of more than 998 bytes.
  case lineTooLong = "line-too-long"

  // Header sections and field framing
  /// An mbox `From ` line before the first field.
  case headerMBOXFrom = "hdr-mbox-from-first"
  /// A byte order mark before the first field.
  case headerBOM = "bom-before-header"
  /// A line that is no field, where programs see the body begin or go on with the fields.
  case headerNoSeparator = "hdr-no-separator"
  /// An mbox `From ` or `>From ` line among the fields.
  case headerNoColon = "hdr-no-colon"
  /// A continuation line before the first field.
  case headerLeadingContinuation = "hdr-leading-continuation"
  /// A line of nothing but blanks, which continues a field or ends the header section.
  case headerWhitespaceOnlyLine = "hdr-ws-only-line"
  /// White space between a field's name and its colon.
  case headerSpaceBeforeColon = "hdr-space-before-colon"
  /// A field without a name.
  case headerEmptyName = "hdr-empty-name"
  /// A byte above 0x7F in a field's name.
  case headerEightBitName = "hdr-8bit-name"
  /// A NUL in a field's name.
  case headerNULInName = "hdr-nul-in-name"
  /// A control character in a header section, or hidden in an encoded parameter.
  case headerControl = "ctl-in-header"
  /// Bytes above 0x7F in a field that are not UTF-8.
  case headerRaw8Bit = "hdr-raw-8bit"
  /// A line break between a field's colon and its value.
  case headerFoldBeforeValue = "fold-before-value"
  /// A line break inside a value that is one word.
  case headerFoldInToken = "hdr-fold-in-token"
  /// An empty header section, and a body that begins like one.
  case headerLikeBodyStart = "header-like-body-start"
  /// A header section that ends in the middle of a field.
  case headerTruncated = "hdr-truncated"
  /// More than one From.
  case duplicateFrom = "hdr-dup-from"
  /// More than one of a field that may occur once.
  case duplicateSingleton = "hdr-dup-singleton"
  /// More than one To, Cc or Bcc.
  case duplicateDestination = "hdr-dup-destination"
  /// More than one Return-Path.
  case duplicateReturnPath = "hdr-dup-return-path"
  /// More than one Content-Type.
  case duplicateContentType = "hdr-dup-content-type"
  /// More than one Content-Transfer-Encoding.
  case duplicateTransferEncoding = "hdr-dup-cte"
  /// More than one of another MIME field.
  case duplicateMIMEField = "hdr-dup-mime-field"
  /// No From.
  case missingFrom = "hdr-missing-from"
  /// No Date.
  case missingDate = "hdr-missing-date"
  /// MIME fields without MIME-Version.
  case mimeVersionMissing = "hdr-mime-version-missing"
  /// A MIME-Version other than 1.0, or written with comments.
  case mimeVersionOdd = "hdr-mime-version-odd"
  /// A date of an obsolete form: two digits of a year, a named zone.
  case dateObsolete = "hdr-date-obsolete"
  /// A date that is broken, or that no calendar has.
  case dateInvalid = "hdr-date-invalid"
  /// A message id without its brackets or its `@`.
  case messageIDMalformed = "hdr-msgid-malformed"
  /// A `(` without its `)`.
  case commentHalfOpen = "hdr-comment-half-open"
  /// A signature of DKIM that covers only the begin of the body.
  case dkimPartialBody = "dkim-partial-body"
  /// A field that a reader is shown, above the one of its name that DKIM signs.
  case dkimUncoveredField = "dkim-not-oversigned"
  /// A signature of DKIM that leaves out Content-Type.
  case dkimUnsignedContentType = "dkim-unsigned-content-type"
  /// A tag that a signature of DKIM has twice.
  case dkimDuplicateTag = "dkim-tag-dup"
  /// Line ends in a signed body that each hop may change.
  case dkimBareNewline = "dkim-bare-newline-body"

  // Addresses
  /// Several mailboxes in From.
  case addressMultipleFrom = "addr-multi-from"
  /// An address with more than one `@`.
  case addressMultipleAt = "addr-multi-at"
  /// A special character behind an address.
  case addressTrailingSpecial = "addr-trailing-special"
  /// Two addresses in angle brackets in one mailbox.
  case addressAngleTwice = "addr-angle-twice"
  /// Angle brackets inside angle brackets.
  case addressAngleNested = "addr-angle-nested"
  /// Text behind an address in angle brackets.
  case addressTextAfterAngle = "addr-text-after-angle"
  /// A display name that is itself an address, without quotes.
  case addressUnquotedAddressName = "addr-unquoted-addr-name"
  /// A display name that shows another address.
  case addressDisplayLooksLikeAddress = "display-looks-like-address"
  /// An encoded word inside an address, where none is decoded.
  case addressEncodedWordInAddrSpec = "addr-ew-in-addrspec"
  /// A comment in a local part.
  case addressCommentInLocalPart = "addr-comment-local"
  /// A comment in a domain.
  case addressCommentInDomain = "addr-comment-domain"
  /// A comment inside a comment.
  case addressNestedComment = "addr-nested-comment"
  /// White space around the dots or the `@` of an address.
  case addressSpaceInAddrSpec = "addr-cfws-dot"
  /// A group in From.
  case addressGroupInFrom = "addr-group-from"
  /// A group inside a group.
  case addressGroupNested = "addr-group-nested"
  /// An obsolete source route before an address.
  case addressSourceRoute = "addr-source-route"
  /// A `%` or `!` in a local part, which some servers route by.
  case addressPercentOrBang = "addr-percent-bang"
  /// A dot at the begin or end of a local part or domain, or two in a row.
  case addressDots = "addr-dots"
  /// A quote, comment or bracket that is not closed.
  case addressUnterminated = "addr-unterminated"
  /// A line break inside a quoted local part.
  case addressFoldInQuotes = "addr-crlf-quoted"
  /// An address literal in place of a domain.
  case addressDomainLiteral = "addr-domain-literal"
  /// A character that looks like `@` or another special.
  case addressConfusableSpecial = "confusable-special"
  /// A direction override or an invisible character.
  case addressBidiOrInvisible = "addr-bidi-invisible"
  /// A field without an address where there has to be one.
  case addressEmpty = "addr-empty"
  /// A local part without a domain.
  case addressNoDomain = "addr-no-domain"
  /// A domain without a local part.
  case addressNoLocalPart = "addr-no-local-part"
  /// A comma with nothing before or behind it.
  case addressEmptyListElement = "addr-leading-specials"
  /// Another obsolete form of an address.
  case addressObsoleteSyntax = "addr-obsolete"
  /// A special character in a display name without quotes.
  case addressUnquotedSpecial = "addr-unquoted-special"
  /// An address that fits no grammar, kept as written.
  case addressInvalid = "addr-invalid"
  /// A local part or domain longer than SMTP carries.
  case addressTooLong = "addr-too-long"
  /// More addresses than a field may have.
  case limitAddresses = "limit-addresses"

  // Encoded words
  /// An encoded word that decodes to a line break.
  case encodedWordLineBreak = "ew-crlf"
  /// An encoded word that decodes to a NUL.
  case encodedWordNUL = "ew-nul"
  /// An encoded word inside quotes.
  case encodedWordInQuotedString = "ew-in-quoted-string"
  /// An encoded word in a parameter.
  case encodedWordInParameter = "ew-in-parameter"
  /// An encoded word in a boundary.
  case encodedWordInBoundary = "ew-in-boundary"
  /// An encoded word in a value that is one word.
  case encodedWordInToken = "ew-in-token-field"
  /// An encoded word without white space around it.
  case encodedWordGlued = "ew-no-lwsp"
  /// An encoded word of more than 75 bytes.
  case encodedWordTooLong = "ew-too-long"
  /// A blank inside an encoded word.
  case encodedWordInnerSpace = "ew-inner-space"
  /// An encoding other than B and Q.
  case encodedWordBadEncoding = "ew-bad-encoding"
  /// A charset that no decoder knows.
  case encodedWordUnknownCharset = "ew-unknown-charset"
  /// A character that is split over two encoded words.
  case encodedWordSplitCharacter = "ew-split-char"
  /// A group of base64 that is split over two encoded words.
  case encodedWordSplitBase64 = "ew-split-base64"
  /// Base64 of an encoded word with wrong padding.
  case encodedWordBadPadding = "ew-b-bad-padding"
  /// Bytes that the encoding of the word does not allow.
  case encodedWordBadContent = "ew-bad-content"
  /// A charset with states that is not back in its first at the word's end.
  case encodedWordShiftOpen = "ew-iso2022-open"
  /// UTF-7, in which text hides from filters.
  case encodedWordUTF7 = "ew-utf7"
  /// An encoded word without text.
  case encodedWordEmpty = "ew-empty"
  /// Bytes that the word's charset does not allow.
  case encodedWordMalformedText = "ew-surrogates"

  // Parameters and media types
  /// More than one boundary.
  case parameterDuplicateBoundary = "param-dup-boundary"
  /// More than one file name.
  case parameterDuplicateFileName = "param-dup-filename"
  /// More than one of another parameter.
  case parameterDuplicate = "param-dup"
  /// A parameter both plain and in RFC 2231's form, with different values.
  case parameterExtendedAndPlain = "param-2231-vs-plain"
  /// A boundary both plain and in RFC 2231's form, with different values.
  case parameterExtendedBoundary = "param-2231-boundary-vs-plain"
  /// A boundary in numbered pieces.
  case parameterContinuedBoundary = "param-2231-cont-boundary"
  /// Two pieces of a parameter with one number.
  case parameterDuplicateSection = "param-2231-dup-section"
  /// A number is missing among a parameter's pieces.
  case parameterGap = "param-2231-gap"
  /// The pieces of a parameter out of order.
  case parameterOrder = "param-2231-order"
  /// A piece's number with a leading zero.
  case parameterLeadingZero = "param-2231-leading-zero"
  /// A piece's number out of all proportion.
  case parameterHugeIndex = "param-2231-huge-index"
  /// A `%` without two hexadecimal digits.
  case parameterBadPercent = "param-2231-bad-pct"
  /// A percent-encoded parameter without its charset.
  case parameterPercentWithoutCharset = "param-2231-pct-without-charset"
  /// A charset in a piece that is not the first.
  case parameterCharsetAgain = "param-2231-charset-again"
  /// A broken parameter behind which programs see no more.
  case parameterInvalidHidesRest = "param-invalid-hides-rest"
  /// A comment in or beside a value.
  case parameterCommentInValue = "param-comment-in-value"
  /// Text behind a quoted value.
  case parameterQuotedJunk = "param-quoted-junk"
  /// A value with blanks or special characters, without quotes.
  case parameterUnquotedSpecials = "param-unquoted-specials"
  /// A quoted value that is not closed.
  case parameterUnterminatedQuote = "param-unterminated-quote"
  /// No semicolon before a parameter.
  case parameterMissingSemicolon = "param-missing-semicolon"
  /// White space around `=`.
  case parameterSpaceAroundEquals = "param-ws-around-eq"
  /// A backslash in a quoted value, which is read as a quote of the next byte or as itself.
  case parameterBackslash = "param-backslash"
  /// A NUL in a parameter.
  case parameterNUL = "param-nul"
  /// A line break inside a value.
  case parameterFoldInValue = "param-fold-in-value"
  /// A `name` of Content-Type that is not the `filename` of Content-Disposition.
  case parameterNameAndFileName = "param-name-vs-filename"
  /// A semicolon behind the last parameter.
  case parameterTrailingSemicolon = "param-trailing-semicolon"
  /// A boundary on a type that is no multipart.
  case parameterOnWrongType = "param-boundary-on-single"
  /// A multipart whose only boundary goes by another name.
  case parameterWrongName = "param-wrong-name"
  /// Bytes above 0x7F in a parameter.
  case parameterRaw8Bit = "param-raw-8bit"
  /// A Content-Type that names no media type.
  case typeMalformed = "param-type-malformed"
  /// A comment or white space inside a media type.
  case typeComment = "param-type-comment"
  /// More than one media type in a field.
  case typeMultipleValues = "param-type-multi-value"
  /// No Content-Type.
  case typeMissing = "type-missing"
  /// A Content-Disposition that names no disposition.
  case dispositionMalformed = "disposition-malformed"
  /// More parameters than a field may have.
  case limitParameters = "limit-parameters"

  // File names
  /// A direction override in a file name.
  case fileNameBidi = "file-name-bidi"
  /// An invisible character in a file name.
  case fileNameInvisible = "file-name-invisible"
  /// An extension behind a long run of white space.
  case fileNameHiddenExtension = "file-name-hidden-ext"
  /// An extension of a program behind one of a document.
  case fileNameDoubleExtension = "file-name-double-ext"

  // Multipart structure
  /// A line that begins with a delimiter and goes on in letters of a boundary.
  case boundaryPrefixMatch = "boundary-prefix-match"
  /// A delimiter with text behind it.
  case boundaryTrailingJunk = "boundary-trailing-junk"
  /// A delimiter with white space behind it, which is allowed.
  case boundaryTrailingSpace = "boundary-trailing-ws"
  /// A boundary that is declared with white space at its end.
  case boundaryParameterTrailingSpace = "boundary-param-trailing-ws"
  /// An empty boundary.
  case boundaryEmpty = "boundary-empty"
  /// A multipart without a boundary.
  case boundaryMissingParameter = "boundary-missing-param"
  /// A boundary of more than 70 bytes.
  case boundaryTooLong = "boundary-too-long"
  /// A line that is a delimiter but for white space before or in it.
  case boundaryLeadingSpace = "boundary-leading-ws-line"
  /// A line that is a delimiter but for the case of its letters.
  case boundaryCase = "boundary-case"
  /// A delimiter behind a CR that is no line end.
  case boundaryBareCR = "boundary-bare-cr"
  /// A multipart whose input ends without a close delimiter.
  case boundaryMissingClose = "boundary-missing-close"
  /// A close delimiter with one dash, or with text behind it.
  case boundaryBadClose = "boundary-close-no-dashes"
  /// A delimiter behind its own close delimiter.
  case partsAfterClose = "parts-after-close"
  /// A preamble that looks like a part.
  case entityInPreamble = "entity-in-preamble"
  /// A multipart with the boundary of one around it.
  case innerEqualsOuter = "inner-equals-outer"
  /// A multipart whose boundary begins with that of one around it, or the other way round.
  case innerPrefixOfOuter = "inner-prefix-of-outer"
  /// A multipart that the delimiter of one around it ends.
  case outerClosesInner = "outer-closes-inner"
  /// A part of a digest without Content-Type, which is a message.
  case digestDefaultType = "digest-default-type"
  /// A multipart without a part.
  case multipartZeroParts = "multipart-zero-parts"
  /// A multipart with a transfer encoding.
  case transferEncodingOnMultipart = "cte-on-multipart"
  /// A message inside a message with a transfer encoding.
  case messageEncoded = "rfc822-encoded"
  /// A piece of a message, of which no filter sees the whole.
  case messagePartial = "partial-reassembly"
  /// A reference to a body elsewhere.
  case messageExternalBody = "external-body"
  /// HTML beside an encrypted part of the same multipart.
  case encryptedSiblingHTML = "encrypted-sibling-html"
  /// HTML that ends inside an attribute's value.
  case htmlUnclosedAttribute = "html-unclosed-attr"
  /// A uuencoded file in a text.
  case uuencodeInText = "uu-in-text"
  /// An attachment in a format that holds attachments of its own.
  case opaqueContainer = "opaque-container"
  /// The input ends where more was promised.
  case truncatedInput = "truncated-input"

  // Transfer encodings
  /// A transfer encoding that nobody knows.
  case transferEncodingUnknown = "cte-unknown"
  /// More than one word where a transfer encoding is one.
  case transferEncodingNearMiss = "cte-two-values"
  /// A comment beside a transfer encoding.
  case transferEncodingComment = "cte-comment"
  /// A transfer encoding in quotes, or with something behind it.
  case transferEncodingQuoted = "cte-quoted"
  /// Text around the encoded data of a body.
  case transferEncodingTextOutside = "cte-text-outside"
  /// Data behind the padding of base64.
  case base64PaddingInside = "b64-pad-middle"
  /// A byte that is not of the base64 alphabet.
  case base64NonAlphabet = "b64-nonalpha"
  /// `-` or `_`, of the other base64 alphabet.
  case base64URLAlphabet = "b64-urlsafe"
  /// Left-over bits of the last letter that are not zero.
  case base64TrailingBits = "b64-trailing-bits"
  /// A single left-over letter, which is no byte.
  case base64ShortGroup = "b64-short-group"
  /// No padding at the end.
  case base64MissingPadding = "b64-missing-padding"
  /// A line of more than 76 bytes.
  case base64LineTooLong = "b64-line-lengths"
  /// An `=` without two hexadecimal digits.
  case quotedPrintableBadHex = "qp-bad-hex"
  /// Hexadecimal digits in lower case.
  case quotedPrintableLowercase = "qp-lowercase"
  /// White space between an `=` and its line end.
  case quotedPrintableSoftBreakSpace = "qp-soft-trailing-ws"
  /// An `=` before a CR that is no line end.
  case quotedPrintableSoftBreakCR = "qp-soft-bare-cr"
  /// An escape that a soft line break cuts in two.
  case quotedPrintableEscapeSplit = "qp-escape-split"
  /// A body that ends in `=`.
  case quotedPrintableEndsInEquals = "qp-eof-eq"
  /// White space at the end of a line, which transport may have added.
  case quotedPrintableTrailingSpace = "qp-trailing-ws"
  /// A control character or a byte above 0x7F.
  case quotedPrintableRawByte = "qp-raw-8bit-ctl"
  /// A line of more than 76 bytes.
  case quotedPrintableLineTooLong = "qp-long-line"
  /// A line whose length is not what it says.
  case uuencodeBadLength = "uu-bad-length"
  /// A byte that is not of the uuencode alphabet.
  case uuencodeBadByte = "uu-bad-byte"
  /// No `end` line.
  case uuencodeNoEnd = "uu-no-end"
  /// An escape that escapes nothing.
  case yencBadEscape = "yenc-bad-escape"
  /// A `=y` line that cannot be read.
  case yencBadLine = "yenc-bad-line"
  /// No `=yend` line.
  case yencNoEnd = "yenc-no-end"
  /// A size or checksum that the data does not have.
  case yencBadChecksum = "yenc-bad-checksum"

  // Charsets
  /// A charset that no decoder knows.
  case charsetUnknown = "cs-unknown"
  /// Bytes above 0x7F without a charset that explains them.
  case charsetUndeclared = "cs-undeclared"
  /// Bytes that the charset does not allow.
  case charsetMalformedText = "cs-malformed"
  /// A text that ends inside a character.
  case charsetTruncatedText = "cs-utf8-truncated"
  /// UTF-8 that is longer than it need be, which hides characters from filters.
  case charsetOverlong = "cs-utf8-overlong"
  /// UTF-7, in which text hides from filters.
  case charsetUTF7 = "cs-utf7"
  /// An escape sequence in a text without a charset that has any.
  case charsetEscapeInASCII = "esc-in-ascii"
  /// A label of ISO for a Windows charset, with bytes that only the latter has.
  case charsetAlias = "cs-alias"
  /// A charset in which the bytes of syntax mean something else.
  case charsetNotASCII = "non-ascii-superset"
  /// UTF-16 or UTF-32, in which no filter for bytes finds anything.
  case charsetUTF16 = "cs-utf16"
  /// A byte order mark that is not of the declared charset.
  case charsetBOMOverLabel = "cs-bom"
  /// HTML that names another charset than its Content-Type.
  case charsetMetaMismatch = "cs-meta-mismatch"

  // Limits, each reported when it stops something
  /// Parts nest too deep.
  case limitDepth = "limit-depth"
  /// Too many parts.
  case limitParts = "limit-parts"
  /// Too many fields in a header section.
  case limitFields = "limit-fields"
  /// A header section that is too long.
  case limitHeaderSection = "limit-header-section"
  /// Too many transfer-encoded messages inside one another.
  case limitEncodedMessages = "limit-encoded-messages"
  /// A `.gz` that inflates out of all proportion.
  case limitInflation = "limit-inflation"
  /// A message out of a `.gz` that is too long.
  case limitInflatedMessage = "limit-inflated-message"
  /// A stored message that is too long.
  case limitMessage = "limit-message"

  // Mailboxes
  /// Bytes behind the compressed data.
  case gzipTrailingGarbage = "in-gzip-concat"
  /// Compressed data that is cut or damaged.
  case gzipDamaged = "in-gzip-damaged"
  /// A `From ` line in a body that some programs take for the next message.
  case mboxFromUnescaped = "in-mbox-from-unescaped"
  /// A Content-Length at which no message ends.
  case mboxContentLength = "in-mbox-content-length"

  // SMTP dialogues
  /// A line that a strict server refuses.
  case smtpSyntax = "smtp-syntax"
  /// Bytes that some servers take for the end of a message.
  case smtpEndOfDataVariant = "smtp-eod-variant"
  /// Bytes that were sent before the client's turn.
  case smtpEarlyData = "early-data"
  /// Plain text between STARTTLS and the handshake.
  case smtpPlaintextAfterSTARTTLS = "plaintext-after-starttls"
  /// A reply that programs read differently, or cannot.
  case smtpReplyMalformed = "smtp-reply-malformed"
  /// A reply whose enhanced status codes do not agree.
  case smtpReplyOdd = "smtp-reply-odd"
}
