// The charsets of the C library, by iconv(3).
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"

static iconv_t converter;
static char *output;
static size_t room;

static void begin(const char *work) {
  if (strncmp(work, "charset:", 8) != 0) exit(2);
  converter = iconv_open("UTF-8", work + 8);
  if (converter == (iconv_t)-1) exit(2);
}

static void see_block(const char *bytes, size_t length, rung rung, counts *counts) {
  (void)rung;
  if (room < length * 4) output = realloc(output, room = length * 4);
  char *from = (char *)bytes, *to = output;
  size_t left = length, free = room;
  iconv(converter, NULL, NULL, NULL, NULL);
  iconv(converter, &from, &left, &to, &free);
  touch(counts, output, (size_t)(to - output));
}

const driver peer = {"iconv", begin, see_block, 1};
