/// The header fields of a part, in order.
///
/// Made when they are asked for, one by one: the collection itself holds none.
public struct HeaderFieldList: RandomAccessCollection, Sendable {
  private let bytes: [UInt8]
  private let layouts: ArraySlice<FieldLayout>

  init(bytes: [UInt8], layouts: ArraySlice<FieldLayout>) {
    self.bytes = bytes
    self.layouts = layouts
  }

  public var startIndex: Int { layouts.startIndex }
  public var endIndex: Int { layouts.endIndex }
  public subscript(position: Int) -> HeaderField { HeaderField(bytes: bytes, layout: layouts[position]) }
}
