import HeaderFields
import Testing

@Test(arguments: FieldName.allCases)
func `a name is found in any case`(name: FieldName) {
  #expect(FieldName(name.rawValue.utf8.span) == name)
  #expect(FieldName(name.rawValue.lowercased().utf8.span) == name)
  #expect(FieldName(name.rawValue.uppercased().utf8.span) == name)
}

@Test(arguments: [
  "", "X", "Parse", "Subjec", "Subjects", "Subject ", "From\0", "\u{212A}eywords", "ſubject", "Content-Type\n",
  "Content-Transfer-EncodingContent-Transfer-Encoding",
])
func `no other name is`(name: String) {
  #expect(FieldName(name.utf8.span) == nil)
}

/// The maximum of one in the table of RFC 5322 section 3.6.
@Test func `the singletons are those of the RFC`() {
  let table: [FieldName] = [
    .date, .from, .sender, .replyTo, .to, .cc, .bcc, .messageID, .inReplyTo, .references, .subject,
  ]
  let unlimited: [FieldName] = [
    .comments, .keywords, .received, .resentDate, .resentFrom, .resentSender, .resentTo, .resentCc, .resentBcc,
    .resentMessageID, .dkimSignature, .authenticationResults,
  ]
  #expect(table.filter(\.isSingleton) == table)
  #expect(unlimited.filter(\.isSingleton) == [])
}
