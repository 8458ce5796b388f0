/// Where in a growing list of elements with different keys the one with a key stands: among few by looking, among many
/// by hashing, so that a hundred thousand parameters cost linear time and three cost no table.
struct PlaceIndex<Element, Key: Hashable> {
  private let key: (Element) -> Key
  private var places: [Key: Int] = [:]

  /// Up to how many are looked through.
  private static var few: Int { 16 }

  init(by key: @escaping (Element) -> Key) {
    self.key = key
  }

  /// The place of a key in the list, which has only grown since the last call, or nil.
  mutating func place(of wanted: Key, in list: [Element]) -> Int? {
    guard list.count > Self.few else { return list.firstIndex { key($0) == wanted } }
    for place in places.count..<list.count { places[key(list[place])] = place }
    return places[wanted]
  }
}
