// Which variant of a kernel runs. Private to the C files: Swift sees kernels.h.
#ifndef MIMEWIRE_DISPATCH_H
#define MIMEWIRE_DISPATCH_H

#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define MW_X86 1
// popcnt, bmi and lzcnt come with every machine that has AVX2; VBMI and VBMI2 with every AVX-512 machine since 2019.
#define MW_AVX2 __attribute__((target("avx2,popcnt,bmi,bmi2,lzcnt")))
#define MW_AVX512 \
  __attribute__((target("avx2,popcnt,bmi,bmi2,lzcnt,avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2")))
#elif defined(__aarch64__)
#include <arm_neon.h>
#define MW_NEON 1
#endif

#define MW_INLINE static inline __attribute__((always_inline))

/// The variant that is in force: what the machine has, or what a test asked for.
mw_variant mw_chosen_variant(void);

#endif
