// swift-tools-version: 6.3
import PackageDescription

// A package of its own, so that what measuring needs never reaches a user of the library. `Measure` has no argument
// parser, and not the umbrella `Mimewire` with its ICU: the memory of a library that is only linked counts too.

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
    .executable(name: "mimewire-measure", targets: ["Measure"]),
    .executable(name: "mimewire-driver", targets: ["Driver"]),
    .executable(name: "mimewire-bench-smtp", targets: ["SMTPBench"]),
  ],
  dependencies: [
    .package(name: "mimewire", path: ".."),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .executableTarget(
      name: "Measure",
      dependencies: [
        .product(name: "MIME", package: "mimewire"),
        .product(name: "Mailboxes", package: "mimewire"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: swiftSettings),
    .target(name: "CHeap"),
    .executableTarget(
      name: "Driver",
      dependencies: [
        "CHeap",
        .product(name: "Mimewire", package: "mimewire"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: swiftSettings),
    // A link to the library's own, in Tests.
    .target(name: "AllocationHook"),
    .executableTarget(
      name: "SMTPBench",
      dependencies: ["AllocationHook", .product(name: "SMTP", package: "mimewire")],
      swiftSettings: swiftSettings),
  ]
)
