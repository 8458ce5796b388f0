// A converter here is a source converter, a UTF-8 converter and the UTF-16 between them, so that one call takes bytes of
// a charset to bytes of UTF-8. See icu.h for what each function promises.
#include "icu.h"
#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>

enum { pivot_units = 1024 };

struct mw_icu_converter {
  UConverter *source;
  UConverter *target;
  // UTF-16 that is decoded and not yet written: from pivot_source to pivot_target.
  UChar *pivot_source;
  UChar *pivot_target;
  ptrdiff_t malformed;
  bool euro_at_80;
  UChar pivot[pivot_units];
};

// Called by ICU for input that is malformed or stands for no character.
static void take_malformed(const void *context, UConverterToUnicodeArgs *args, const char *bytes, int32_t length,
                           UConverterCallbackReason reason, UErrorCode *error) {
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

void mw_icu_close(mw_icu_converter *converter) {
  if (converter->source) ucnv_close(converter->source);
  if (converter->target) ucnv_close(converter->target);
  free(converter);
}

void mw_icu_reset(mw_icu_converter *converter) {
  ucnv_reset(converter->source);
  ucnv_reset(converter->target);
  converter->pivot_source = converter->pivot_target = converter->pivot;
  converter->malformed = 0;
}

mw_icu_converter *mw_icu_open(const char *name, bool euro_at_80) {
  mw_icu_converter *converter = calloc(1, sizeof(mw_icu_converter));
  if (!converter) return NULL;
  UErrorCode error = U_ZERO_ERROR;
  converter->euro_at_80 = euro_at_80;
  converter->source = ucnv_open(name, &error);
  converter->target = ucnv_open("UTF-8", &error);
  UConverterToUCallback old_callback;
  const void *old_context;
  if (U_SUCCESS(error)) {
    ucnv_setToUCallBack(converter->source, take_malformed, converter, &old_callback, &old_context, &error);
  }
  if (U_FAILURE(error)) {
    mw_icu_close(converter);
    return NULL;
  }
  mw_icu_reset(converter);
  return converter;
}

bool mw_icu_is_single_byte(const mw_icu_converter *converter) {
  return ucnv_getType(converter->source) == UCNV_SBCS;
}

ptrdiff_t mw_icu_malformed(const mw_icu_converter *converter) { return converter->malformed; }

bool mw_icu_convert(mw_icu_converter *converter, const char **bytes, const char *bytes_end, char **output,
                    char *output_end, bool at_end) {
  UErrorCode error = U_ZERO_ERROR;
  ucnv_convertEx(converter->target, converter->source, output, output_end, bytes, bytes_end, converter->pivot,
                 &converter->pivot_source, &converter->pivot_target, converter->pivot + pivot_units, false, at_end,
                 &error);
  return U_SUCCESS(error) || error == U_BUFFER_OVERFLOW_ERROR;
}

const char *mw_icu_standard_name(const char *name) {
  UErrorCode error = U_ZERO_ERROR;
  if (ucnv_countAliases(name, &error) == 0 || U_FAILURE(error)) return NULL;
  const char *standard = ucnv_getStandardName(name, "IANA", &error);
  return standard ? standard : ucnv_getAlias(name, 0, &error);
}

struct mw_icu_detection {
  UCharsetDetector *detector;
  const UCharsetMatch **matches;  // live as long as the detector
  int32_t count;
};

mw_icu_detection *mw_icu_detect(const char *bytes, int32_t count) {
  mw_icu_detection *detection = calloc(1, sizeof(mw_icu_detection));
  if (!detection) return NULL;
  UErrorCode error = U_ZERO_ERROR;
  detection->detector = ucsdet_open(&error);
  if (U_FAILURE(error)) {
    free(detection);
    return NULL;
  }
  ucsdet_setText(detection->detector, bytes, count, &error);
  detection->matches = ucsdet_detectAll(detection->detector, &detection->count, &error);
  if (U_FAILURE(error) || !detection->matches) detection->count = 0;
  return detection;
}

void mw_icu_close_detection(mw_icu_detection *detection) {
  ucsdet_close(detection->detector);
  free(detection);
}

int32_t mw_icu_candidate_count(const mw_icu_detection *detection) { return detection->count; }

const char *mw_icu_candidate_name(const mw_icu_detection *detection, int32_t candidate) {
  UErrorCode error = U_ZERO_ERROR;
  return ucsdet_getName(detection->matches[candidate], &error);
}

int32_t mw_icu_candidate_confidence(const mw_icu_detection *detection, int32_t candidate) {
  UErrorCode error = U_ZERO_ERROR;
  return ucsdet_getConfidence(detection->matches[candidate], &error);
}
