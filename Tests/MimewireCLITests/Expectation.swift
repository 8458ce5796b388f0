/// The part of the JSON of a message that a fixture states, and how the whole JSON is compared with it.
///
/// Keys of objects that are stated must match, others are free; lists must match element by element. `defects` is
/// compared as a set: every stated one must be there, and none above lint may be there that is not stated. A fixture
/// without `defects` states that there is none.
///
///     stated {"subject": "a", "to": [{"address": "b@example.org"}]}
///     found  {"subject": "a", "to": [{"name": null, "address": "b@example.org"}], "defects": [], …}    matches
struct Expectation {
  let stated: JSONValue

  /// What in `found` is not as stated, one line each.
  func mismatches(in found: JSONValue) -> [String] {
    guard case .object(var members) = stated else { return ["the fixture is no object"] }
    members["$comment"] = nil
    let defects = members.removeValue(forKey: "defects")?.elements ?? []
    return Self.compare(.object(members), found, at: "") + Self.compare(defects, found["defects"]?.elements ?? [])
  }

  private static func compare(_ stated: JSONValue, _ found: JSONValue?, at path: String) -> [String] {
    guard let found else { return ["\(path) is absent, not \(stated)"] }
    switch (stated, found) {
    case (.object(let members), .object):
      return members.sorted { $0.key < $1.key }.flatMap { compare($0.value, found[$0.key], at: "\(path).\($0.key)") }
    case (.array(let elements), .array(let others)) where elements.count == others.count:
      return elements.indices.flatMap { compare(elements[$0], others[$0], at: "\(path)[\($0)]") }
    default:
      return stated == found ? [] : ["\(path) is \(found), not \(stated)"]
    }
  }

  private static func compare(_ stated: [JSONValue], _ found: [JSONValue]) -> [String] {
    var mismatches: [String] = []
    var rest = found
    for defect in stated {
      if let index = rest.firstIndex(where: { compare(defect, $0, at: "").isEmpty }) {
        rest.remove(at: index)
      } else {
        mismatches.append("there is no defect \(defect)")
      }
    }
    for defect in rest where defect["severity"] != .string("lint") {
      mismatches.append("there is a defect \(defect)")
    }
    return mismatches
  }
}
