// swift-tools-version: 6.3
import PackageDescription

// A package of its own: what instruments the parser never reaches a user of the library. Build it with
// `make fuzz-build`, which adds the sanitizers; without them there is nothing to run.

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
  products: [.executable(name: "mimewire-fuzz", targets: ["Driver"])],
  dependencies: [.package(name: "mimewire", path: "..")],
  targets: [
    // In C, because libFuzzer brings `main` and SwiftPM renames that of a Swift executable.
    .executableTarget(name: "Driver", dependencies: ["FuzzTargets", "WorkCounter"]),
    .target(
      name: "FuzzTargets",
      dependencies: [.product(name: "_MimewireTesting", package: "mimewire"), "WorkCounter"],
      swiftSettings: swiftSettings),
    .target(name: "WorkCounter"),
  ],
  cLanguageStandard: .c11
)
