// The contract of a benchmark driver, for peers in C and C++. contract.c has main(); a driver fills in `peer`.
//
//     DRIVER PACK structure|selected|headers|full WARM PASSES STRIDE [latency]
#ifndef CONTRACT_H
#define CONTRACT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How much is done with a message; every rung does what the one before does, and more.
typedef enum {
  STRUCTURE,  ///< header fields and MIME tree
  SELECTED,   ///< and From, Subject and Date
  HEADERS,    ///< and every field decoded
  FULL,       ///< and every leaf decoded: transfer encoding, charset
} rung;

/// What a pass has seen; drivers are compared only where they have seen the same.
typedef struct {
  uint64_t parts;    ///< leaf parts
  uint64_t fields;   ///< header fields of all parts
  uint64_t decoded;  ///< bytes of decoded leaves
  uint64_t sum;      ///< something of each value, so that no optimiser can drop the making of it
} counts;

/// What a driver is.
typedef struct {
  const char *name;
  /// Once, before the first message; `work` is the second argument: a rung's name, or a codec's.
  void (*begin)(const char *work);
  void (*message)(const char *bytes, size_t length, rung rung, counts *counts);
  /// Whether it is codecs that the driver has, `base64`, `charset:koi8-r` and so on, and no rungs.
  int has_codecs;
} driver;

extern const driver peer;

/// Looks at every 64th byte of a decoded leaf.
static inline void touch(counts *counts, const void *decoded, size_t length) {
  const unsigned char *bytes = (const unsigned char *)decoded;
  counts->decoded += length;
  for (size_t i = 0; i < length; i += 64) counts->sum += bytes[i];
}

#ifdef __cplusplus
}
#endif

#endif
