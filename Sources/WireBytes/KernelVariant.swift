internal import CWireKernels

/// Which variant of a kernel runs: the definition of all, or a quicker one that must give the same.
@_spi(Instrumentation)
public enum KernelVariant: UInt32, Sendable, CaseIterable {
  case portable
  /// SSE2 or NEON.
  case baseline
  case avx2
  /// With BW, VL, VBMI and VBMI2.
  case avx512

  /// Makes all kernels run this variant from now on, or the best one below it that the machine has; returns which.
  @discardableResult
  public func force() -> KernelVariant {
    KernelVariant(rawValue: mw_force_variant(mw_variant(rawValue)).rawValue) ?? .portable
  }
}
