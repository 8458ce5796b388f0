internal import Charsets

/// A conversion by ICU: a converter of the pool and the charset's name.
///
/// A class, since a converter has state that cannot be copied, and has to be given back when nobody decodes with
/// it any more.
final class ICUDecoder: CharsetDecoder {
  let charset: String
  private let converter: ICUConverter
  private let pool: ICUConverterPool

  init(charset: String, converter: ICUConverter, pool: ICUConverterPool) {
    self.charset = charset
    self.converter = converter
    self.pool = pool
  }

  deinit {
    pool.giveBack(converter)
  }

  func decode(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>, atEnd: Bool)
    -> (consumed: Int, malformed: Int)
  {
    converter.convert(bytes, into: &output, atEnd: atEnd)
  }
}
