// Quoted-printable decoding. See kernels.h for the promise.
#include "dispatch.h"
#include <string.h>

// What a byte is to quoted-printable.
enum { PLAIN, BLANK, CR, LF, EQUALS, ODD };

MW_INLINE int class_of(uint8_t byte) {
  if (byte == '=') return EQUALS;
  if (byte > ' ' && byte < 0x7F) return PLAIN;
  if (byte == ' ' || byte == '\t') return BLANK;
  return byte == '\r' ? CR : byte == '\n' ? LF : ODD;
}

// The value of a digit as encoders must write it, or something above 15.
MW_INLINE unsigned hex_value(uint8_t digit) {
  const unsigned decimal = digit - (unsigned)'0', letter = digit - (unsigned)'A';
  return decimal < 10 ? decimal : letter < 6 ? letter + 10 : 16;
}

// Where a decoder is. `line_start` may lie before the bytes: only differences of it are used.
typedef struct {
  size_t i, produced, line_start;
} place;

// Copies bytes as long as they are plain or blank, at most `limit`, and returns how many.
typedef size_t copier(const uint8_t *bytes, uint8_t *output, size_t limit);

// Where a run of more than `longest` blanks begins, or `count`.
static size_t find_long_run(const uint8_t *bytes, size_t count, size_t longest) {
  size_t start = 0;
  for (size_t i = 0; i < count; i++) {
    if (class_of(bytes[i]) != BLANK) {
      start = i + 1;
    } else if (i - start >= longest) {
      return start;
    }
  }
  return count;
}

MW_INLINE mw_progress decode(const uint8_t *bytes, size_t count, uint8_t *output, size_t room, mw_line_limits limits,
                             place at, copier *copy_text) {
  while (at.i < count && at.produced < room) {
    const size_t left = count - at.i < room - at.produced ? count - at.i : room - at.produced;
    const size_t copied = class_of(bytes[at.i]) <= BLANK ? copy_text(bytes + at.i, output + at.produced, left) : 0;
    const size_t even = copied > limits.longest_run ? find_long_run(bytes + at.i, copied, limits.longest_run) : copied;
    at.i += even;
    at.produced += even;
    if (even < copied || even == left) break;
    const uint8_t byte = bytes[at.i];
    const int class = class_of(byte);
    if (class == ODD) break;
    size_t next = at.i;
    if (class == EQUALS) {
      next += 1;
      if (next + 1 < count) {
        const unsigned high = hex_value(bytes[next]), low = hex_value(bytes[next + 1]);
        if ((high | low) < 16) {
          output[at.produced++] = (uint8_t)(high << 4 | low);
          at.i += 3;
          continue;
        }
      }
    } else if (at.i > 0 && class_of(bytes[at.i - 1]) == BLANK) {
      break;
    }
    // A line break, soft behind `=`.
    const size_t line_end = next;
    if (next < count && bytes[next] == '\r') next += 1;
    if (next == count || bytes[next] != '\n' || line_end - at.line_start > limits.longest_line) break;
    next += 1;
    if (class != EQUALS) {
      if (room - at.produced < next - at.i) break;
      memcpy(output + at.produced, bytes + at.i, next - at.i);
      at.produced += next - at.i;
    }
    at.i = at.line_start = next;
  }
  // Blanks are trailing until something else follows them.
  while (at.i > 0 && at.produced > 0 && class_of(bytes[at.i - 1]) == BLANK) {
    at.i -= 1;
    at.produced -= 1;
  }
  return (mw_progress){at.i, at.produced, at.i - at.line_start};
}

MW_INLINE size_t copy_bytes(const uint8_t *bytes, uint8_t *output, size_t limit) {
  size_t i = 0;
  for (; i < limit && class_of(bytes[i]) <= BLANK; i++) output[i] = bytes[i];
  return i;
}

static mw_progress decode_portable(const uint8_t *bytes, size_t count, uint8_t *output, size_t room,
                                   mw_line_limits limits, place at) {
  return decode(bytes, count, output, room, limits, at, copy_bytes);
}

#if defined(MW_X86)

MW_INLINE size_t copy_blocks(const uint8_t *bytes, uint8_t *output, size_t limit) {
  size_t i = 0;
  for (; limit - i >= 16; i += 16) {
    const __m128i v = _mm_loadu_si128((const __m128i *)(bytes + i));
    // As signed numbers, 8-bit bytes are below the space, as control characters are.
    const __m128i text = _mm_or_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8(' ' - 1)), _mm_cmpeq_epi8(v, _mm_set1_epi8('\t')));
    const __m128i odd = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('=')), _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7F)));
    const unsigned stops = ~(unsigned)_mm_movemask_epi8(_mm_andnot_si128(odd, text)) & 0xFFFF;
    _mm_storeu_si128((__m128i *)(output + i), v);
    if (stops != 0) return i + (size_t)__builtin_ctz(stops);
  }
  return i + copy_bytes(bytes + i, output + i, limit - i);
}

static mw_progress decode_baseline(const uint8_t *bytes, size_t count, uint8_t *output, size_t room,
                                   mw_line_limits limits, place at) {
  return decode(bytes, count, output, room, limits, at, copy_blocks);
}

// AVX-512: 64 bytes at once. Escapes are worked out at the place of their `=`, then everything that goes is squeezed out.
MW_AVX512 static void decode_avx512(const uint8_t *bytes, size_t count, uint8_t *output, size_t room,
                                    mw_line_limits limits, place *at) {
  const __m512i nine = _mm512_set1_epi8(9), low_half = _mm512_set1_epi8(0x0F);
  size_t i = at->i, produced = at->produced, line_start = at->line_start;
  while (count - i >= 66 && room - produced >= 64) {
    const __m512i v = _mm512_loadu_si512(bytes + i);
    const uint64_t eq = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('='));
    const uint64_t cr = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r'));
    const uint64_t lf = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n'));
    const uint64_t blank = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' ')) |
                           _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\t'));
    const uint64_t printable =
        _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8(0x21)), _mm512_set1_epi8(0x5E));
    uint64_t escape = 0, soft = 0, soft_lf = 0;
    if (eq != 0) {
      const uint64_t digit =
          _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('0')), _mm512_set1_epi8(10)) |
          _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('A')), _mm512_set1_epi8(6));
      escape = eq & digit >> 1 & digit >> 2;
      soft = eq & cr >> 1 & lf >> 2;
      soft_lf = eq & lf >> 1;
    }
    const uint64_t bad = ~(printable | blank | cr | lf) | (eq & ~(escape | soft | soft_lf)) | (cr & ~(lf >> 1)) |
                         (blank & (cr | lf) >> 1);
    // What begins among the first 62 bytes ends in the block; a CR LF is not cut in two.
    const unsigned limit = 62 - (unsigned)(cr >> 61 & 1);
    const unsigned stop = (unsigned)__builtin_ctzll(bad | UINT64_C(1) << limit);
    const uint64_t begun = (UINT64_C(1) << stop) - 1;
    const uint64_t gone = (escape & begun) << 1 | (escape & begun) << 2 | (soft & begun) | (soft & begun) << 1 |
                          (soft & begun) << 2 | (soft_lf & begun) | (soft_lf & begun) << 1;
    if ((begun & ~blank) == 0) break;  // nothing, or perhaps a run of blanks that is too long
    // `gone` reaches at most two bytes beyond `stop`.
    const unsigned taken = stop + (unsigned)__builtin_popcountll(gone & ~begun);
    const uint64_t covered = taken == 64 ? ~UINT64_C(0) : (UINT64_C(1) << taken) - 1;
    const uint64_t ends = lf & covered;
    if (ends != 0) {
      // Within a block no line can be too long, so only the first line end is looked at.
      const unsigned first = (unsigned)__builtin_ctzll(ends);
      if (i + first - (first > 0 && (cr >> (first - 1) & 1)) - line_start > limits.longest_line) break;
      line_start = i + 64 - (size_t)__builtin_clzll(ends);
    }
    if (gone == 0) {
      _mm512_storeu_si512(output + produced, v);
      produced += taken;
    } else {
      const __m512i high = _mm512_loadu_si512(bytes + i + 1), low = _mm512_loadu_si512(bytes + i + 2);
      // A digit's value is its low half, and nine more for a letter, which has bit 6.
      const __m512i high_value = _mm512_mask_add_epi8(
          _mm512_and_si512(high, low_half), _mm512_test_epi8_mask(high, _mm512_set1_epi8(0x40)),
          _mm512_and_si512(high, low_half), nine);
      const __m512i low_value = _mm512_mask_add_epi8(
          _mm512_and_si512(low, low_half), _mm512_test_epi8_mask(low, _mm512_set1_epi8(0x40)),
          _mm512_and_si512(low, low_half), nine);
      const __m512i decoded = _mm512_or_si512(_mm512_slli_epi16(high_value, 4), low_value);
      const uint64_t kept = covered & ~gone;
      _mm512_storeu_si512(output + produced, _mm512_maskz_compress_epi8(kept, _mm512_mask_blend_epi8(escape, v, decoded)));
      produced += (size_t)__builtin_popcountll(kept);
    }
    if (taken == 62) {
      // As it mostly is. A branch can be foretold, so that the next load need not wait for the masks of this one.
      i += 62;
      __asm__("" : "+r"(i));
    } else {
      i += taken;
    }
    if (stop < limit) break;
  }
  // A run of blanks is left to the portable code as a whole.
  for (; i > 0 && produced > 0 && class_of(bytes[i - 1]) == BLANK; i--) produced--;
  *at = (place){i, produced, line_start};
}

#endif

mw_progress mw_decode_quoted_printable(const uint8_t *bytes, size_t count, uint8_t *output, size_t room, size_t column,
                                       mw_line_limits limits) {
  place at = {0, 0, (size_t)0 - column};
#if defined(MW_X86)
  const mw_variant variant = mw_chosen_variant();
  if (variant >= mw_avx512 && limits.longest_line >= 64) decode_avx512(bytes, count, output, room, limits, &at);
  if (variant >= mw_baseline) return decode_baseline(bytes, count, output, room, limits, at);
#endif
  return decode_portable(bytes, count, output, room, limits, at);
}
