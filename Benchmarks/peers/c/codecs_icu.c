// The charsets of ICU, through its pivot of UTF-16.
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

#include "contract.h"

static UConverter *from_charset, *to_utf8;
static char *output;
static size_t room;

static void begin(const char *work) {
  UErrorCode error = U_ZERO_ERROR;
  if (strncmp(work, "charset:", 8) != 0) exit(2);
  from_charset = ucnv_open(work + 8, &error);
  to_utf8 = ucnv_open("UTF-8", &error);
  if (U_FAILURE(error)) exit(2);
}

static void see_block(const char *bytes, size_t length, rung rung, counts *counts) {
  (void)rung;
  if (room < length * 4) output = realloc(output, room = length * 4);
  UErrorCode error = U_ZERO_ERROR;
  UChar pivot[4096], *pivot_from = pivot, *pivot_to = pivot;
  const char *from = bytes;
  char *to = output;
  ucnv_convertEx(to_utf8, from_charset, &to, output + room, &from, bytes + length, pivot, &pivot_from, &pivot_to,
                 pivot + 4096, 1, 1, &error);
  touch(counts, output, (size_t)(to - output));
}

const driver peer = {"icu", begin, see_block, 1};
