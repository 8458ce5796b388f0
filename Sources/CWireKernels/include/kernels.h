// SIMD kernels, nothing else. Every function reads exactly `count` bytes at `bytes` and never beyond;
// a null pointer is allowed when `count` is 0. The portable code in each file is the definition,
// the vector code must give the same answer (Tests/WireBytesTests compares them).
#ifndef MIMEWIRE_KERNELS_H
#define MIMEWIRE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// The variants of a kernel, from the one that is the definition of all to the quickest. A machine that has one has
/// all before it; a kernel without a variant runs the one before it.
typedef enum {
  mw_portable,
  mw_baseline,  // SSE2 or NEON
  mw_avx2,
  mw_avx512,  // with BW, VL, VBMI and VBMI2
} mw_variant;

/// Makes every kernel run that variant, or the best one that the machine has below it; returns which. For tests and
/// measurements: without it the best one runs.
mw_variant mw_force_variant(mw_variant wanted);

/// How far a decoder came, and how many bytes of the line it is in are behind it, where lines matter to it.
typedef struct {
  size_t consumed;
  size_t produced;
  size_t column;
} mw_progress;

/// What a scan of body bytes has counted so far. `previous` carries the last byte over a chunk edge,
/// so that a CR LF cut in two is still one line break.
typedef struct {
  size_t line_feeds;
  size_t carriage_returns;
  size_t line_breaks;  // CR LF pairs: bare LF = line_feeds - line_breaks, bare CR = carriage_returns - line_breaks
  size_t nuls;
  size_t eight_bit;
  uint8_t previous;
} mw_body_counts;

/// The index of the first `byte`, or `count`.
size_t mw_find_byte(const uint8_t *bytes, size_t count, uint8_t byte);

/// The index of the first `a` or `b`, or `count`.
size_t mw_find_either(const uint8_t *bytes, size_t count, uint8_t a, uint8_t b);

/// The index of the first byte above 0x7F, or `count`.
size_t mw_find_eight_bit(const uint8_t *bytes, size_t count);

/// The index of the first LF that "--" follows, or that is so near the end that "--" may still follow;
/// `count` if there is none. Counts the bytes before that index and the LF itself.
size_t mw_scan_body(const uint8_t *bytes, size_t count, mw_body_counts *counts);

/// Copies US-ASCII text without the line breaks of its folds, CR LF or LF (RFC 5322 section 2.2.3); a lone CR stays.
/// Stops before a byte above 0x7F, before "=?", and when there is no room.
mw_progress mw_unfold(const uint8_t *bytes, size_t count, uint8_t *output, size_t room);

/// How many bytes at the beginning are well-formed UTF-8 (RFC 3629 section 4), up to the last whole character.
size_t mw_valid_utf8(const uint8_t *bytes, size_t count);

/// Decodes a single-byte charset to UTF-8 until the bytes are used up or less than 4 bytes of room are left, and adds the
/// number of malformed bytes.
///
/// `upper_half` says what the bytes above 0x7F stand for: characters of one to three bytes, first the 128 first bytes,
/// then the second ones, then the third ones, with 0 behind the last. U+FFFD stands for a byte that is malformed.
mw_progress mw_decode_single_byte(const uint8_t *bytes, size_t count, uint8_t *output, size_t room,
                                  const uint8_t *upper_half, size_t *malformed);

/// Decodes a charset in which US-ASCII stands for itself and every other character takes one byte above 0x7F, or one and
/// any other, to UTF-8. Stops at what the table does not know or the end of the bytes cuts in two, and when less than 4
/// bytes of room are left.
///
/// `characters` holds UTF-8, its first byte lowest, or 0: for the 128 bytes above 0x7F alone, then for each of them and
/// each byte behind it.
mw_progress mw_decode_double_byte(const uint8_t *bytes, size_t count, uint8_t *output, size_t room,
                                  const uint32_t *characters);

/// Frames the header fields at the beginning of `bytes` (RFC 5322 section 2.2) as long as they are ordinary: a name of
/// printable US-ASCII, a colon at once, and everything up to the first LF that neither SP nor TAB follows.
///
/// Stops before any other line, before one that begins with "--", before a field whose end the bytes do not show, and
/// after `capacity` fields. Writes two numbers for each field, the offsets of its colon and of its end, and returns how
/// many fields there are.
size_t mw_frame_fields(const uint8_t *bytes, size_t count, uint32_t *places, size_t capacity);

/// Decodes groups of four base64 characters (RFC 2045 section 6.8) with CR, LF, SP and TAB anywhere between them.
///
/// Stops before any other byte, before a CR or LF that would end a line of more than `longest_line` bytes (of which
/// `column` came before `bytes`), and when there is no room for the next three bytes. What is consumed ends with a
/// whole group and the white space behind it.
mw_progress mw_decode_base64(const uint8_t *bytes, size_t count, uint8_t *output, size_t room, size_t column,
                             size_t longest_line);

/// What a line of quoted-printable may hold before it is odd.
typedef struct {
  size_t longest_line;
  size_t longest_run;  // of blanks; at least 128
} mw_line_limits;

/// Decodes quoted-printable (RFC 2045 section 6.7) as far as nothing about it is odd: bytes that stand for themselves,
/// blanks, `=XX` with digits in upper case, and line breaks, soft or not, as CR LF or LF.
///
/// Stops before any other byte, before blanks at the end of a line or of the bytes or in too long a run, before a line
/// break that would end too long a line (of which `column` bytes came before these), before what the end of the bytes
/// cuts in two, and when there is no room.
mw_progress mw_decode_quoted_printable(const uint8_t *bytes, size_t count, uint8_t *output, size_t room, size_t column,
                                       mw_line_limits limits);

/// What scans of text lines have counted so far. A chunk edge may stand anywhere, between CR and LF too.
typedef struct {
  size_t bare_line_feeds;
  size_t bare_carriage_returns;  // without a CR that is the last byte: what it is, the next byte tells
  size_t nuls;
  size_t eight_bit;
  size_t longest_line;  // of the lines that have ended, without CR LF
  size_t line;          // bytes of the line that has not ended
  uint8_t ends_in_cr;   // 1 if the last byte was a CR
} mw_line_counts;

/// The index of the first '.' that CR LF precedes, both of them among these bytes, or `count`. Counts what is before it.
size_t mw_scan_lines(const uint8_t *bytes, size_t count, mw_line_counts *counts);

#endif
