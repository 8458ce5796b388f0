// Dots, line breaks and line lengths of DATA in one pass. See kernels.h for what each function promises.
//
//     a CR LF b CR LF . c        stops at the dot; one line of 1 octet was the longest, nothing is bare
//
// In ordinary mail every LF follows a CR, every CR precedes an LF, and no byte is NUL or 8-bit. So a block of 64 bytes
// costs four masks and a few operations on words; whatever is odd in it is counted only if there is any.
#include "dispatch.h"
#include <string.h>

static size_t scan_lines_portable(const uint8_t *bytes, size_t count, mw_line_counts *counts) {
  int follows_line_end = 0;
  for (size_t i = 0; i < count; i++) {
    const uint8_t byte = bytes[i];
    if (follows_line_end && byte == '.') return i;
    follows_line_end = counts->ends_in_cr && byte == '\n';
    counts->bare_line_feeds += byte == '\n' && !counts->ends_in_cr;
    counts->bare_carriage_returns += byte != '\n' && counts->ends_in_cr;
    counts->nuls += byte == 0;
    counts->eight_bit += byte >> 7;
    counts->ends_in_cr = byte == '\r';
    counts->line += 1;
    if (follows_line_end) {
      if (counts->line - 2 > counts->longest_line) counts->longest_line = counts->line - 2;
      counts->line = 0;
    }
  }
  return count;
}

#if defined(MW_X86) || defined(MW_NEON)

// One bit a byte of a 64-byte block, the lowest bit for the first byte; `plain` is 0x01 to 0x7F.
typedef struct {
  uint64_t lf, cr, dot, plain;
} line_masks;

// Counts what ordinary mail has none of, among the `valid` bytes of a block.
static void count_odd(line_masks m, uint64_t after_cr, uint64_t valid, const uint8_t *block, mw_line_counts *counts) {
  counts->bare_line_feeds += (size_t)__builtin_popcountll(m.lf & ~after_cr & valid);
  counts->bare_carriage_returns += (size_t)__builtin_popcountll(~m.lf & after_cr & valid);
  for (uint64_t odd = ~m.plain & valid; odd != 0; odd &= odd - 1) {
    const uint8_t byte = block[__builtin_ctzll(odd)];
    counts->nuls += byte == 0;
    counts->eight_bit += byte >> 7;
  }
}

// The scan, block by block; the bytes after the last whole block are copied to one of their own. `masks_of` is inlined.
MW_INLINE size_t scan_line_blocks(
    const uint8_t *bytes, size_t count, mw_line_counts *counts, line_masks (*masks_of)(const uint8_t *)) {
  uint64_t carried_cr = counts->ends_in_cr, carried_end = 0;
  ptrdiff_t line = -(ptrdiff_t)counts->line;  // where the line began, before these bytes perhaps
  ptrdiff_t longest = (ptrdiff_t)counts->longest_line;
  size_t stop = count;
  uint8_t rest_of_bytes[64];
  for (size_t i = 0; i < stop; i += 64) {
    const uint8_t *block = bytes + i;
    uint64_t valid = ~UINT64_C(0);
    if (count - i < 64) {
      memset(rest_of_bytes, 0, 64);
      block = memcpy(rest_of_bytes, block, count - i);
      valid = (UINT64_C(1) << (count - i)) - 1;
    }
    const line_masks m = masks_of(block);
    const uint64_t after_cr = m.cr << 1 | carried_cr;
    uint64_t ends = m.lf & after_cr & valid;
    const uint64_t dots = m.dot & (ends << 1 | carried_end) & valid;
    if (dots) {
      stop = i + (size_t)__builtin_ctzll(dots);
      valid = (dots & -dots) - 1;
      ends &= valid;
    }
    if (((m.lf ^ after_cr) | ~m.plain) & valid) count_odd(m, after_cr, valid, block, counts);
    carried_cr = m.cr >> 63;
    carried_end = ends >> 63;
    if (!ends) continue;
    // Two line ends in a block have at most 61 bytes of a line between them: after a longer one only the first counts.
    uint64_t rest = ends;
    do {
      const ptrdiff_t end = (ptrdiff_t)i + __builtin_ctzll(rest);
      if (end - 1 - line > longest) longest = end - 1 - line;
      line = end + 1;
      rest &= rest - 1;
    } while (rest != 0 && longest < 61);
    line = (ptrdiff_t)i + 64 - __builtin_clzll(ends);
  }
  counts->longest_line = (size_t)longest;
  counts->line = (size_t)((ptrdiff_t)stop - line);
  if (stop > 0) counts->ends_in_cr = bytes[stop - 1] == '\r';
  return stop;
}

#endif

#if defined(MW_X86)

MW_INLINE uint64_t mask_sse2(__m128i a, __m128i b, __m128i c, __m128i d) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(a) | (uint64_t)(uint32_t)_mm_movemask_epi8(b) << 16 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(c) << 32 | (uint64_t)(uint32_t)_mm_movemask_epi8(d) << 48;
}

MW_INLINE line_masks masks_sse2(const uint8_t *block) {
  const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r'), dot = _mm_set1_epi8('.'), zero = _mm_setzero_si128();
  const __m128i a = _mm_loadu_si128((const __m128i *)block);
  const __m128i b = _mm_loadu_si128((const __m128i *)(block + 16));
  const __m128i c = _mm_loadu_si128((const __m128i *)(block + 32));
  const __m128i d = _mm_loadu_si128((const __m128i *)(block + 48));
#define EACH(test, with) mask_sse2(test(a, with), test(b, with), test(c, with), test(d, with))
  return (line_masks){
      EACH(_mm_cmpeq_epi8, lf), EACH(_mm_cmpeq_epi8, cr), EACH(_mm_cmpeq_epi8, dot), EACH(_mm_cmpgt_epi8, zero)};
#undef EACH
}

static size_t scan_lines_sse2(const uint8_t *bytes, size_t count, mw_line_counts *counts) {
  return scan_line_blocks(bytes, count, counts, masks_sse2);
}

MW_AVX2 MW_INLINE uint64_t mask_avx2(__m256i a, __m256i b) {
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

MW_AVX2 MW_INLINE line_masks masks_avx2(const uint8_t *block) {
  const __m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r'), dot = _mm256_set1_epi8('.');
  const __m256i zero = _mm256_setzero_si256();
  const __m256i a = _mm256_loadu_si256((const __m256i *)block);
  const __m256i b = _mm256_loadu_si256((const __m256i *)(block + 32));
#define EACH(test, with) mask_avx2(test(a, with), test(b, with))
  return (line_masks){
      EACH(_mm256_cmpeq_epi8, lf), EACH(_mm256_cmpeq_epi8, cr), EACH(_mm256_cmpeq_epi8, dot),
      EACH(_mm256_cmpgt_epi8, zero)};
#undef EACH
}

MW_AVX2 static size_t scan_lines_avx2(const uint8_t *bytes, size_t count, mw_line_counts *counts) {
  return scan_line_blocks(bytes, count, counts, masks_avx2);
}

MW_AVX512 MW_INLINE line_masks masks_avx512(const uint8_t *block) {
  const __m512i x = _mm512_loadu_si512(block);
  return (line_masks){
      _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('\n')), _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('\r')),
      _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('.')), _mm512_cmpgt_epi8_mask(x, _mm512_setzero_si512())};
}

MW_AVX512 static size_t scan_lines_avx512(const uint8_t *bytes, size_t count, mw_line_counts *counts) {
  return scan_line_blocks(bytes, count, counts, masks_avx512);
}

size_t mw_scan_lines(const uint8_t *bytes, size_t count, mw_line_counts *counts) {
  switch (mw_chosen_variant()) {
    case mw_portable: return scan_lines_portable(bytes, count, counts);
    case mw_baseline: return scan_lines_sse2(bytes, count, counts);
    case mw_avx2: return scan_lines_avx2(bytes, count, counts);
    default: return scan_lines_avx512(bytes, count, counts);
  }
}

#elif defined(MW_NEON)

static inline uint64_t mask_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t ab = vpaddq_u8(vandq_u8(a, bits), vandq_u8(b, bits));
  const uint8x16_t cd = vpaddq_u8(vandq_u8(c, bits), vandq_u8(d, bits));
  const uint8x16_t all = vpaddq_u8(ab, cd);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

MW_INLINE line_masks masks_neon(const uint8_t *block) {
  const uint8x16_t lf = vdupq_n_u8('\n'), cr = vdupq_n_u8('\r'), dot = vdupq_n_u8('.');
  const int8x16_t zero = vdupq_n_s8(0);
  const uint8x16_t a = vld1q_u8(block), b = vld1q_u8(block + 16), c = vld1q_u8(block + 32), d = vld1q_u8(block + 48);
#define EACH(test, with) mask_neon(test(a, with), test(b, with), test(c, with), test(d, with))
#define IS_PLAIN(x, zero) vcgtq_s8(vreinterpretq_s8_u8(x), zero)
  return (line_masks){EACH(vceqq_u8, lf), EACH(vceqq_u8, cr), EACH(vceqq_u8, dot), EACH(IS_PLAIN, zero)};
#undef EACH
}

static size_t scan_lines_neon(const uint8_t *bytes, size_t count, mw_line_counts *counts) {
  return scan_line_blocks(bytes, count, counts, masks_neon);
}

size_t mw_scan_lines(const uint8_t *bytes, size_t count, mw_line_counts *counts) {
  if (mw_chosen_variant() == mw_portable) return scan_lines_portable(bytes, count, counts);
  return scan_lines_neon(bytes, count, counts);
}

#else

size_t mw_scan_lines(const uint8_t *bytes, size_t count, mw_line_counts *counts) {
  return scan_lines_portable(bytes, count, counts);
}

#endif
