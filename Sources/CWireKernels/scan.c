// Searching and counting in body bytes. See kernels.h for what each function promises.
#include "dispatch.h"
#include <string.h>

size_t mw_find_byte(const uint8_t *bytes, size_t count, uint8_t byte) {
  if (count == 0) return 0;
  const uint8_t *found = memchr(bytes, byte, count);
  return found ? (size_t)(found - bytes) : count;
}

// Whether the LF at `index` may begin a delimiter: "--" follows, as far as there are bytes to tell.
static inline int may_begin_delimiter(const uint8_t *bytes, size_t count, size_t index) {
  if (index + 1 < count && bytes[index + 1] != '-') return 0;
  if (index + 2 < count && bytes[index + 2] != '-') return 0;
  return 1;
}

static size_t scan_body_portable(const uint8_t *bytes, size_t count, mw_body_counts *counts) {
  uint8_t previous = counts->previous;
  for (size_t i = 0; i < count; i++) {
    const uint8_t byte = bytes[i];
    counts->carriage_returns += byte == '\r';
    counts->nuls += byte == 0;
    counts->eight_bit += byte >> 7;
    if (byte == '\n') {
      counts->line_feeds += 1;
      counts->line_breaks += previous == '\r';
      if (may_begin_delimiter(bytes, count, i)) {
        counts->previous = byte;
        return i;
      }
    }
    previous = byte;
  }
  counts->previous = previous;
  return count;
}

#if defined(MW_X86) || defined(MW_NEON)

// One bit a byte of a 64-byte block, the lowest bit for the first byte.
typedef struct {
  uint64_t lf, cr, nul, high;
} block_masks;

// Adds the first `length` bytes of a block that begins at `index`. Returns the index in the block of an LF that may
// begin a delimiter, or 64.
MW_INLINE unsigned count_block(
    const uint8_t *bytes, size_t count, size_t index, unsigned length, const block_masks m, mw_body_counts *counts) {
  const uint64_t valid = length == 64 ? ~UINT64_C(0) : (UINT64_C(1) << length) - 1;
  unsigned stop = 64;
  for (uint64_t lf = m.lf & valid; lf != 0; lf &= lf - 1) {
    const unsigned i = (unsigned)__builtin_ctzll(lf);
    if (may_begin_delimiter(bytes, count, index + i)) {
      stop = i;
      break;
    }
  }
  const uint64_t kept = stop == 64 ? valid : (UINT64_C(2) << stop) - 1;
  const uint64_t after_cr = (m.cr << 1) | (counts->previous == '\r');
  counts->line_feeds += (size_t)__builtin_popcountll(m.lf & kept);
  counts->carriage_returns += (size_t)__builtin_popcountll(m.cr & kept);
  counts->line_breaks += (size_t)__builtin_popcountll(m.lf & after_cr & kept);
  if (m.nul & kept) counts->nuls += (size_t)__builtin_popcountll(m.nul & kept);
  if (m.high & kept) counts->eight_bit += (size_t)__builtin_popcountll(m.high & kept);
  counts->previous = stop == 64 ? bytes[index + length - 1] : '\n';
  return stop;
}

// The scan, block by block; the bytes after the last whole block are copied to one of their own. `masks_of` is inlined.
MW_INLINE size_t scan_blocks(
    const uint8_t *bytes, size_t count, mw_body_counts *counts, block_masks (*masks_of)(const uint8_t *)) {
  size_t i = 0;
  for (; i + 64 <= count; i += 64) {
    const unsigned stop = count_block(bytes, count, i, 64, masks_of(bytes + i), counts);
    if (stop != 64) return i + stop;
  }
  if (i == count) return count;
  uint8_t block[64] = {0};
  memcpy(block, bytes + i, count - i);
  const unsigned stop = count_block(bytes, count, i, (unsigned)(count - i), masks_of(block), counts);
  return stop == 64 ? count : i + stop;
}

#endif

#if defined(MW_X86)

#define MASK_SSE2(test)                                                                    \
  ((uint64_t)(uint32_t)_mm_movemask_epi8(test(a)) | (uint64_t)(uint32_t)_mm_movemask_epi8(test(b)) << 16 | \
   (uint64_t)(uint32_t)_mm_movemask_epi8(test(c)) << 32 | (uint64_t)(uint32_t)_mm_movemask_epi8(test(d)) << 48)

#define IS_LF(x) _mm_cmpeq_epi8(x, lf)
#define IS_CR(x) _mm_cmpeq_epi8(x, cr)
#define IS_NUL(x) _mm_cmpeq_epi8(x, zero)
#define IS_HIGH(x) x

MW_INLINE block_masks masks_sse2(const uint8_t *block) {
  const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r'), zero = _mm_setzero_si128();
  const __m128i a = _mm_loadu_si128((const __m128i *)block);
  const __m128i b = _mm_loadu_si128((const __m128i *)(block + 16));
  const __m128i c = _mm_loadu_si128((const __m128i *)(block + 32));
  const __m128i d = _mm_loadu_si128((const __m128i *)(block + 48));
  return (block_masks){MASK_SSE2(IS_LF), MASK_SSE2(IS_CR), MASK_SSE2(IS_NUL), MASK_SSE2(IS_HIGH)};
}

static size_t scan_body_sse2(const uint8_t *bytes, size_t count, mw_body_counts *counts) {
  return scan_blocks(bytes, count, counts, masks_sse2);
}

#define MASK_AVX2(test) \
  ((uint64_t)(uint32_t)_mm256_movemask_epi8(test(a)) | (uint64_t)(uint32_t)_mm256_movemask_epi8(test(b)) << 32)

#define IS_LF2(x) _mm256_cmpeq_epi8(x, lf)
#define IS_CR2(x) _mm256_cmpeq_epi8(x, cr)
#define IS_NUL2(x) _mm256_cmpeq_epi8(x, zero)

MW_AVX2 MW_INLINE block_masks masks_avx2(const uint8_t *block) {
  const __m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r'), zero = _mm256_setzero_si256();
  const __m256i a = _mm256_loadu_si256((const __m256i *)block);
  const __m256i b = _mm256_loadu_si256((const __m256i *)(block + 32));
  return (block_masks){MASK_AVX2(IS_LF2), MASK_AVX2(IS_CR2), MASK_AVX2(IS_NUL2), MASK_AVX2(IS_HIGH)};
}

MW_AVX2 static size_t scan_body_avx2(const uint8_t *bytes, size_t count, mw_body_counts *counts) {
  return scan_blocks(bytes, count, counts, masks_avx2);
}

MW_AVX512 MW_INLINE block_masks masks_avx512(__m512i v) {
  return (block_masks){
      _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')), _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r')),
      _mm512_testn_epi8_mask(v, v), _mm512_movepi8_mask(v)};
}

// A block in which an LF is followed by a hyphen, which a second look at the bytes one further on tells, and the last
// bytes are left to the code that looks at each LF.
MW_AVX512 static size_t scan_body_avx512(const uint8_t *bytes, size_t count, mw_body_counts *counts) {
  size_t i = 0;
  while (i < count) {
    size_t line_feeds = 0, carriage_returns = 0, line_breaks = 0;
    const size_t start = i;
    uint64_t after_cr = counts->previous == '\r';
    for (; count - i > 64; i += 64) {
      const block_masks m = masks_avx512(_mm512_loadu_si512(bytes + i));
      if (m.lf & _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(bytes + i + 1), _mm512_set1_epi8('-'))) break;
      line_feeds += (size_t)__builtin_popcountll(m.lf);
      carriage_returns += (size_t)__builtin_popcountll(m.cr);
      line_breaks += (size_t)__builtin_popcountll(m.lf & (m.cr << 1 | after_cr));
      after_cr = m.cr >> 63;
      if ((m.nul | m.high) != 0) {
        counts->nuls += (size_t)__builtin_popcountll(m.nul);
        counts->eight_bit += (size_t)__builtin_popcountll(m.high);
      }
    }
    counts->line_feeds += line_feeds;
    counts->carriage_returns += carriage_returns;
    counts->line_breaks += line_breaks;
    if (i > start) counts->previous = bytes[i - 1];
    const unsigned left = count - i < 64 ? (unsigned)(count - i) : 64;
    const uint64_t valid = left == 64 ? ~UINT64_C(0) : (UINT64_C(1) << left) - 1;
    const block_masks m = masks_avx512(_mm512_maskz_loadu_epi8(valid, bytes + i));
    const unsigned stop = count_block(bytes, count, i, left, m, counts);
    if (stop != 64) return i + stop;
    i += left;
  }
  return count;
}

size_t mw_scan_body(const uint8_t *bytes, size_t count, mw_body_counts *counts) {
  switch (mw_chosen_variant()) {
    case mw_avx512: return scan_body_avx512(bytes, count, counts);
    case mw_portable: return scan_body_portable(bytes, count, counts);
    case mw_baseline: return scan_body_sse2(bytes, count, counts);
    default: return scan_body_avx2(bytes, count, counts);
  }
}

MW_INLINE size_t find_either_tail(
    const uint8_t *bytes, size_t i, size_t count, uint8_t a, uint8_t b) {
  while (i < count && bytes[i] != a && bytes[i] != b) i++;
  return i;
}

size_t mw_find_either(const uint8_t *bytes, size_t count, uint8_t a, uint8_t b) {
  size_t i = 0;
  const __m128i wanted_a = _mm_set1_epi8((char)a), wanted_b = _mm_set1_epi8((char)b);
  for (; i + 16 <= count; i += 16) {
    const __m128i x = _mm_loadu_si128((const __m128i *)(bytes + i));
    const int hits = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(x, wanted_a), _mm_cmpeq_epi8(x, wanted_b)));
    if (hits) return i + (size_t)__builtin_ctz((unsigned)hits);
  }
  return find_either_tail(bytes, i, count, a, b);
}

#elif defined(MW_NEON)

static inline uint64_t mask_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t ab = vpaddq_u8(vandq_u8(a, bits), vandq_u8(b, bits));
  uint8x16_t cd = vpaddq_u8(vandq_u8(c, bits), vandq_u8(d, bits));
  uint8x16_t all = vpaddq_u8(ab, cd);
  all = vpaddq_u8(all, all);
  return vgetq_lane_u64(vreinterpretq_u64_u8(all), 0);
}

MW_INLINE block_masks masks_neon(const uint8_t *block) {
  const uint8x16_t lf = vdupq_n_u8('\n'), cr = vdupq_n_u8('\r'), zero = vdupq_n_u8(0), top = vdupq_n_u8(0x80);
  const uint8x16_t a = vld1q_u8(block), b = vld1q_u8(block + 16), c = vld1q_u8(block + 32), d = vld1q_u8(block + 48);
  return (block_masks){
      mask_neon(vceqq_u8(a, lf), vceqq_u8(b, lf), vceqq_u8(c, lf), vceqq_u8(d, lf)),
      mask_neon(vceqq_u8(a, cr), vceqq_u8(b, cr), vceqq_u8(c, cr), vceqq_u8(d, cr)),
      mask_neon(vceqq_u8(a, zero), vceqq_u8(b, zero), vceqq_u8(c, zero), vceqq_u8(d, zero)),
      mask_neon(vcgeq_u8(a, top), vcgeq_u8(b, top), vcgeq_u8(c, top), vcgeq_u8(d, top))};
}

size_t mw_scan_body(const uint8_t *bytes, size_t count, mw_body_counts *counts) {
  if (mw_chosen_variant() == mw_portable) return scan_body_portable(bytes, count, counts);
  return scan_blocks(bytes, count, counts, masks_neon);
}

size_t mw_find_either(const uint8_t *bytes, size_t count, uint8_t a, uint8_t b) {
  size_t i = 0;
  const uint8x16_t wanted_a = vdupq_n_u8(a), wanted_b = vdupq_n_u8(b);
  for (; i + 16 <= count; i += 16) {
    const uint8x16_t x = vld1q_u8(bytes + i);
    if (vmaxvq_u8(vorrq_u8(vceqq_u8(x, wanted_a), vceqq_u8(x, wanted_b)))) break;
  }
  while (i < count && bytes[i] != a && bytes[i] != b) i++;
  return i;
}

#else

size_t mw_scan_body(const uint8_t *bytes, size_t count, mw_body_counts *counts) {
  return scan_body_portable(bytes, count, counts);
}

size_t mw_find_either(const uint8_t *bytes, size_t count, uint8_t a, uint8_t b) {
  size_t i = 0;
  while (i < count && bytes[i] != a && bytes[i] != b) i++;
  return i;
}

#endif
