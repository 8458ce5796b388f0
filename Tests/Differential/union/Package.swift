// swift-tools-version: 6.3
import PackageDescription

// The driver of our own union of readings, a package of its own as the references' drivers are programs of their own.
let package = Package(
  name: "union",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "mimewire", path: "../../..")],
  targets: [
    .executableTarget(
      name: "union", dependencies: [.product(name: "MIME", package: "mimewire")],
      swiftSettings: [.enableUpcomingFeature("InternalImportsByDefault"), .treatAllWarnings(as: .error)])
  ])
