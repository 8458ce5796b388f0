import Invariants
import MIME
import MIMETestSupport
import MailTestSupport
import Testing

/// Every fixture of up to 4 KiB, cut in two and ended at every byte.
struct GoldenTests {
  /// In a debug build at every so many bytes only.
  #if DEBUG
    static let step = 13
  #else
    static let step = 1
  #endif

  @Test("reads the same for every cut in two", arguments: folders)
  func cuts(_ folder: String) {
    for (name, bytes) in Self.goldens(in: folder) {
      let whole = Recording([bytes])
      for cut in stride(from: 1, to: bytes.count, by: Self.step) {
        let split = Recording([Array(bytes[..<cut]), Array(bytes[cut...])])
        #expect(split == whole, "\(name) cut at \(cut): \(split.difference(from: whole))")
      }
    }
  }

  @Test("accounts for every byte wherever it ends, and as the reference parser does", arguments: folders)
  func ends(_ folder: String) {
    for (name, bytes) in Self.goldens(in: folder) {
      for end in stride(from: 0, through: bytes.count, by: Self.step) {
        let beginning = Array(bytes[..<end])
        let fault = Tiling.fault(in: MessageIndex(parsing: beginning.span), of: beginning)
        #expect(fault == nil, "the first \(end) bytes of \(name)")
        let difference = bytes.count < 1_500 ? ReferenceInvariant.difference(beginning) : nil
        #expect(difference == nil, "the first \(end) bytes of \(name)")
      }
    }
  }

  static let folders = TestFiles.names(in: "\(TestFiles.root)/Fixtures")

  private static func goldens(in folder: String) -> [(String, [UInt8])] {
    let path = "\(TestFiles.root)/Fixtures/\(folder)"
    return TestFiles.names(in: path).filter { $0.hasSuffix(".eml") }.compactMap { name in
      guard let bytes = TestFiles.bytes(of: "\(path)/\(name)"), bytes.count <= 4_096 else { return nil }
      return ("\(folder)/\(name)", bytes)
    }
  }
}
