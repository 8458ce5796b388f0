// Framing and unfolding of header fields. See kernels.h for the promises.
//
//     Subject: a CR LF          name up to the colon
//      b CR LF                  LF before SP: the field goes on
//     To: c CR LF               LF before `T`: the field ends
//
// A header section is read once, 64 bytes at a time: one mask says where a name may end, another where a field does, and
// two searches for the next set bit frame a field.
#include "dispatch.h"
#include <string.h>

static inline int is_blank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

// Whether a byte is no `ftext` (RFC 5322 section 3.6.8): the colon, or one that no name may hold.
static inline int ends_name(uint8_t byte) { return byte <= ' ' || byte >= 0x7F || byte == ':'; }

// Whether a unit that begins here may be a delimiter line.
static inline int begins_delimiter(const uint8_t *bytes, size_t count, size_t start) {
  return count - start >= 2 && bytes[start] == '-' && bytes[start + 1] == '-';
}

static size_t frame_portable(const uint8_t *bytes, size_t count, uint32_t *places, size_t capacity) {
  size_t fields = 0, start = 0;
  while (fields < capacity && !begins_delimiter(bytes, count, start)) {
    size_t colon = start;
    while (colon < count && !ends_name(bytes[colon])) colon += 1;
    if (colon == start || colon == count || bytes[colon] != ':') break;
    size_t end = colon + 1;
    while (end + 1 < count && (bytes[end] != '\n' || is_blank(bytes[end + 1]))) end += 1;
    if (end + 1 >= count) break;
    places[2 * fields] = (uint32_t)colon;
    places[2 * fields + 1] = (uint32_t)(end + 1);
    start = end + 1;
    fields += 1;
  }
  return fields;
}

#if defined(MW_X86) || defined(MW_NEON)

// One bit a byte of a 64-byte block, the lowest bit for the first byte.
typedef struct {
  uint64_t name_ends, line_feeds, blanks;
} block_masks;

// `masks_of` is inlined. The bytes behind the last whole block are copied to one of their own.
MW_INLINE size_t frame_blocks(const uint8_t *bytes, size_t count, uint32_t *places, size_t capacity,
                              block_masks (*masks_of)(const uint8_t *)) {
  size_t fields = 0, start = 0, colon = 0;
  int in_name = 1;
  if (count == 0 || capacity == 0 || begins_delimiter(bytes, count, 0)) return 0;
  for (size_t i = 0; i < count; i += 64) {
    uint8_t copy[64];
    const uint8_t *block = bytes + i;
    if (count - i < 64) {
      memset(copy, 0, 64);
      memcpy(copy, block, count - i);
      block = copy;
    }
    const block_masks m = masks_of(block);
    // Whether the byte behind the block is a blank; a line feed with nothing behind it ends no field.
    const uint64_t goes_on = i + 64 >= count || is_blank(bytes[i + 64]);
    uint64_t ends = m.line_feeds & ~(m.blanks >> 1 | goes_on << 63);
    if (count - i < 64) ends &= (UINT64_C(1) << (count - i - 1)) - 1;
    uint64_t rest = ~UINT64_C(0);
    for (;;) {
      if (in_name) {
        const uint64_t found = m.name_ends & rest;
        if (found == 0) break;
        colon = i + (size_t)__builtin_ctzll(found);
        if (colon >= count || bytes[colon] != ':' || colon == start) return fields;
        rest = ~(found ^ (found - 1)) & rest;
        in_name = 0;
      }
      const uint64_t found = ends & rest;
      if (found == 0) break;
      start = i + (size_t)__builtin_ctzll(found) + 1;
      places[2 * fields] = (uint32_t)colon;
      places[2 * fields + 1] = (uint32_t)start;
      fields += 1;
      if (fields == capacity || begins_delimiter(bytes, count, start)) return fields;
      rest = ~(found ^ (found - 1)) & rest;
      in_name = 1;
    }
  }
  return fields;
}

#endif

#if defined(MW_X86)

#define MASK_SSE2(test)                                                                    \
  ((uint64_t)(uint32_t)_mm_movemask_epi8(test(a)) | (uint64_t)(uint32_t)_mm_movemask_epi8(test(b)) << 16 | \
   (uint64_t)(uint32_t)_mm_movemask_epi8(test(c)) << 32 | (uint64_t)(uint32_t)_mm_movemask_epi8(test(d)) << 48)

// As signed numbers, 8-bit bytes are below the space, as control characters are.
#define ENDS_NAME_SSE2(x)                                                                              \
  _mm_or_si128(_mm_or_si128(_mm_cmpgt_epi8(_mm_set1_epi8('!'), x), _mm_cmpeq_epi8(x, _mm_set1_epi8(':'))), \
               _mm_cmpeq_epi8(x, _mm_set1_epi8(0x7F)))
#define IS_LF_SSE2(x) _mm_cmpeq_epi8(x, _mm_set1_epi8('\n'))
#define IS_BLANK_SSE2(x) \
  _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8(' ')), _mm_cmpeq_epi8(x, _mm_set1_epi8('\t')))

MW_INLINE block_masks masks_sse2(const uint8_t *block) {
  const __m128i a = _mm_loadu_si128((const __m128i *)block);
  const __m128i b = _mm_loadu_si128((const __m128i *)(block + 16));
  const __m128i c = _mm_loadu_si128((const __m128i *)(block + 32));
  const __m128i d = _mm_loadu_si128((const __m128i *)(block + 48));
  return (block_masks){MASK_SSE2(ENDS_NAME_SSE2), MASK_SSE2(IS_LF_SSE2), MASK_SSE2(IS_BLANK_SSE2)};
}

static size_t frame_sse2(const uint8_t *bytes, size_t count, uint32_t *places, size_t capacity) {
  return frame_blocks(bytes, count, places, capacity, masks_sse2);
}

#define MASK_AVX2(test) \
  ((uint64_t)(uint32_t)_mm256_movemask_epi8(test(a)) | (uint64_t)(uint32_t)_mm256_movemask_epi8(test(b)) << 32)

#define ENDS_NAME_AVX2(x)                                                                                          \
  _mm256_or_si256(                                                                                                 \
      _mm256_or_si256(_mm256_cmpgt_epi8(_mm256_set1_epi8('!'), x), _mm256_cmpeq_epi8(x, _mm256_set1_epi8(':'))), \
      _mm256_cmpeq_epi8(x, _mm256_set1_epi8(0x7F)))
#define IS_LF_AVX2(x) _mm256_cmpeq_epi8(x, _mm256_set1_epi8('\n'))
#define IS_BLANK_AVX2(x) \
  _mm256_or_si256(_mm256_cmpeq_epi8(x, _mm256_set1_epi8(' ')), _mm256_cmpeq_epi8(x, _mm256_set1_epi8('\t')))

MW_AVX2 MW_INLINE block_masks masks_avx2(const uint8_t *block) {
  const __m256i a = _mm256_loadu_si256((const __m256i *)block);
  const __m256i b = _mm256_loadu_si256((const __m256i *)(block + 32));
  return (block_masks){MASK_AVX2(ENDS_NAME_AVX2), MASK_AVX2(IS_LF_AVX2), MASK_AVX2(IS_BLANK_AVX2)};
}

MW_AVX2 static size_t frame_avx2(const uint8_t *bytes, size_t count, uint32_t *places, size_t capacity) {
  return frame_blocks(bytes, count, places, capacity, masks_avx2);
}

MW_AVX512 MW_INLINE block_masks masks_avx512(const uint8_t *block) {
  const __m512i v = _mm512_loadu_si512(block);
  return (block_masks){
      _mm512_cmpgt_epi8_mask(_mm512_set1_epi8('!'), v) | _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(':')) |
          _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(0x7F)),
      _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')),
      _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' ')) | _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\t'))};
}

MW_AVX512 static size_t frame_avx512(const uint8_t *bytes, size_t count, uint32_t *places, size_t capacity) {
  return frame_blocks(bytes, count, places, capacity, masks_avx512);
}

#elif defined(MW_NEON)

MW_INLINE uint64_t mask_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t ab = vpaddq_u8(vandq_u8(a, bits), vandq_u8(b, bits));
  const uint8x16_t cd = vpaddq_u8(vandq_u8(c, bits), vandq_u8(d, bits));
  const uint8x16_t abcd = vpaddq_u8(ab, cd);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(abcd, abcd)), 0);
}

#define ENDS_NAME_NEON(x) \
  vorrq_u8(vorrq_u8(vcltq_u8(x, vdupq_n_u8('!')), vcgeq_u8(x, vdupq_n_u8(0x7F))), vceqq_u8(x, vdupq_n_u8(':')))
#define IS_LF_NEON(x) vceqq_u8(x, vdupq_n_u8('\n'))
#define IS_BLANK_NEON(x) vorrq_u8(vceqq_u8(x, vdupq_n_u8(' ')), vceqq_u8(x, vdupq_n_u8('\t')))
#define MASK_NEON(test) mask_neon(test(a), test(b), test(c), test(d))

MW_INLINE block_masks masks_neon(const uint8_t *block) {
  const uint8x16_t a = vld1q_u8(block), b = vld1q_u8(block + 16), c = vld1q_u8(block + 32), d = vld1q_u8(block + 48);
  return (block_masks){MASK_NEON(ENDS_NAME_NEON), MASK_NEON(IS_LF_NEON), MASK_NEON(IS_BLANK_NEON)};
}

#endif

size_t mw_frame_fields(const uint8_t *bytes, size_t count, uint32_t *places, size_t capacity) {
  if (count > UINT32_MAX) count = UINT32_MAX;
  switch (mw_chosen_variant()) {
#if defined(MW_X86)
    case mw_avx512: return frame_avx512(bytes, count, places, capacity);
    case mw_avx2: return frame_avx2(bytes, count, places, capacity);
    case mw_baseline: return frame_sse2(bytes, count, places, capacity);
#elif defined(MW_NEON)
    case mw_baseline: return frame_blocks(bytes, count, places, capacity, masks_neon);
#endif
    default: return frame_portable(bytes, count, places, capacity);
  }
}

// Unfolding

// Where the next byte is that is no plain text: above 0x7F, an LF, a CR before an LF, or `=` before `?`.
MW_INLINE size_t plain_from(const uint8_t *bytes, size_t count, size_t i) {
  for (; i < count; i++) {
    const uint8_t byte = bytes[i], next = i + 1 < count ? bytes[i + 1] : 0;
    if (byte >= 0x80 || byte == '\n' || (byte == '\r' && next == '\n') || (byte == '=' && next == '?')) break;
  }
  return i;
}

static mw_progress unfold_portable(const uint8_t *bytes, size_t count, uint8_t *output, size_t room, mw_progress at) {
  size_t i = at.consumed, produced = at.produced;
  while (i < count) {
    const size_t left = room - produced < count - i ? room - produced : count - i;
    const size_t end = plain_from(bytes, count, i);
    const size_t plain = end - i < left ? end - i : left;
    memcpy(output + produced, bytes + i, plain);
    i += plain;
    produced += plain;
    if (i < end || i == count || bytes[i] >= 0x80 || bytes[i] == '=') break;
    i += bytes[i] == '\r' ? 2 : 1;
  }
  return (mw_progress){i, produced, 0};
}

#if defined(MW_X86)

// 64 bytes at once, the last block as far as there are bytes: most fields are no longer than two.
MW_AVX512 static mw_progress unfold_avx512(const uint8_t *bytes, size_t count, uint8_t *output, size_t room) {
  mw_progress at = {0, 0, 0};
  while (at.consumed < count) {
    const size_t left = count - at.consumed;
    const uint8_t *block = bytes + at.consumed;
    const uint64_t valid = left >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << left) - 1;
    const __m512i v = _mm512_maskz_loadu_epi8(valid, block);
    const __m512i next = left > 64 ? _mm512_loadu_si512(block + 1) : _mm512_maskz_loadu_epi8(valid >> 1, block + 1);
    const uint64_t lf = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n'));
    const uint64_t gone = lf | (_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r')) &
                                _mm512_cmpeq_epi8_mask(next, _mm512_set1_epi8('\n')));
    const uint64_t stops = _mm512_movepi8_mask(v) | (_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('=')) &
                                                     _mm512_cmpeq_epi8_mask(next, _mm512_set1_epi8('?')));
    const uint64_t taken = valid & ~(stops | -stops);
    const uint64_t kept = taken & ~gone;
    const size_t kept_count = (size_t)__builtin_popcountll(kept);
    if (room - at.produced < kept_count) break;
    const __m512i text = kept == taken ? v : _mm512_maskz_compress_epi8(kept, v);
    if (room - at.produced >= 64) {
      _mm512_storeu_si512(output + at.produced, text);
    } else {
      const uint64_t stored = kept_count == 64 ? ~UINT64_C(0) : (UINT64_C(1) << kept_count) - 1;
      _mm512_mask_storeu_epi8(output + at.produced, stored, text);
    }
    at.consumed += (size_t)__builtin_popcountll(taken);
    at.produced += kept_count;
    if (stops != 0) break;
  }
  return at;
}

#endif

mw_progress mw_unfold(const uint8_t *bytes, size_t count, uint8_t *output, size_t room) {
  mw_progress at = {0, 0, 0};
#if defined(MW_X86)
  if (mw_chosen_variant() == mw_avx512) at = unfold_avx512(bytes, count, output, room);
#endif
  return unfold_portable(bytes, count, output, room, at);
}
