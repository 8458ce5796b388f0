import ArgumentParser

/// A number of bytes as a person writes it: `500`, `64K`, `20M`, `1G`, in powers of 1,024.
struct ByteSize: ExpressibleByArgument, CustomStringConvertible {
  let bytes: Int

  init(mebibytes: Int) {
    bytes = mebibytes << 20
  }

  init?(argument: String) {
    let shift =
      switch argument.last {
      case "K": 10
      case "M": 20
      case "G": 30
      default: 0
      }
    guard let number = Int(shift == 0 ? argument[...] : argument.dropLast()), number >= 0 else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
    guard !overflow else { return nil }
    self.bytes = bytes
  }

  var description: String {
    bytes.isMultiple(of: 1 << 30) ? "\(bytes >> 30)G" : bytes.isMultiple(of: 1 << 20) ? "\(bytes >> 20)M" : "\(bytes)"
  }
}
