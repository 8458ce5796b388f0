#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `mimewire-bench-smtp [--check]`: what SMTP costs on the wire, a line for each thing measured.
///
/// Exit codes: 0, 1 if a bar is missed and `--check` was given, 2 wrong usage.
@main
enum SMTPBench {
  private static let rounds = 7

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.isEmpty || Array(arguments) == ["--check"] else {
      print("usage: mimewire-bench-smtp [--check]")
      exit(2)
    }
    let rows = measure([
      CommandLines.row(),
      try UnstuffedData.row(),
      StuffedData.sliceRow(),
      StuffedData.copyRow(),
    ])
    let allocations = CommandLines.allocations()
    report(rows, allocations)
    let isMissed = rows.contains { !$0.isWithinBar } || (allocations ?? 0) > 0
    exit(isMissed && !arguments.isEmpty ? 1 : 0)
  }

  /// In turn, so that whatever else the machine does falls on all rows alike; one round before, to warm up.
  private static func measure(_ rows: [Row]) -> [Row] {
    var rows = rows
    for round in 0...rounds {
      for i in rows.indices { rows[i].run(isKept: round > 0) }
    }
    return rows
  }

  private static func report(_ rows: [Row], _ allocations: Int?) {
    print(aligned("", "median", "min", "max", "bar"))
    for row in rows { print(row) }
    let count = allocations.map(String.init) ?? "not counted here"
    print(aligned("allocations of the seven lines", count, "", "", "0"))
  }
}

/// A line of the table.
func aligned(_ name: String, _ columns: String...) -> String {
  func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
  return columns.reduce(name + spaces(48 - name.count)) { $0 + spaces(12 - $1.count) + $1 }
}
