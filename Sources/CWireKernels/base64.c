// Base64 decoding. See kernels.h for the promise.
//
// Nearly all base64 of mail stands in lines of 76 characters, so each vector variant has two loops: one for whole lines
// of that form, 57 bytes out for each without looking for the line end, and one for any other layout.
// Both hand what they cannot take to the portable code, which is the definition, at the end of a whole group.
#include "dispatch.h"
#include <string.h>

// What is not of the alphabet has the top bit set, white space the next one too.
enum { XX = 0x80, __ = 0xC0, LL = 0xC1, OUTSIDE = 0x80, WHITE = 0x40 };

// A sextet, or XX for other bytes, __ for SP and TAB, LL for CR and LF.
static const uint8_t values[256] = {
    XX, XX, XX, XX, XX, XX, XX, XX, XX, __, LL, XX, XX, LL, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    __, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, 62, XX, XX, XX, 63,
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, XX, XX, XX, XX, XX, XX,
    XX,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, XX, XX, XX, XX, XX,
    XX, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
    XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
};

// Where a decoder is: always behind a whole group. `line_start` may lie before the bytes, so it counts modulo 2^64 and
// only differences of it are used.
typedef struct {
  size_t i, produced, line_start;
} place;

// Takes the group that begins here, white space before and in it; 0 if there is none, and then nothing is taken.
static int take_group(const uint8_t *bytes, size_t count, uint8_t *output, size_t longest_line, place *at) {
  size_t line_start = at->line_start;
  uint32_t bits = 0;
  unsigned sextets = 0;
  for (size_t i = at->i; i < count; i++) {
    const uint8_t value = values[bytes[i]];
    if (value == XX || (value == LL && i - line_start > longest_line)) return 0;
    if (value == LL) line_start = i + 1;
    if (value & OUTSIDE) continue;
    bits = bits << 6 | value;
    sextets += 1;
    if (sextets < 4) continue;
    output[at->produced] = (uint8_t)(bits >> 16);
    output[at->produced + 1] = (uint8_t)(bits >> 8);
    output[at->produced + 2] = (uint8_t)bits;
    *at = (place){i + 1, at->produced + 3, line_start};
    return 1;
  }
  return 0;
}

static mw_progress decode_portable(const uint8_t *bytes, size_t count, uint8_t *output, size_t room,
                                   size_t longest_line, place at) {
  do {
    while (count - at.i >= 4 && room - at.produced >= 3) {
      const uint8_t *c = bytes + at.i;
      const uint32_t v0 = values[c[0]], v1 = values[c[1]], v2 = values[c[2]], v3 = values[c[3]];
      if ((v0 | v1 | v2 | v3) & OUTSIDE) break;
      output[at.produced] = (uint8_t)(v0 << 2 | v1 >> 4);
      output[at.produced + 1] = (uint8_t)(v1 << 4 | v2 >> 2);
      output[at.produced + 2] = (uint8_t)(v2 << 6 | v3);
      at.i += 4;
      at.produced += 3;
    }
  } while (room - at.produced >= 3 && take_group(bytes, count, output, longest_line, &at));
  while (at.i < count && values[bytes[at.i]] > XX) {
    if (values[bytes[at.i]] == LL) {
      if (at.i - at.line_start > longest_line) break;
      at.line_start = at.i + 1;
    }
    at.i += 1;
  }
  return (mw_progress){at.i, at.produced, at.i - at.line_start};
}

#if defined(MW_X86)

// Lines of 76 characters are decoded as a whole only where a line of that length begins.
enum { LINE = 76, GROUPS_OF_LINE = 57 };

// The line end that a body has behind its first 76 characters: CR LF as on the wire, or LF as in files.
typedef struct {
  size_t length;
  uint16_t wanted, mask;
} line_end;

MW_INLINE line_end line_end_of(const uint8_t *line) {
  return line[LINE] == '\n' ? (line_end){1, 0x000A, 0x00FF} : (line_end){2, 0x0A0D, 0xFFFF};
}

MW_INLINE int has_line_end(const uint8_t *line, line_end end) {
  const uint16_t found = (uint16_t)(line[LINE] | line[LINE + 1] << 8);
  return (found & end.mask) == end.wanted;
}

// Goes back over `sextets` characters, to the end of the last whole group.
MW_INLINE void step_back(const uint8_t *bytes, size_t sextets, size_t column, place *at) {
  while (sextets > 0) {
    at->i -= 1;
    if (!(values[bytes[at->i]] & OUTSIDE)) sextets -= 1;
  }
  if (at->line_start + column <= at->i + column) return;
  size_t start = at->i;
  while (start > 0 && values[bytes[start - 1]] != LL) start -= 1;
  at->line_start = start > 0 ? start : (size_t)0 - column;
}

// AVX-512: one table look-up over two registers classifies and translates 64 characters.

MW_AVX512 MW_INLINE __m512i translate512(__m512i characters, __m512i low, __m512i high) {
  return _mm512_permutex2var_epi8(low, characters, high);
}

// 64 sextets to 48 bytes, at the low end.
MW_AVX512 MW_INLINE __m512i pack512(__m512i sextets, __m512i order) {
  const __m512i pairs = _mm512_maddubs_epi16(sextets, _mm512_set1_epi32(0x01400140));
  return _mm512_permutexvar_epi8(order, _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00011000)));
}

MW_AVX512 MW_INLINE __m512i pack_order512(void) {
  static const uint8_t order[64] = {
      2,  1,  0,  6,  5,  4,  10, 9,  8,  14, 13, 12, 18, 17, 16, 22, 21, 20, 26, 25, 24, 30, 29, 28,
      34, 33, 32, 38, 37, 36, 42, 41, 40, 46, 45, 44, 50, 49, 48, 54, 53, 52, 58, 57, 56, 62, 61, 60};
  return _mm512_loadu_si512(order);
}

// Whole lines. Reads 128 bytes and writes 112 for each.
MW_AVX512 static void decode_lines_avx512(const uint8_t *bytes, size_t count, uint8_t *output, size_t room, place *at) {
  if (count < 128) return;
  const line_end end = line_end_of(bytes);
  const __m512i low = _mm512_loadu_si512(values), high = _mm512_loadu_si512(values + 64), order = pack_order512();
  size_t i = at->i, produced = at->produced;
  while (count - i >= 128 && room - produced >= 112) {
    const __m512i a = _mm512_loadu_si512(bytes + i), b = _mm512_loadu_si512(bytes + i + 64);
    const __m512i va = translate512(a, low, high), vb = _mm512_maskz_permutex2var_epi8(0xFFF, low, b, high);
    // An 8-bit character looks up nonsense, so its own top bit counts too.
    const __m512i odd = _mm512_or_si512(_mm512_or_si512(a, va), _mm512_mask_or_epi32(vb, 0x7, b, vb));
    if (!has_line_end(bytes + i, end) || _mm512_movepi8_mask(odd) != 0) break;
    _mm512_storeu_si512(output + produced, pack512(va, order));
    _mm512_storeu_si512(output + produced + 48, pack512(vb, order));
    i += LINE + end.length;
    produced += GROUPS_OF_LINE;
  }
  if (i > at->i) at->line_start = i;
  at->i = i;
  at->produced = produced;
}

// Any layout: white space is squeezed out on the way to a stage of whole blocks.
MW_AVX512 static void decode_any_avx512(const uint8_t *bytes, size_t count, uint8_t *output, size_t room, size_t column,
                                        size_t longest_line, place *at) {
  enum { BLOCKS = 32 };
  const __m512i low = _mm512_loadu_si512(values), high = _mm512_loadu_si512(values + 64), order = pack_order512();
  const __m512i line_ends = _mm512_set1_epi8((char)LL);
  uint8_t stage[64 * (BLOCKS + 2)];
  size_t staged = 0, i = at->i;
  int stops = 0;
  while (!stops) {
    // No more is staged than there is room for, a block that is stored in full included.
    const size_t room_left = room - at->produced;
    while (staged < 64 * BLOCKS && count - i >= 64 && room_left >= staged / 4 * 3 + 48 + 64) {
      const __m512i characters = _mm512_loadu_si512(bytes + i);
      const __m512i sextets = translate512(characters, low, high);
      const uint64_t outside = _mm512_movepi8_mask(_mm512_or_si512(characters, sextets));
      if (outside == 0) {
        _mm512_storeu_si512(stage + staged, sextets);
        staged += 64;
        i += 64;
        continue;
      }
      const uint64_t high_bit = _mm512_movepi8_mask(characters);
      const uint64_t blank = _mm512_test_epi8_mask(sextets, _mm512_set1_epi8(WHITE)) & ~high_bit;
      const uint64_t ends = _mm512_cmpeq_epi8_mask(sextets, line_ends) & ~high_bit;
      const uint64_t odd = outside & ~blank;
      // Within a block no line can be too long, so only the first line end is looked at.
      const size_t first_end = i + (size_t)__builtin_ctzll(ends | (UINT64_C(1) << 63));
      if (odd != 0 || (ends != 0 && first_end - at->line_start > longest_line)) {
        stops = 1;
        break;
      }
      if (ends != 0) at->line_start = i + 64 - (size_t)__builtin_clzll(ends);
      _mm512_storeu_si512(stage + staged, _mm512_maskz_compress_epi8(~blank, sextets));
      staged += 64 - (size_t)__builtin_popcountll(blank);
      i += 64;
    }
    if (staged < 64 * BLOCKS) stops = 1;
    size_t taken = 0;
    for (; staged - taken >= 64; taken += 64) {
      _mm512_storeu_si512(output + at->produced, pack512(_mm512_loadu_si512(stage + taken), order));
      at->produced += 48;
    }
    if (stops && staged > taken) {
      // The last block is of whole groups as far as it goes; what is stored behind them is written over.
      _mm512_storeu_si512(output + at->produced, pack512(_mm512_loadu_si512(stage + taken), order));
      at->produced += (staged - taken) / 4 * 3;
      taken += (staged - taken) / 4 * 4;
    }
    memmove(stage, stage + taken, 64);
    staged -= taken;
  }
  at->i = i;
  step_back(bytes, staged, column, at);
}

// AVX2: characters are classified by their two halves (Muła and Lemire, "Faster Base64 Encoding and Decoding Using
// AVX2 Instructions", ACM Transactions on the Web 12, 2018).

MW_AVX2 MW_INLINE uint32_t outside256(__m256i characters, __m256i high_halves) {
  const __m256i by_low = _mm256_setr_epi8(
      0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A,
      0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A);
  const __m256i by_high = _mm256_setr_epi8(
      0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10,
      0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
  const __m256i low = _mm256_shuffle_epi8(by_low, _mm256_and_si256(characters, _mm256_set1_epi8(0x0F)));
  const __m256i high = _mm256_shuffle_epi8(by_high, high_halves);
  return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(low, high), _mm256_setzero_si256()));
}

MW_AVX2 MW_INLINE __m256i translate256(__m256i characters, __m256i high_halves) {
  const __m256i shifts = _mm256_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0,
                                          0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i slash = _mm256_cmpeq_epi8(characters, _mm256_set1_epi8('/'));
  return _mm256_add_epi8(characters, _mm256_shuffle_epi8(shifts, _mm256_add_epi8(slash, high_halves)));
}

// 32 sextets to 24 bytes, at the low end.
MW_AVX2 MW_INLINE __m256i pack256(__m256i sextets) {
  const __m256i pairs = _mm256_maddubs_epi16(sextets, _mm256_set1_epi32(0x01400140));
  const __m256i groups = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));
  const __m256i packed = _mm256_shuffle_epi8(
      groups, _mm256_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1,
                               2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
  return _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7));
}

MW_AVX2 MW_INLINE __m256i high_halves256(__m256i characters) {
  return _mm256_and_si256(_mm256_srli_epi32(characters, 4), _mm256_set1_epi8(0x0F));
}

// Whole lines: 32 characters, 32 and 12, the last 12 read as a block that begins 12 characters before the second ends
// and is decoded again. Reads 78 bytes and writes 65 for each.
MW_AVX2 static void decode_lines_avx2(const uint8_t *bytes, size_t count, uint8_t *output, size_t room, place *at) {
  if (count < LINE + 2) return;
  const line_end end = line_end_of(bytes);
  size_t i = at->i, produced = at->produced;
  while (count - i >= LINE + 2 && room - produced >= 65) {
    const __m256i a = _mm256_loadu_si256((const __m256i *)(bytes + i));
    const __m256i b = _mm256_loadu_si256((const __m256i *)(bytes + i + 32));
    const __m256i c = _mm256_loadu_si256((const __m256i *)(bytes + i + LINE - 32));
    const __m256i ha = high_halves256(a), hb = high_halves256(b), hc = high_halves256(c);
    if (!has_line_end(bytes + i, end) || (outside256(a, ha) | outside256(b, hb) | outside256(c, hc)) != 0) break;
    _mm256_storeu_si256((__m256i *)(output + produced), pack256(translate256(a, ha)));
    _mm256_storeu_si256((__m256i *)(output + produced + 24), pack256(translate256(b, hb)));
    _mm256_storeu_si256((__m256i *)(output + produced + 33), pack256(translate256(c, hc)));
    i += LINE + end.length;
    produced += GROUPS_OF_LINE;
  }
  if (i > at->i) at->line_start = i;
  at->i = i;
  at->produced = produced;
}

// Any layout: blocks of 32 characters up to white space, and the group that it stands in or before.
MW_AVX2 static void decode_any_avx2(const uint8_t *bytes, size_t count, uint8_t *output, size_t room,
                                    size_t longest_line, place *at) {
  size_t i = at->i, produced = at->produced;
  while (count - i >= 32 && room - produced >= 32) {
    const __m256i characters = _mm256_loadu_si256((const __m256i *)(bytes + i));
    const __m256i high_halves = high_halves256(characters);
    const uint32_t outside = outside256(characters, high_halves);
    _mm256_storeu_si256((__m256i *)(output + produced), pack256(translate256(characters, high_halves)));
    // A branch, which can be foretold: the next load must not wait for this block's white space.
    if (__builtin_expect(outside == 0, 1)) {
      i += 32;
      produced += 24;
      continue;
    }
    const size_t groups = (size_t)__builtin_ctz(outside) / 4;
    *at = (place){i + groups * 4, produced + groups * 3, at->line_start};
    if (!take_group(bytes, count, output, longest_line, at)) return;
    i = at->i;
    produced = at->produced;
  }
  *at = (place){i, produced, at->line_start};
}

#endif

mw_progress mw_decode_base64(const uint8_t *bytes, size_t count, uint8_t *output, size_t room, size_t column,
                             size_t longest_line) {
  place at = {0, 0, (size_t)0 - column};
#if defined(MW_X86)
  const mw_variant variant = mw_chosen_variant();
  if (variant >= mw_avx2 && longest_line >= LINE) {
    if (variant >= mw_avx512) {
      if (column == 0) decode_lines_avx512(bytes, count, output, room, &at);
      decode_any_avx512(bytes, count, output, room, column, longest_line, &at);
    } else {
      if (column == 0) decode_lines_avx2(bytes, count, output, room, &at);
      decode_any_avx2(bytes, count, output, room, longest_line, &at);
    }
  }
#endif
  return decode_portable(bytes, count, output, room, longest_line, at);
}
