// The choice between the variants of the kernels, made once.
#include "dispatch.h"
#include <stdatomic.h>

static mw_variant best_variant(void) {
#if defined(MW_X86)
  if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
    return mw_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) return mw_avx2;
  return mw_baseline;
#elif defined(MW_NEON)
  return mw_baseline;
#else
  return mw_portable;
#endif
}

// 0 before the first question, else a variant and 1. Two threads that ask at once find the same answer.
static _Atomic int chosen;

mw_variant mw_chosen_variant(void) {
  const int known = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (known != 0) return (mw_variant)(known - 1);
  const mw_variant best = best_variant();
  atomic_store_explicit(&chosen, (int)best + 1, memory_order_relaxed);
  return best;
}

mw_variant mw_force_variant(mw_variant wanted) {
  const mw_variant best = best_variant();
  const mw_variant forced = wanted < best ? wanted : best;
  atomic_store_explicit(&chosen, (int)forced + 1, memory_order_relaxed);
  return forced;
}
