// UTF-8: bytes above 0x7F, validation, and the charsets of one or two bytes a character that become it. See kernels.h for the promises.
#include "dispatch.h"
#include <string.h>

#if defined(MW_X86)

static size_t find_eight_bit_sse2(const uint8_t *bytes, size_t count) {
  size_t i = 0;
  for (; count - i >= 16; i += 16) {
    const int found = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(bytes + i)));
    if (found != 0) return i + (size_t)__builtin_ctz((unsigned)found);
  }
  while (i < count && bytes[i] < 0x80) i++;
  return i;
}

MW_AVX512 static size_t find_eight_bit_avx512(const uint8_t *bytes, size_t count) {
  size_t i = 0;
  for (; count - i >= 64; i += 64) {
    const uint64_t found = _mm512_movepi8_mask(_mm512_loadu_si512(bytes + i));
    if (found != 0) return i + (size_t)__builtin_ctzll(found);
  }
  if (i == count) return count;
  const uint64_t found = _mm512_movepi8_mask(_mm512_maskz_loadu_epi8((UINT64_C(1) << (count - i)) - 1, bytes + i));
  return found != 0 ? i + (size_t)__builtin_ctzll(found) : count;
}

#endif

static size_t find_eight_bit_portable(const uint8_t *bytes, size_t count) {
  size_t i = 0;
  for (; count - i >= 8; i += 8) {
    uint64_t word;
    memcpy(&word, bytes + i, 8);
    if (word & UINT64_C(0x8080808080808080)) break;
  }
  while (i < count && bytes[i] < 0x80) i++;
  return i;
}

size_t mw_find_eight_bit(const uint8_t *bytes, size_t count) {
#if defined(MW_X86)
  const mw_variant variant = mw_chosen_variant();
  if (variant >= mw_avx512) return find_eight_bit_avx512(bytes, count);
  if (variant >= mw_baseline) return find_eight_bit_sse2(bytes, count);
#endif
  return find_eight_bit_portable(bytes, count);
}

// The length of the well-formed character that begins here, or 0.
static inline size_t character_length(const uint8_t *bytes, size_t count) {
  const uint8_t lead = bytes[0];
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (count < length) return 0;
  // Overlong forms, surrogates and what is beyond U+10FFFF are told by the second byte.
  const uint8_t lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const uint8_t highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (bytes[1] < lowest || bytes[1] > highest) return 0;
  for (size_t i = 2; i < length; i++) {
    if ((bytes[i] & 0xC0) != 0x80) return 0;
  }
  return length;
}

static size_t valid_from(const uint8_t *bytes, size_t count, size_t i) {
  while (i < count) {
    uint64_t word;
    while (count - i >= 8 && (memcpy(&word, bytes + i, 8), (word & UINT64_C(0x8080808080808080)) == 0)) i += 8;
    if (i == count) break;
    const size_t length = character_length(bytes + i, count - i);
    if (length == 0) break;
    i += length;
  }
  return i;
}

#if defined(MW_X86)

// The beginning of the character that `i` is in or at, if all before `i` is well-formed as far as it goes.
static size_t character_start(const uint8_t *bytes, size_t i) {
  for (size_t back = 1; back <= 3 && back <= i; back++) {
    if (bytes[i - back] < 0x80) break;
    if (bytes[i - back] >= 0xC0) return i - back;
  }
  return i;
}

// Which errors a byte and the one before it can be part of; the byte pair is in error if three look-ups, by the halves
// of the first byte and the high half of the second, agree on one (Keiser and Lemire, "Validating UTF-8 In Less Than One
// Instruction Per Byte", Software: Practice and Experience 51, 2021).
enum {
  TOO_SHORT = 1 << 0,   // a lead byte, and no continuation behind it
  TOO_LONG = 1 << 1,    // US-ASCII, and a continuation behind it
  OVERLONG_3 = 1 << 2,  // E0 80...9F
  TOO_LARGE = 1 << 3,   // F4 90...BF, F5...FF
  SURROGATE = 1 << 4,   // ED A0...BF
  OVERLONG_2 = 1 << 5,  // C0, C1
  TOO_LARGE_1000 = 1 << 6,
  OVERLONG_4 = 1 << 6,  // F0 80...8F
  TWO_CONTS = 1 << 7,   // two continuations: right only behind a lead of three or four
  CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS,
};

#define BY_HIGH_OF_FIRST                                                                                    \
  TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, (char)TWO_CONTS,          \
      (char)TWO_CONTS, (char)TWO_CONTS, (char)TWO_CONTS, TOO_SHORT | OVERLONG_2, TOO_SHORT,                 \
      TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4
#define BY_LOW_OF_FIRST                                                                                     \
  (char)(CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4), (char)(CARRY | OVERLONG_2), (char)CARRY,            \
      (char)CARRY, (char)(CARRY | TOO_LARGE), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),                   \
      (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),               \
      (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),               \
      (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),               \
      (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000 | SURROGATE),   \
      (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000)
#define BY_HIGH_OF_SECOND                                                                                   \
  TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,                   \
      (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4),                 \
      (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE),                                   \
      (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE),                                    \
      (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT

// Whether a block is in error, given the bytes one, two and three before each of its bytes.
MW_AVX2 MW_INLINE int has_error256(__m256i v, __m256i one, __m256i two, __m256i three) {
  const __m256i half = _mm256_set1_epi8(0x0F);
  const __m256i first_high = _mm256_shuffle_epi8(
      _mm256_setr_epi8(BY_HIGH_OF_FIRST, BY_HIGH_OF_FIRST), _mm256_and_si256(_mm256_srli_epi16(one, 4), half));
  const __m256i first_low =
      _mm256_shuffle_epi8(_mm256_setr_epi8(BY_LOW_OF_FIRST, BY_LOW_OF_FIRST), _mm256_and_si256(one, half));
  const __m256i second_high = _mm256_shuffle_epi8(
      _mm256_setr_epi8(BY_HIGH_OF_SECOND, BY_HIGH_OF_SECOND), _mm256_and_si256(_mm256_srli_epi16(v, 4), half));
  const __m256i pairs = _mm256_and_si256(_mm256_and_si256(first_high, first_low), second_high);
  // Two continuations are right, and wanted, two behind a lead of three and three behind one of four.
  const __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8((char)(0xE0 - 0x80)));
  const __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xF0 - 0x80)));
  const __m256i wanted = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  const __m256i error = _mm256_xor_si256(wanted, pairs);
  return !_mm256_testz_si256(error, error);
}

// The bytes before a block are read again from where they are: three for the first block are not there, so it begins at 3.
MW_AVX2 static size_t valid_avx2(const uint8_t *bytes, size_t count) {
  size_t i = 0;
  while (i < count && i < 3) {
    const size_t length = character_length(bytes + i, count - i);
    if (length == 0) return i;
    i += length;
  }
  for (; count >= 32 && i <= count - 32; i += 32) {
    const __m256i v = _mm256_loadu_si256((const __m256i *)(bytes + i));
    const __m256i one = _mm256_loadu_si256((const __m256i *)(bytes + i - 1));
    if (_mm256_movemask_epi8(_mm256_or_si256(v, one)) == 0) continue;
    const __m256i two = _mm256_loadu_si256((const __m256i *)(bytes + i - 2));
    const __m256i three = _mm256_loadu_si256((const __m256i *)(bytes + i - 3));
    if (has_error256(v, one, two, three)) break;
  }
  if (i > count) i = count;
  return valid_from(bytes, count, character_start(bytes, i));
}

MW_AVX512 MW_INLINE int has_error512(__m512i v, __m512i one, __m512i two, __m512i three) {
  const __m512i half = _mm512_set1_epi8(0x0F);
  const __m512i by_first_high = _mm512_broadcast_i32x4(_mm_setr_epi8(BY_HIGH_OF_FIRST));
  const __m512i by_first_low = _mm512_broadcast_i32x4(_mm_setr_epi8(BY_LOW_OF_FIRST));
  const __m512i by_second_high = _mm512_broadcast_i32x4(_mm_setr_epi8(BY_HIGH_OF_SECOND));
  const __m512i first_high = _mm512_shuffle_epi8(by_first_high, _mm512_and_si512(_mm512_srli_epi16(one, 4), half));
  const __m512i first_low = _mm512_shuffle_epi8(by_first_low, _mm512_and_si512(one, half));
  const __m512i second_high = _mm512_shuffle_epi8(by_second_high, _mm512_and_si512(_mm512_srli_epi16(v, 4), half));
  const __m512i pairs = _mm512_and_si512(_mm512_and_si512(first_high, first_low), second_high);
  const __m512i third = _mm512_subs_epu8(two, _mm512_set1_epi8((char)(0xE0 - 0x80)));
  const __m512i fourth = _mm512_subs_epu8(three, _mm512_set1_epi8((char)(0xF0 - 0x80)));
  const __m512i wanted = _mm512_and_si512(_mm512_or_si512(third, fourth), _mm512_set1_epi8((char)0x80));
  return _mm512_test_epi8_mask(_mm512_xor_si512(wanted, pairs), _mm512_set1_epi8((char)0xFF)) != 0;
}

MW_AVX512 static size_t valid_avx512(const uint8_t *bytes, size_t count) {
  size_t i = 0;
  while (i < count && i < 3) {
    const size_t length = character_length(bytes + i, count - i);
    if (length == 0) return i;
    i += length;
  }
  for (; count >= 64 && i <= count - 64; i += 64) {
    const __m512i v = _mm512_loadu_si512(bytes + i), one = _mm512_loadu_si512(bytes + i - 1);
    if (_mm512_movepi8_mask(_mm512_or_si512(v, one)) == 0) continue;
    const __m512i two = _mm512_loadu_si512(bytes + i - 2), three = _mm512_loadu_si512(bytes + i - 3);
    if (has_error512(v, one, two, three)) break;
  }
  if (i > count) i = count;
  return valid_from(bytes, count, character_start(bytes, i));
}

#endif

size_t mw_valid_utf8(const uint8_t *bytes, size_t count) {
#if defined(MW_X86)
  switch (mw_chosen_variant()) {
    case mw_avx512: return valid_avx512(bytes, count);
    case mw_avx2: return valid_avx2(bytes, count);
    default: break;
  }
#endif
  return valid_from(bytes, count, 0);
}

// Charsets of one byte a character

static mw_progress expand_from(const uint8_t *bytes, size_t count, uint8_t *output, size_t room,
                               const uint8_t *upper_half, size_t *malformed, mw_progress at) {
  size_t i = at.consumed, produced = at.produced;
  while (i < count && room - produced >= 4) {
    uint64_t word;
    while (count - i >= 8 && room - produced >= 12 &&
           (memcpy(&word, bytes + i, 8), (word & UINT64_C(0x8080808080808080)) == 0)) {
      memcpy(output + produced, &word, 8);
      produced += 8;
      i += 8;
    }
    if (i == count) break;
    const uint8_t byte = bytes[i++];
    if (byte < 0x80) {
      output[produced++] = byte;
      continue;
    }
    const uint8_t first = upper_half[byte & 0x7F];
    const uint8_t second = upper_half[128 + (byte & 0x7F)], third = upper_half[256 + (byte & 0x7F)];
    output[produced] = first;
    output[produced + 1] = second;
    output[produced + 2] = third;
    produced += third != 0 ? 3 : second != 0 ? 2 : 1;
    *malformed += first == 0xEF && second == 0xBF && third == 0xBD;
  }
  return (mw_progress){i, produced, 0};
}

#if defined(MW_X86)

// 16 characters of up to four bytes, the used ones of which are squeezed together; returns how many those are.
MW_AVX512 MW_INLINE size_t expand_quarter(uint8_t *output, __m128i first, __m128i second, __m128i third,
                                          uint64_t two, uint64_t three) {
  const __m512i characters = _mm512_or_si512(
      _mm512_cvtepu8_epi32(first), _mm512_or_si512(_mm512_slli_epi32(_mm512_cvtepu8_epi32(second), 8),
                                                   _mm512_slli_epi32(_mm512_cvtepu8_epi32(third), 16)));
  const uint64_t used = UINT64_C(0x1111111111111111) | _pdep_u64(two, UINT64_C(0x2222222222222222)) |
                        _pdep_u64(three, UINT64_C(0x4444444444444444));
  _mm512_storeu_si512(output, _mm512_maskz_compress_epi8(used, characters));
  return (size_t)__builtin_popcountll(used);
}

MW_AVX512 MW_INLINE __m512i look_up512(const uint8_t *table, __m512i index) {
  return _mm512_permutex2var_epi8(_mm512_loadu_si512(table), index, _mm512_loadu_si512(table + 64));
}

MW_AVX512 static mw_progress expand_avx512(const uint8_t *bytes, size_t count, uint8_t *output, size_t room,
                                           const uint8_t *upper_half, size_t *malformed) {
  size_t i = 0, produced = 0;
  while (count - i >= 64 && room - produced >= 256) {
    const __m512i v = _mm512_loadu_si512(bytes + i);
    const uint64_t high = _mm512_movepi8_mask(v);
    i += 64;
    if (high == 0) {
      _mm512_storeu_si512(output + produced, v);
      produced += 64;
      continue;
    }
    const __m512i first = _mm512_mask_blend_epi8(high, v, look_up512(upper_half, v));
    const __m512i second = _mm512_maskz_mov_epi8(high, look_up512(upper_half + 128, v));
    const __m512i third = _mm512_maskz_mov_epi8(high, look_up512(upper_half + 256, v));
    const uint64_t two = _mm512_test_epi8_mask(second, second), three = _mm512_test_epi8_mask(third, third);
    if (three != 0) {
      *malformed += (size_t)__builtin_popcountll(_mm512_mask_cmpeq_epi8_mask(
          _mm512_mask_cmpeq_epi8_mask(_mm512_mask_cmpeq_epi8_mask(three, first, _mm512_set1_epi8((char)0xEF)), second,
                                      _mm512_set1_epi8((char)0xBF)),
          third, _mm512_set1_epi8((char)0xBD)));
    }
    produced += expand_quarter(output + produced, _mm512_extracti32x4_epi32(first, 0), _mm512_extracti32x4_epi32(second, 0),
                               _mm512_extracti32x4_epi32(third, 0), two, three);
    produced += expand_quarter(output + produced, _mm512_extracti32x4_epi32(first, 1), _mm512_extracti32x4_epi32(second, 1),
                               _mm512_extracti32x4_epi32(third, 1), two >> 16, three >> 16);
    produced += expand_quarter(output + produced, _mm512_extracti32x4_epi32(first, 2), _mm512_extracti32x4_epi32(second, 2),
                               _mm512_extracti32x4_epi32(third, 2), two >> 32, three >> 32);
    produced += expand_quarter(output + produced, _mm512_extracti32x4_epi32(first, 3), _mm512_extracti32x4_epi32(second, 3),
                               _mm512_extracti32x4_epi32(third, 3), two >> 48, three >> 48);
  }
  return expand_from(bytes, count, output, room, upper_half, malformed, (mw_progress){i, produced, 0});
}

#endif

mw_progress mw_decode_single_byte(const uint8_t *bytes, size_t count, uint8_t *output, size_t room,
                                  const uint8_t *upper_half, size_t *malformed) {
#if defined(MW_X86)
  if (mw_chosen_variant() == mw_avx512) return expand_avx512(bytes, count, output, room, upper_half, malformed);
#endif
  return expand_from(bytes, count, output, room, upper_half, malformed, (mw_progress){0, 0, 0});
}

// Charsets of one or two bytes a character

mw_progress mw_decode_double_byte(const uint8_t *bytes, size_t count, uint8_t *output, size_t room,
                                  const uint32_t *characters) {
  size_t i = 0, produced = 0;
  while (i < count && room - produced >= 4) {
    const uint8_t byte = bytes[i];
    if (byte < 0x80) {
      output[produced++] = byte;
      i += 1;
      continue;
    }
    const size_t index = byte & 0x7F;
    size_t length = 1;
    uint32_t character = characters[index];
    if (character == 0) {
      if (i + 1 == count) break;
      character = characters[128 + index * 256 + bytes[i + 1]];
      if (character == 0) break;
      length = 2;
    }
    output[produced] = (uint8_t)character;
    output[produced + 1] = (uint8_t)(character >> 8);
    output[produced + 2] = (uint8_t)(character >> 16);
    output[produced + 3] = (uint8_t)(character >> 24);
    const uint8_t lead = (uint8_t)character;
    produced += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    i += length;
  }
  return (mw_progress){i, produced, 0};
}
