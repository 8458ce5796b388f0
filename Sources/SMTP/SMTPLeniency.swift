/// Departures from the strict reading of SMTP, each by its name: a set of what to tolerate, and in a result the
/// set of what was tolerated.
///
/// There are no modes. `strict` is the default and holds only what the grammar allows and some servers refuse;
/// add a name to take more, remove one to take less.
///
///     MAIL FROM: <a@b.c>      501, or with .spaceAfterColon a command whose `deviations` hold that name
public struct SMTPLeniency: OptionSet, Sendable, Hashable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  // Within the grammar: part of `strict`.

  /// `EHLO 127.0.0.1`: matches Domain, but means an address without its brackets.
  public static let numericDomain = SMTPLeniency(rawValue: 1 << 0)
  /// `<""@c.d>`: a Quoted-string may be empty.
  public static let emptyLocalPart = SMTPLeniency(rawValue: 1 << 1)
  /// `<a@[x-tag:foo]>`: a General-address-literal whose tag is not registered.
  public static let unregisteredLiteral = SMTPLeniency(rawValue: 1 << 2)
  /// `SIZE=0`: a client that does not know (RFC 1870 section 6.1 lets it say so by leaving SIZE out).
  public static let zeroSize = SMTPLeniency(rawValue: 1 << 3)
  /// `BDAT 0`: an empty chunk that is not the last.
  public static let emptyChunk = SMTPLeniency(rawValue: 1 << 4)
  /// Two AUTH lines in one reply to EHLO: the union is taken, else the first stands.
  public static let repeatedAuthLine = SMTPLeniency(rawValue: 1 << 5)

  // Lines.

  /// An LF without CR ends a command line, as interop servers do.
  public static let bareLFEndsLine = SMTPLeniency(rawValue: 1 << 8)
  /// An LF without CR does not close the connection: the line goes on to its CR LF and is then refused.
  public static let bareLFInLine = SMTPLeniency(rawValue: 1 << 9)
  /// Spaces before the verb.
  public static let leadingSpace = SMTPLeniency(rawValue: 1 << 10)
  /// `MAIL<TAB>FROM:`
  public static let tabAfterVerb = SMTPLeniency(rawValue: 1 << 11)
  /// `QUIT x` still quits.
  public static let argumentOfQuit = SMTPLeniency(rawValue: 1 << 12)
  /// A client that speaks HTTP on its first line is told 500, but the connection stays.
  public static let crossProtocol = SMTPLeniency(rawValue: 1 << 13)
  /// A TLS hello on a plain port is read as lines.
  public static let tlsHello = SMTPLeniency(rawValue: 1 << 14)
  /// `BDAT 5 XXXX`: the size is known, so the chunk is consumed and the connection stays.
  public static let chunkArgument = SMTPLeniency(rawValue: 1 << 15)

  // EHLO, paths, domains.

  /// `EHLO [::1]`, `EHLO a b`: any argument, as many servers take it.
  public static let anyHelloArgument = SMTPLeniency(rawValue: 1 << 16)
  /// `host_name`: underscores in domains.
  public static let underscoreInDomain = SMTPLeniency(rawValue: 1 << 17)
  /// `<a@b.>`: a dot at the end of a domain.
  public static let trailingDot = SMTPLeniency(rawValue: 1 << 18)
  /// `<.a@b.c>`, `<a.@b.c>`, `<a..b@c.d>`, which real devices send.
  public static let dotsInLocalPart = SMTPLeniency(rawValue: 1 << 19)
  /// `MAIL FROM: <a@b.c>`
  public static let spaceAfterColon = SMTPLeniency(rawValue: 1 << 20)
  /// `MAIL FROM:a@b.c`
  public static let pathWithoutBrackets = SMTPLeniency(rawValue: 1 << 21)
  /// `MAIL FROM:<postmaster>`
  public static let postmasterReversePath = SMTPLeniency(rawValue: 1 << 22)
  /// `[IPv6:1:2:3:4:5:6:7::]`: `::` for one group, as RFC 4291 allows and RFC 5321 does not.
  public static let shortCompression = SMTPLeniency(rawValue: 1 << 23)
  /// `<a@b-.c>`: labels that begin or end with a hyphen.
  public static let hyphenAtLabelEdge = SMTPLeniency(rawValue: 1 << 28)

  // Parameters.

  /// More white space, or a TAB, between parameters.
  public static let spaceBetweenParameters = SMTPLeniency(rawValue: 1 << 24)
  /// `SMTPUTF8 SMTPUTF8`, as smtplib sends: identical repeats of what is not a DSN parameter.
  public static let repeatedParameter = SMTPLeniency(rawValue: 1 << 25)
  /// `BODY=BINARYMIME` without the extension.
  public static let unadvertisedBinaryMIME = SMTPLeniency(rawValue: 1 << 26)
  /// ESMTP parameters after HELO.
  public static let parametersAfterHELO = SMTPLeniency(rawValue: 1 << 27)

  // Replies.

  /// `1yz`: the preliminary replies of older standards.
  public static let preliminaryReply = SMTPLeniency(rawValue: 1 << 32)
  /// `250<TAB>ok`
  public static let tabAfterCode = SMTPLeniency(rawValue: 1 << 33)
  /// A reply line that ends in a bare LF.
  public static let bareLFEndsReply = SMTPLeniency(rawValue: 1 << 34)
  /// A reply line over 512 octets, whole.
  public static let longReplyLine = SMTPLeniency(rawValue: 1 << 35)
  /// A reply line over 512 octets, cut to them.
  public static let truncatedReplyLine = SMTPLeniency(rawValue: 1 << 36)

  // Sessions.

  /// Commands in the same group after EHLO.
  public static let pipelinedAfterEHLO = SMTPLeniency(rawValue: 1 << 40)
  /// Plain text after STARTTLS is thrown away instead of closing the connection; it never acts either way.
  public static let discardedPlaintext = SMTPLeniency(rawValue: 1 << 41)
  /// DATA after BDAT is refused, but the chunks stay and BDAT may go on; "indeterminate" in RFC 3030 section 2.
  public static let chunksOutliveData = SMTPLeniency(rawValue: 1 << 42)

  /// What the grammar allows, and nothing more: the default.
  public static let strict: SMTPLeniency = [
    .numericDomain, .emptyLocalPart, .unregisteredLiteral, .zeroSize, .emptyChunk, .repeatedAuthLine,
  ]

  /// Everything: how a passive reader gets the most out of a line that a strict server refuses.
  public static let everything = SMTPLeniency(rawValue: ~0)
}
