// ICU renames its functions by macro (ucnv_open is ucnv_open_72), which hides them from Swift: these inline
// functions stand for them. A converter here is a source converter, a UTF-8 converter and the UTF-16 between
// them, so that one call takes bytes of a charset to bytes of UTF-8.

#ifndef MIMEWIRE_CICU_SHIM_H
#define MIMEWIRE_CICU_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>

enum { mw_icu_pivot_units = 1024 };

/// One conversion to UTF-8 and its state.
typedef struct {
  UConverter *_Nullable source;
  UConverter *_Nullable target;
  /// UTF-16 that is decoded and not yet written: from pivot_source to pivot_target.
  UChar *_Nonnull pivot_source;
  UChar *_Nonnull pivot_target;
  /// How often malformed input became U+FFFD since the last reset.
  ptrdiff_t malformed;
  /// Whether the byte 0x80 is the euro sign, as the GBK of Windows has it and ICU's GB 18030 has not.
  bool euro_at_80;
  UChar pivot[mw_icu_pivot_units];
} mw_icu_converter;

/// Called by ICU for input that is malformed or stands for no character.
static inline void mw_icu_malformed(const void *context, UConverterToUnicodeArgs *args, const char *bytes,
                                    int32_t length, UConverterCallbackReason reason, UErrorCode *error) {
  mw_icu_converter *converter = (mw_icu_converter *)(uintptr_t)context;
  if (reason > UCNV_IRREGULAR) return;  // a reset, a close: nothing to convert
  *error = U_ZERO_ERROR;
  // ICU calls it irregular when one shift follows another: an empty run, in which nothing can be seen, but which
  // cuts a word in two for a filter. A return to US-ASCII (ESC ( B, ~}) ends such a run. A shift away from
  // US-ASCII (ESC $ B, ~{) follows an empty run of US-ASCII, which is what joined encoded words have between them.
  if (reason == UCNV_IRREGULAR && length >= 2 &&
      ((bytes[0] == 0x1B && bytes[1] != '(') || (bytes[0] == '~' && bytes[1] == '{'))) {
    return;
  }
  UChar unit = 0xFFFD;
  if (converter->euro_at_80 && length == 1 && (unsigned char)bytes[0] == 0x80) {
    unit = 0x20AC;
  } else {
    converter->malformed += 1;
  }
  ucnv_cbToUWriteUChars(args, &unit, 1, 0, error);
}

static inline void mw_icu_close(mw_icu_converter *_Nonnull converter) {
  if (converter->source) ucnv_close(converter->source);
  if (converter->target) ucnv_close(converter->target);
  free(converter);
}

/// Forgets all state, as if the converter had just been opened.
static inline void mw_icu_reset(mw_icu_converter *_Nonnull converter) {
  ucnv_reset(converter->source);
  ucnv_reset(converter->target);
  converter->pivot_source = converter->pivot_target = converter->pivot;
  converter->malformed = 0;
}

/// A converter from the charset of that name, or null.
static inline mw_icu_converter *_Nullable mw_icu_open(const char *_Nonnull name, bool euro_at_80) {
  mw_icu_converter *converter = (mw_icu_converter *)calloc(1, sizeof(mw_icu_converter));
  if (!converter) return NULL;
  UErrorCode error = U_ZERO_ERROR;
  converter->euro_at_80 = euro_at_80;
  converter->source = ucnv_open(name, &error);
  converter->target = ucnv_open("UTF-8", &error);
  UConverterToUCallback old_callback;
  const void *old_context;
  if (U_SUCCESS(error)) {
    ucnv_setToUCallBack(converter->source, mw_icu_malformed, converter, &old_callback, &old_context, &error);
  }
  if (U_FAILURE(error)) {
    mw_icu_close(converter);
    return NULL;
  }
  mw_icu_reset(converter);
  return converter;
}

/// Whether every character of the charset is one byte.
static inline bool mw_icu_is_single_byte(const mw_icu_converter *_Nonnull converter) {
  return ucnv_getType(converter->source) == UCNV_SBCS;
}

/// Converts until the input is used up or the output is full.
///
/// Moves `*bytes` and `*output` behind what was read and written; false on an error that is neither malformed
/// input nor a full output, such as a lack of memory.
static inline bool mw_icu_convert(mw_icu_converter *_Nonnull converter, const char *_Nullable *_Nonnull bytes,
                                  const char *_Nullable bytes_end, char *_Nullable *_Nonnull output,
                                  char *_Nullable output_end, bool at_end) {
  UErrorCode error = U_ZERO_ERROR;
  ucnv_convertEx(converter->target, converter->source, output, output_end, bytes, bytes_end, converter->pivot,
                 &converter->pivot_source, &converter->pivot_target, converter->pivot + mw_icu_pivot_units,
                 false, at_end, &error);
  return U_SUCCESS(error) || error == U_BUFFER_OVERFLOW_ERROR;
}

/// The name of a charset in the IANA registry, or else ICU's own, or null for a name that ICU does not list.
///
/// Asking the alias table first keeps a name out of a message from ever being looked for as a file of data.
static inline const char *_Nullable mw_icu_standard_name(const char *_Nonnull name) {
  UErrorCode error = U_ZERO_ERROR;
  if (ucnv_countAliases(name, &error) == 0 || U_FAILURE(error)) return NULL;
  const char *standard = ucnv_getStandardName(name, "IANA", &error);
  return standard ? standard : ucnv_getAlias(name, 0, &error);
}

/// A detector for the bytes, which have to stay where they are until it is closed, or null.
static inline UCharsetDetector *_Nullable mw_icu_open_detector(const char *_Nonnull bytes, int32_t count) {
  UErrorCode error = U_ZERO_ERROR;
  UCharsetDetector *detector = ucsdet_open(&error);
  if (U_FAILURE(error)) return NULL;
  ucsdet_setText(detector, bytes, count, &error);
  if (U_SUCCESS(error)) return detector;
  ucsdet_close(detector);
  return NULL;
}

static inline void mw_icu_close_detector(UCharsetDetector *_Nonnull detector) { ucsdet_close(detector); }

/// The candidates, the likeliest first; they live as long as the detector. `*count` is 0 when there are none.
static inline const UCharsetMatch *_Nonnull *_Nullable mw_icu_candidates(UCharsetDetector *_Nonnull detector,
                                                                         int32_t *_Nonnull count) {
  UErrorCode error = U_ZERO_ERROR;
  const UCharsetMatch **candidates = ucsdet_detectAll(detector, count, &error);
  if (U_FAILURE(error) || !candidates) *count = 0;
  return candidates;
}

static inline const char *_Nullable mw_icu_candidate_name(const UCharsetMatch *_Nonnull candidate) {
  UErrorCode error = U_ZERO_ERROR;
  return ucsdet_getName(candidate, &error);
}

static inline int32_t mw_icu_candidate_confidence(const UCharsetMatch *_Nonnull candidate) {
  UErrorCode error = U_ZERO_ERROR;
  return ucsdet_getConfidence(candidate, &error);
}

#endif
