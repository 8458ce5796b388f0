/// The states of a server session and what each command does in them, as a table.
///
/// Theory of operation. All order of commands lives here, and this file knows of no bytes. A command is looked up
/// by verb and state: `.to` admits it, and its positive reply moves the session there (a negative one leaves it
/// where it was); `.no` is a 503 that changes nothing; `.spoil` is a 503 that makes the transaction unusable. RFC 5321
/// section 4.1.4 is the source, RFC 3030 section 2 that of `chunks` and `spoiled`.
enum SMTPTransitions {
  enum State: UInt8, Sendable, CaseIterable {
    /// The greeting was not a 220: only QUIT is served (RFC 5321 section 3.1).
    case refused
    /// Greeted, or just come out of STARTTLS or XCLIENT: no EHLO yet.
    case greeted
    /// EHLO is done, no transaction is open.
    case ready
    /// MAIL is accepted, no RCPT is.
    case mail
    /// One RCPT at least is accepted.
    case rcpt
    /// One chunk at least of BDAT or BURL is accepted.
    case chunks
    /// A chunk was over the size limit: chunks are consumed and refused up to the last.
    case failing
    /// DATA and BDAT were mixed, or a chunk was refused: the transaction is indeterminate until RSET or EHLO.
    case spoiled
  }

  enum Cell: Sendable, Hashable {
    case to(State), no, spoil
  }

  /// What a command does in a state.
  static func cell(_ verb: SMTPVerb, in state: State) -> Cell {
    table[Int(verb.rawValue) * State.allCases.count + Int(state.rawValue)]
  }

  // swift-format-ignore: a table
  private static let rows: [([SMTPVerb], [Cell])] = [
    // verbs                 refused  greeted        ready         mail          rcpt          chunks         failing        spoiled
    (
      [.ehlo, .helo, .lhlo],
      [.no, .to(.ready), .to(.ready), .to(.ready), .to(.ready), .to(.ready), .to(.ready), .to(.ready)]
    ),
    ([.mail], [.no, .no, .to(.mail), .no, .no, .no, .no, .no]),
    ([.rcpt], [.no, .no, .no, .to(.rcpt), .to(.rcpt), .no, .no, .no]),
    ([.data], [.no, .no, .no, .no, .to(.ready), .spoil, .spoil, .no]),
    ([.bdat, .burl], [.no, .no, .no, .no, .to(.chunks), .to(.chunks), .to(.failing), .no]),
    ([.rset], [.no, .to(.greeted), .to(.ready), .to(.ready), .to(.ready), .to(.ready), .to(.ready), .to(.ready)]),
    (
      [.noop, .vrfy, .expn, .help],
      [.no, .to(.greeted), .to(.ready), .to(.mail), .to(.rcpt), .to(.chunks), .to(.failing), .to(.spoiled)]
    ),
    (
      [.quit],
      [.to(.refused), .to(.greeted), .to(.ready), .to(.mail), .to(.rcpt), .to(.chunks), .to(.failing), .to(.spoiled)]
    ),
    (
      [.auth, .etrn, .atrn, .xforward],
      [.no, .no, .to(.ready), .no, .no, .no, .no, .no]
    ),
    ([.startTLS, .xclient], [.no, .no, .to(.greeted), .no, .no, .no, .no, .no]),
  ]

  private static let table: [Cell] = {
    let states = State.allCases.count
    var table = [Cell](repeating: .no, count: SMTPVerb.allCases.count * states)
    for (verbs, cells) in rows {
      for verb in verbs {
        for (state, cell) in cells.enumerated() { table[Int(verb.rawValue) * states + state] = cell }
      }
    }
    return table
  }()
}
