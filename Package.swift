// swift-tools-version: 6.3
import PackageDescription

/// One set of rules for every target: lifetimes for borrowed spans, explicit imports, no silent unsafety, no warnings.
let swiftSettings: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name + "Tests", dependencies: dependencies + ["MailTestSupport"], swiftSettings: swiftSettings)
}

let package = Package(
  name: "mimewire",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Mimewire", targets: ["Mimewire"]),
    .library(name: "MIME", targets: ["MIME"]),
    .library(name: "Mailboxes", targets: ["Mailboxes"]),
    .library(name: "SMTP", targets: ["SMTP"]),
    .executable(name: "mimewire", targets: ["MimewireCLI"]),
    // For the package in Fuzz alone.
    .library(name: "_MimewireTesting", targets: ["Invariants", "MailTestSupport"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // The core: no dependency, no Foundation, no I/O.
    .target(name: "CWireKernels"),
    library("WireBytes", ["CWireKernels"]),
    library("TransferEncodings", ["WireBytes"]),
    library("Charsets", ["WireBytes"]),
    library("HeaderFields", ["WireBytes", "TransferEncodings", "Charsets"]),
    library("MIME", ["WireBytes", "TransferEncodings", "Charsets", "HeaderFields"]),
    library("SMTP", ["WireBytes", "TransferEncodings"]),

    // Wrappers of system libraries.
    .systemLibrary(name: "CSystemICU", pkgConfig: "icu-i18n", providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    .target(
      name: "CICU", dependencies: ["CSystemICU"],
      linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
    library("CharsetsICU", ["Charsets", "WireBytes", "CICU"]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    library("Mailboxes", ["WireBytes", "CZlib", .product(name: "SystemPackage", package: "swift-system")]),

    // What a newcomer imports, and what a person runs.
    library("Mimewire", ["MIME", "Mailboxes", "SMTP", "CharsetsICU"]),
    .executableTarget(
      name: "MimewireCLI",
      dependencies: [
        "Mimewire",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: ["lint.schema.json", "message.schema.json", "smtp-event.schema.json"],
      swiftSettings: swiftSettings),

    // Tests.
    .target(
      name: "MailTestSupport",
      dependencies: ["WireBytes"],
      path: "Tests/MailTestSupport",
      swiftSettings: swiftSettings),
    .target(
      name: "CharsetsTestSupport",
      dependencies: ["Charsets"],
      path: "Tests/CharsetsTestSupport",
      swiftSettings: swiftSettings),
    .target(
      name: "MIMETestSupport",
      dependencies: ["MIME", "HeaderFields", "WireBytes"],
      path: "Tests/MIMETestSupport",
      swiftSettings: swiftSettings),
    .target(name: "AllocationHook", path: "Tests/AllocationHook"),
    .target(
      name: "ReferenceParser",
      dependencies: ["WireBytes", "TransferEncodings", "Charsets", "HeaderFields"],
      path: "Tests/Reference",
      swiftSettings: swiftSettings),
    .target(
      name: "SMTPTestSupport",
      dependencies: ["SMTP", "WireBytes"],
      path: "Tests/SMTPTestSupport",
      swiftSettings: swiftSettings),
    .target(
      name: "Invariants",
      dependencies: [
        "Mimewire", "MIME", "SMTP", "Mailboxes", "HeaderFields", "TransferEncodings", "Charsets", "CharsetsICU",
        "WireBytes",
        "MIMETestSupport", "SMTPTestSupport", "MailTestSupport", "ReferenceParser",
      ],
      path: "Tests/Invariants",
      swiftSettings: swiftSettings),
    tests("WireBytes", ["WireBytes"]),
    tests("TransferEncodings", ["TransferEncodings"]),
    tests("Charsets", ["Charsets", "CharsetsTestSupport"]),
    tests("CharsetsICU", ["CharsetsICU", "CharsetsTestSupport"]),
    tests("HeaderFields", ["HeaderFields", "CharsetsICU"]),
    tests("MIME", ["MIME", "CharsetsICU", "AllocationHook", "MIMETestSupport"]),
    tests("Invariants", ["Invariants", "MIME", "MIMETestSupport"]),
    tests("Mailboxes", ["Mailboxes"]),
    tests(
      "SMTP", ["SMTP", "SMTPTestSupport", "AllocationHook", .product(name: "Crypto", package: "swift-crypto")]),
    tests("Mimewire", ["Mimewire"]),
    tests(
      "MimewireCLI",
      [
        "MimewireCLI", "Mimewire", "Mailboxes", "WireBytes", "MIME", "SMTP", "CharsetsICU", "MIMETestSupport",
        "Invariants",
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
  ],
  cLanguageStandard: .c11
)
