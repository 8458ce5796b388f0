// SIMD kernels, nothing else. Every function reads exactly `count` bytes at `bytes` and never beyond;
// a null pointer is allowed when `count` is 0. The portable code in each file is the definition,
// the vector code must give the same answer (Tests/WireBytesTests compares them).
#ifndef MIMEWIRE_KERNELS_H
#define MIMEWIRE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

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

/// The portable twin of `mw_scan_body`, for tests and for machines without a vector unit.
size_t mw_scan_body_portable(const uint8_t *bytes, size_t count, mw_body_counts *counts);

#endif
