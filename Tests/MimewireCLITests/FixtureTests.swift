import Testing

/// Every rule with a message that shows it (`Fixtures/README.md`).
struct FixtureTests {
  @Test("the fixtures are found, and each has a number of its own")
  func numbers() {
    #expect(Fixture.all.count >= 150)
    #expect(Set(Fixture.all.map(\.number)).count == Fixture.all.count, "two fixtures have one number")
  }

  @Test("the JSON says what the fixture states", arguments: Fixture.all)
  func expectation(_ fixture: Fixture) throws {
    let expectation = Expectation(stated: try JSONValue(parsing: fixture.expectation))
    for mismatch in expectation.mismatches(in: try Fixture.json(of: fixture.bytes)) {
      Issue.record("\(mismatch)")
    }
  }
}
