// swift-tools-version: 6.3
import PackageDescription

// A package of its own: whoever dissects mail needs no network stack, and neither fetches nor builds one. With these
// targets in the main manifest `swift test` there would build SwiftNIO and BoringSSL first.

/// The same rules as in the main package.
let swiftSettings: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "mimewire-server",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "MailNIO", targets: ["MailNIO"]),
    .executable(name: "mimewire-server", targets: ["MimewireServer"]),
  ],
  dependencies: [
    .package(name: "mimewire", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .target(
      name: "MailNIO",
      dependencies: [
        .product(name: "MIME", package: "mimewire"),
        .product(name: "SMTP", package: "mimewire"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: swiftSettings),
    .systemLibrary(name: "CAres", pkgConfig: "libcares", providers: [.apt(["libc-ares-dev"]), .brew(["c-ares"])]),
    .executableTarget(
      name: "MimewireServer",
      dependencies: [
        "CAres", "MailNIO",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "MIME", package: "mimewire"),
        .product(name: "SMTP", package: "mimewire"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "ReceiveMail",
      dependencies: [
        "MailNIO",
        .product(name: "MIME", package: "mimewire"),
        .product(name: "SMTP", package: "mimewire"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Examples/ReceiveMail",
      swiftSettings: swiftSettings),
    .testTarget(
      name: "MailNIOTests",
      dependencies: [
        "MailNIO",
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "MimewireServerTests",
      dependencies: [
        "MailNIO", "MimewireServer",
        .product(name: "MIME", package: "mimewire"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "SMTP", package: "mimewire"),
      ],
      swiftSettings: swiftSettings),
  ]
)
