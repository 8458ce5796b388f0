import Foundation

/// As much of JSON Schema (draft 2020-12) as the project's schemas use, so that the tests need no other program.
struct JSONSchema {
  let root: JSONValue

  init(_ root: JSONValue) {
    self.root = root
  }

  /// A schema that is published beside the command's sources.
  static func published(_ name: String) throws -> JSONSchema {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/MimewireCLI/\(name)").standardizedFileURL
    return JSONSchema(try JSONValue(parsing: [UInt8](try Data(contentsOf: file))))
  }

  /// What in a value does not fit, each with its place; empty when it fits.
  func violations(in value: JSONValue) -> [String] {
    violations(in: value, against: root, at: "$")
  }

  private func violations(in value: JSONValue, against schema: JSONValue, at place: String) -> [String] {
    var found: [String] = []
    if let reference = schema["$ref"], let target = resolve(reference) {
      found += violations(in: value, against: target, at: place)
    }
    if let type = schema["type"], !Self.types(of: value).contains(where: { Self.names(of: type).contains($0) }) {
      found.append("\(place) is \(value), not of type \(type)")
    }
    if let constant = schema["const"], constant != value { found.append("\(place) is \(value), not \(constant)") }
    if let choices = schema["enum"], !choices.elements.contains(value) {
      found.append("\(place) is \(value), none of \(choices)")
    }
    for name in ["anyOf", "oneOf"] {
      guard let choices = schema[name] else { continue }
      if !choices.elements.contains(where: { violations(in: value, against: $0, at: place).isEmpty }) {
        found.append("\(place) fits no choice of \(name)")
      }
    }
    if case .number(let number) = value, case .number(let least)? = schema["minimum"], number < least {
      found.append("\(place) is \(number), less than \(least)")
    }
    if let items = schema["items"] {
      for (index, element) in value.elements.enumerated() {
        found += violations(in: element, against: items, at: "\(place)[\(index)]")
      }
    }
    if case .object(let members) = value { found += violations(in: members, against: schema, at: place) }
    return found
  }

  private func violations(
    in members: [String: JSONValue], against schema: JSONValue, at place: String
  ) -> [String] {
    var found: [String] = []
    for case .string(let name) in schema["required"]?.elements ?? [] where members[name] == nil {
      found.append("\(place) has no \(name)")
    }
    for (name, member) in members {
      if let property = schema["properties"]?[name] {
        found += violations(in: member, against: property, at: "\(place).\(name)")
      } else if let others = schema["additionalProperties"] {
        if others == .bool(false) { found.append("\(place) may not have \(name)") }
        found += violations(in: member, against: others, at: "\(place).\(name)")
      }
    }
    return found
  }

  /// `#/$defs/name`
  private func resolve(_ reference: JSONValue) -> JSONValue? {
    guard case .string(let path) = reference else { return nil }
    return root["$defs"]?[String(path.split(separator: "/").last ?? "")]
  }

  private static func names(of type: JSONValue) -> [String] {
    if case .string(let name) = type { return [name] }
    return type.elements.compactMap { if case .string(let name) = $0 { name } else { nil } }
  }

  private static func types(of value: JSONValue) -> [String] {
    switch value {
    case .null: ["null"]
    case .bool: ["boolean"]
    case .number(let number): number == number.rounded() ? ["number", "integer"] : ["number"]
    case .string: ["string"]
    case .array: ["array"]
    case .object: ["object"]
    }
  }
}
