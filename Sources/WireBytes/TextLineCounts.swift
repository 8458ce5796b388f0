internal import CWireKernels

/// What scans of a message's text lines have counted.
///
/// Counts add up over calls. Only CR LF ends a line (RFC 5321 section 2.3.8), and one that a chunk edge cuts still does.
public struct TextLineCounts: Sendable {
  /// LF without a CR before it.
  public var bareLineFeeds: Int { counts.bare_line_feeds }
  /// CR without an LF after it, among the bytes seen; a CR that is the last byte counts until its LF arrives.
  public var bareCarriageReturns: Int { counts.bare_carriage_returns + (endsInCR ? 1 : 0) }
  /// Bare CR and LF that no later byte can make good.
  public var settledBareLineBreaks: Int { counts.bare_line_feeds + counts.bare_carriage_returns }
  /// NUL bytes.
  public var nuls: Int { counts.nuls }
  /// Bytes above 0x7F.
  public var eightBit: Int { counts.eight_bit }
  /// Bytes of the longest line without its CR LF, the line that has not ended included.
  public var longestLine: Int { max(counts.longest_line, counts.line) }
  /// Whether the last byte was a CR, which the next byte makes bare or not.
  public var endsInCR: Bool { counts.ends_in_cr != 0 }
  /// Whether no byte has come since the last CR LF, or at all.
  public var isAtLineStart: Bool { counts.line == 0 }

  internal var counts = mw_line_counts()

  /// Nothing counted yet but, perhaps, a CR that has gone by before.
  public init(endsInCR: Bool = false) {
    counts.line = endsInCR ? 1 : 0
    counts.ends_in_cr = endsInCR ? 1 : 0
  }
}
