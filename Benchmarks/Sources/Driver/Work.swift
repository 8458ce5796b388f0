import CHeap
import Mimewire

/// The work of one pass.
struct Work {
  private(set) var counts = Counts()
  private let rung: Rung?
  private let charsets = ICUCharsets()
  private var codec: Codec?
  private var smtp = SMTPWork()
  /// For the fields of one part, or one leaf, after the other.
  private var buffer: [UInt8] = []

  /// The work of a rung or a codec of that name, or nil.
  init?(_ name: String) {
    rung = Rung(rawValue: name)
    codec = Codec(name)
    if rung == nil, codec == nil { return nil }
  }

  /// Counts from zero again; buffers stay.
  mutating func reset() { counts = Counts() }

  mutating func add(_ bytes: [UInt8]) {
    switch rung {
    case nil: codec?.add(bytes, to: &counts)
    case .structure: count(MessageIndex(parsing: bytes.span))
    case .selected: select(Message(parsing: bytes))
    case .headers: decodeFields(of: Message(parsing: bytes))
    case .full: decodeTexts(of: Message(parsing: bytes))
    case .typed:
      let message = Message(parsing: bytes)
      decodeFields(of: message)
      for part in message.parts where part.isLeaf { decodeBody(of: part) }
    case .stream: StreamWork.add(bytes, to: &counts)
    case .smtp: smtp.add(bytes, to: &counts)
    case .index: weigh(bytes)
    }
  }

  private mutating func count(_ index: MessageIndex) {
    counts.fields += index.fields.count
    for part in index.parts where part.content == .leaf { counts.parts += 1 }
  }

  private mutating func select(_ message: Message) {
    count(message.index)
    var unreported = DefectLog(capacity: 0)
    if let from = message.root.field(.from) {
      let list = AddressList(parsing: from.rawBody, of: .from, charsets: charsets, defects: &unreported)
      counts.sum += list.addresses.count
    }
    if let date = message.root.field(.date), let value = DateTime(parsing: date.rawBody, defects: &unreported) {
      counts.sum += value.hour
    }
    if let subject = message.root.field(.subject) { counts.sum += subject.text(using: charsets).utf8.count }
  }

  private mutating func decodeFields(of message: Message) {
    count(message.index)
    for part in message.parts {
      for field in part.fields { counts.sum += FieldWork.decode(field, charsets) }
    }
  }

  private mutating func decodeTexts(of message: Message) {
    count(message.index)
    for part in message.parts {
      buffer.removeAll(keepingCapacity: true)
      for field in part.fields { field.appendText(to: &buffer, using: charsets) }
      counts.sum += buffer.count
      if part.isLeaf { decodeBody(of: part) }
    }
  }

  private mutating func decodeBody(of part: BodyPart) {
    buffer.removeAll(keepingCapacity: true)
    if part.appendText(to: &buffer, using: charsets) == nil { part.appendDecodedBody(to: &buffer) }
    counts.touch(buffer)
  }

  private mutating func weigh(_ bytes: [UInt8]) {
    let before = mw_heap_bytes_in_use()
    let index = MessageIndex(parsing: bytes.span)
    counts.retained += Int(mw_heap_bytes_in_use() - before)
    count(index)
  }
}
