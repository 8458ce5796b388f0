import Foundation
import Mimewire
import Testing

/// The delivery reports of `Fixtures/dialects`: the blocks of fields that RFC 3464 section 2.1 puts into the second part,
/// the first about the message, each other one about a recipient.
struct DeliveryReportTests {
  struct Report: Sendable, CustomTestStringConvertible {
    /// The fixture, and the part that holds the report.
    let fixture: String
    let part: String
    /// Of each block, fields that must be there, in this order.
    let blocks: [[(name: String, body: String)]]
    var testDescription: String { fixture }

    init(_ fixture: String, part: String = "2", _ blocks: [(name: String, body: String)]...) {
      self.fixture = "dialects/" + fixture
      self.part = part
      self.blocks = blocks
    }
  }

  static let reports = [
    Report(
      "001-postfix-failed",
      [
        ("Reporting-MTA", "dns; mail.example.org"), ("X-Postfix-Queue-ID", "3CF6B2AAE8"),
        ("Arrival-Date", "Tue,  3 Mar 2026 10:00:00 +0100 (CET)"),
      ],
      [
        ("Final-Recipient", "rfc822; nobody@example.com"), ("Action", "failed"), ("Status", "5.1.1"),
        ("Remote-MTA", "dns; mx.example.com"),
        ("Diagnostic-Code", "smtp; 550 5.1.1 <nobody@example.com>: no such user here"),
      ]),
    Report(
      "002-postfix-delayed", [("Reporting-MTA", "dns; mail.example.org")],
      [
        ("Action", "delayed"), ("Status", "4.4.1"),
        ("Diagnostic-Code", "X-Postfix; connect to mx.example.com[192.0.2.25]:25:    timed out"),
        ("Will-Retry-Until", "Sun,  8 Mar 2026 10:00:00 +0100 (CET)"),
      ]),
    Report(
      "003-postfix-failed-utf8", [("X-Postfix-Sender", "utf-8; änne@example.org")],
      [
        ("Final-Recipient", "utf-8; jürgen@example.com"), ("Original-Recipient", #"utf-8;j\x{FC}rgen@example.com"#),
        ("Diagnostic-Code", "smtp; 550 5.1.1 <jürgen@example.com>: no such user"),
      ]),
    Report(
      "004-exim-failed", [("Reporting-MTA", "dns; myhost.example")],
      [("Action", "failed"), ("Final-Recipient", "rfc822;bob@example.com"), ("Status", "5.0.0")],
      [
        ("Action", "failed"), ("Final-Recipient", "rfc822;carl@example.com"), ("Remote-MTA", "dns; mx.example.com"),
        ("Diagnostic-Code", "smtp; 550 mailbox unavailable"),
      ]),
    Report(
      "006-exim-delayed", [("Reporting-MTA", "dns; myhost.example")],
      [("Action", "delayed"), ("Final-Recipient", "rfc822;bob@example.com"), ("Status", "4.0.0")]),
    Report(
      "011-domino-failed", [("Reporting-MTA", "dns;domino.example.com")],
      [
        ("Final-Recipient", "rfc822;bob@example.com"), ("Action", "failed"), ("Status", "5.1.1"),
        ("Diagnostic-Code", "X-Notes; User Bob Example (bob@example.com) not listed in Domino Directory"),
      ]),
    Report(
      "014-exchange-failed",
      [
        ("Reporting-MTA", "dns;ex1.example.org"), ("Received-From-MTA", "dns;client.example.org"),
        ("Arrival-Date", "Tue, 3 Mar 2026 09:00:04 +0000"),
      ],
      [
        ("Final-Recipient", "rfc822;bob@example.com"), ("Status", "5.1.10"),
        (
          "Diagnostic-Code",
          "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"
        ),
        ("X-Display-Name", "Bob Example"),
      ]),
    Report(
      "015-exchange-failed-2003", [("Reporting-MTA", "dns;ex1.example.org")],
      [("Final-Recipient", "rfc822;bob@example.com"), ("Action", "failed"), ("Status", "5.1.1")]),
    Report(
      "017-gmail-failed",
      [
        ("Reporting-MTA", "dns; googlemail.example"),
        ("X-Original-Message-ID", "<CAExample+1Q_k=z9-Zt2w@mail.gmail.example>"),
      ],
      [
        ("Final-Recipient", "rfc822; nobody@example.com"), ("Action", "failed"),
        ("Remote-MTA", "dns; mx.example.com. (192.0.2.25, the server for the domain example.com.)"),
        ("Diagnostic-Code", "smtp; 550 5.1.1 <nobody@example.com>: no such user here"),
        ("Last-Attempt-Date", "Tue, 03 Mar 2026 01:00:09 -0800 (PST)"),
      ]),
    Report(
      "018-rfc3464-several",
      [("Original-Envelope-Id", "list+18"), ("Reporting-MTA", "dns; mail.example.org (the first)")],
      [
        ("Action", "FAILED (mailbox unknown)"), ("Status", "5.1.1 (no such mailbox)"),
        ("Diagnostic-Code", "smtp; 550 no such mailbox"), ("Final-Log-ID", "abc123"),
      ],
      [("Final-Recipient", "rfc822;second@example.com"), ("Action", "delayed")],
      [("Final-Recipient", "x400;/C=US/S=Third/"), ("Action", "relayed")],
      [("Final-Recipient", "rfc822;list@example.com"), ("Action", "expanded")],
      [("Final-Recipient", #"rfc822;"fi\"fth"@example.com"#), ("Action", "delivered"), ("X-Unknown", "kept")]),
  ]

  @Test("each block of a report has the fields that the system writes", arguments: reports)
  func blocks(_ report: Report) throws {
    let fixture = try #require(Fixture.all.first { $0.name == report.fixture })
    let part = try #require(Message(parsing: fixture.bytes).part(report.part))
    let type = part.contentType().type
    #expect(["message/delivery-status", "message/global-delivery-status"].contains(type))
    let blocks = Self.blocks(of: part.decodedBody())
    #expect(blocks.count == report.blocks.count)
    for (found, expected) in zip(blocks, report.blocks) {
      let names = Set(expected.map(\.name))
      let wanted = found.filter { names.contains($0.name) }
      #expect(wanted.map(\.name) == expected.map(\.name))
      #expect(wanted.map(\.body) == expected.map(\.body))
    }
  }

  @Test("every report among the fixtures has a row")
  func completeness() {
    let reports = Fixture.all.filter { fixture in
      fixture.name.hasPrefix("dialects/")
        && Message(parsing: fixture.bytes).parts.contains { $0.contentType().type.hasSuffix("delivery-status") }
    }
    #expect(reports.map(\.name) == Self.reports.map(\.fixture))
  }

  /// The blocks, each read as a header section.
  private static func blocks(of body: [UInt8]) -> [[(name: String, body: String)]] {
    let text = String(decoding: body, as: UTF8.self)
    return text.components(separatedBy: "\r\n\r\n").filter { !$0.isEmpty }.map { block in
      Message(parsing: Array((block + "\r\n\r\n").utf8)).root.fields.map { ($0.name, $0.text()) }
    }
  }
}
