// swift-tools-version: 6.3
import PackageDescription

// A package of its own: what instruments the parser never reaches a user of the library. `make fuzz-build` builds the
// fuzzer with its sanitizers; `make complexity` that, and the parser as users have it.

let swiftSettings: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "fuzz",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "mimewire-fuzz", targets: ["Driver"]),
    .executable(name: "mimewire-complexity", targets: ["Measure"]),
  ],
  dependencies: [.package(name: "mimewire", path: "..")],
  targets: [
    // In C, because libFuzzer brings `main` and SwiftPM renames that of a Swift executable.
    .executableTarget(name: "Driver", dependencies: ["FuzzTargets", "WorkCounter"]),
    .target(
      name: "FuzzTargets",
      dependencies: [.product(name: "_MimewireTesting", package: "mimewire"), "Complexity", "WorkCounter"],
      swiftSettings: swiftSettings),
    .executableTarget(name: "Measure", dependencies: ["Complexity", "HeapMeter"], swiftSettings: swiftSettings),
    .target(
      name: "Complexity",
      dependencies: [.product(name: "Mimewire", package: "mimewire")],
      swiftSettings: swiftSettings),
    .target(name: "HeapMeter"),
    .target(name: "WorkCounter"),
  ],
  cLanguageStandard: .c11
)
