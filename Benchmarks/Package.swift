// swift-tools-version: 6.3
import PackageDescription

// A package of its own, so that what measuring needs never reaches a user of the library.

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "mimewire-measure", targets: ["Measure"])
  ],
  dependencies: [
    .package(name: "mimewire", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .executableTarget(
      name: "Measure",
      dependencies: [
        .product(name: "Mimewire", package: "mimewire"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: swiftSettings)
  ]
)
