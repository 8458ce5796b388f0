import Invariants
import MailTestSupport
import Testing

/// The inputs that fuzzing has found worth keeping, each of which takes the parsers somewhere else.
struct CorpusTests {
  @Test("holds for the checked-in corpus", arguments: Invariant.all)
  func corpus(_ invariant: Invariant) throws {
    let folder = "\(TestFiles.root)/Fuzz/Corpus/\(invariant.name)"
    let names = TestFiles.names(in: folder)
    #expect(names.count >= 10, "\(folder)")
    for name in names {
      let fault = invariant.fault(in: try #require(TestFiles.bytes(of: "\(folder)/\(name)")))
      #expect(fault == nil, "\(folder)/\(name)")
    }
  }
}
