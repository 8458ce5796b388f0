import WireBytes

/// Finds the other readings of one defect, by what its kind says about other programs (`DefectKind.explanation`).
struct ReadingFinder {
  let message: Message
  let defect: Defect

  /// The part that the defect is in.
  var part: BodyPart { BodyPart(message: message, ordinal: defect.part) }

  /// The readings that show something else than ours.
  var readings: [Reading] {
    candidates.filter { $0.text != nil || $0.leaves != ours(in: $0.place) }
  }

  /// Whether all defects of a kind in a part have the same readings.
  static func sharesReading(_ kind: DefectKind) -> Bool {
    switch kind {
    case .bareCR, .boundaryBareCR, .mixedLineEnds, .boundaryPrefixMatch, .boundaryTrailingJunk, .boundaryCase,
      .boundaryBadClose, .base64PaddingInside:
      true
    default: false
    }
  }

  private var candidates: [Reading] {
    switch defect.kind {
    case .duplicateContentType, .duplicateTransferEncoding, .duplicateMIMEField: anotherMIMEField
    case .duplicateFrom, .duplicateSingleton, .duplicateDestination: anotherField
    case .headerBOM: withoutFirstField
    case .parameterDuplicateBoundary, .parameterExtendedBoundary: anotherBoundary
    case .parameterDuplicateFileName, .parameterExtendedAndPlain, .parameterNameAndFileName: anotherFileName
    case .encodedWordInBoundary: decodedBoundary
    case .parameterQuotedJunk, .parameterCommentInValue, .parameterFoldInValue: longerValue
    case .parameterUnquotedSpecials: shorterValue
    case .parameterUnterminatedQuote: withoutParameter
    case .parameterDuplicateSection, .parameterGap, .parameterLeadingZero, .parameterBadPercent,
      .parameterPercentWithoutCharset, .parameterBackslash:
      rawText
    case .encodedWordInParameter, .encodedWordInQuotedString, .encodedWordGlued, .encodedWordInnerSpace,
      .encodedWordEmpty, .encodedWordUnknownCharset, .encodedWordUTF7:
      rawText
    case .addressUnquotedAddressName, .addressMultipleFrom, .addressGroupInFrom, .addressMultipleAt,
      .addressEncodedWordInAddrSpec, .addressSpaceInAddrSpec, .addressSourceRoute, .addressDots, .addressAngleNested:
      anotherAddress
    case .addressTrailingSpecial, .addressAngleTwice, .addressTextAfterAngle, .addressCommentInDomain,
      .addressUnterminated:
      addressBehind
    case .parameterNUL, .headerNULInName, .nul: stopsAtNUL
    case .bareCR, .boundaryBareCR, .quotedPrintableSoftBreakCR: endsLinesAtCarriageReturns
    case .mixedLineEnds: endsLinesAtCRLF
    case .boundaryPrefixMatch, .boundaryTrailingJunk, .boundaryLeadingSpace, .boundaryCase, .boundaryBadClose:
      looseDelimiter
    case .partsAfterClose: goesOnBehindClose
    case .innerEqualsOuter: withoutInnerBoundary
    case .outerClosesInner: withoutOuterBoundary
    case .headerNoSeparator where defect.range.isEmpty: fieldsGoOn
    case .headerNoSeparator, .headerNoColon, .headerWhitespaceOnlyLine: bodyBegins
    case .headerSpaceBeforeColon: bodyBegins + withoutField
    case .headerLikeBodyStart, .entityInPreamble: headerBegins
    case .boundaryParameterTrailingSpace, .parameterContinuedBoundary, .parameterMissingSemicolon,
      .parameterInvalidHidesRest, .typeComment, .digestDefaultType:
      opaque
    case .mimeVersionMissing: notMIME
    case .typeMalformed, .typeMultipleValues, .boundaryMissingParameter, .parameterWrongName: multipartOrNot
    case .transferEncodingUnknown, .transferEncodingNearMiss, .transferEncodingComment, .transferEncodingQuoted,
      .encodedWordInToken, .headerFoldInToken, .transferEncodingOnMultipart:
      anotherEncoding
    case .base64PaddingInside: goesOnBehindPadding
    case .base64NonAlphabet, .base64URLAlphabet: stopsDecoding
    case .base64ShortGroup: notDecoded
    case .uuencodeInText: embeddedFile
    default: []
    }
  }

  // MARK: - Pieces of the message

  /// A part from its first field to the end of its body.
  func whole(_ part: BodyPart) -> Range<Int> { part.place.start..<part.place.bodyEnd }

  func header(of part: BodyPart) -> Range<Int> { part.place.start..<part.place.bodyStart }

  func body(of part: BodyPart) -> Range<Int> { part.place.bodyStart..<part.place.bodyEnd }

  /// What a parse of the part shows after a change of its bytes.
  func reread(_ part: BodyPart, _ rule: ReadingRule, _ change: (inout Rereading) -> Void) -> [Reading] {
    var again = Rereading(message, whole(part))
    change(&again)
    return [Reading(rule, of: whole(part), leaves: again.leaves())]
  }

  /// The whole body of the part as one leaf.
  func leaf(type: String? = nil) -> MessageLeaf {
    MessageLeaf(part) { $0 }.with(type: type)
  }

  /// The leaves that we show of a piece.
  private func ours(in place: Range<Int>) -> [MessageLeaf] {
    message.index.parts.indices.filter { ordinal in
      let part = message.index.parts[ordinal]
      return part.content == .leaf && place.lowerBound <= part.start && part.bodyEnd <= place.upperBound
    }.map { MessageLeaf(BodyPart(message: message, ordinal: $0)) { $0 } }
  }
}
