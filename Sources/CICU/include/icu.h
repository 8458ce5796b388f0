// What CharsetsICU needs of ICU, without ICU's own headers: Foundation has an ICU too, with the same names for other
// types, and a Swift file that sees both does not compile.

#ifndef MIMEWIRE_CICU_H
#define MIMEWIRE_CICU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// One conversion to UTF-8 and its state.
typedef struct mw_icu_converter mw_icu_converter;

/// A converter from the charset of that name, or null.
///
/// `euro_at_80`: whether the byte 0x80 is the euro sign, as the GBK of Windows has it and ICU's GB 18030 has not.
mw_icu_converter *_Nullable mw_icu_open(const char *_Nonnull name, bool euro_at_80);

void mw_icu_close(mw_icu_converter *_Nonnull converter);

/// Forgets all state, as if the converter had just been opened.
void mw_icu_reset(mw_icu_converter *_Nonnull converter);

/// Whether every character of the charset is one byte.
bool mw_icu_is_single_byte(const mw_icu_converter *_Nonnull converter);

/// How often malformed input became U+FFFD since the last reset.
ptrdiff_t mw_icu_malformed(const mw_icu_converter *_Nonnull converter);

/// Converts until the input is used up or the output is full.
///
/// Moves `*bytes` and `*output` behind what was read and written; false on an error that is neither malformed
/// input nor a full output, such as a lack of memory.
bool mw_icu_convert(mw_icu_converter *_Nonnull converter, const char *_Nullable *_Nonnull bytes,
                    const char *_Nullable bytes_end, char *_Nullable *_Nonnull output, char *_Nullable output_end,
                    bool at_end);

/// The name of a charset in the IANA registry, or else ICU's own, or null for a name that ICU does not list.
///
/// Asking the alias table first keeps a name out of a message from ever being looked for as a file of data.
const char *_Nullable mw_icu_standard_name(const char *_Nonnull name);

/// What charsets bytes may be in, the likeliest first.
typedef struct mw_icu_detection mw_icu_detection;

/// Looks at bytes, which have to stay where they are until the detection is closed; null without memory.
mw_icu_detection *_Nullable mw_icu_detect(const char *_Nonnull bytes, int32_t count);

void mw_icu_close_detection(mw_icu_detection *_Nonnull detection);

int32_t mw_icu_candidate_count(const mw_icu_detection *_Nonnull detection);

/// The name of a candidate below that count; it lives as long as the detection.
const char *_Nullable mw_icu_candidate_name(const mw_icu_detection *_Nonnull detection, int32_t candidate);

int32_t mw_icu_candidate_confidence(const mw_icu_detection *_Nonnull detection, int32_t candidate);

#endif
