// The transfer encodings of GMime 3, block by block into one buffer.
#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"

static GMimeEncoding codec;
static GByteArray *output;

static void begin(const char *work) {
  g_mime_init();
  output = g_byte_array_new();
  if (strcmp(work, "base64") == 0) {
    g_mime_encoding_init_decode(&codec, GMIME_CONTENT_ENCODING_BASE64);
  } else if (strcmp(work, "quoted-printable") == 0) {
    g_mime_encoding_init_decode(&codec, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  } else if (strcmp(work, "base64-encoding") == 0) {
    g_mime_encoding_init_encode(&codec, GMIME_CONTENT_ENCODING_BASE64);
  } else {
    exit(2);
  }
}

static void see_block(const char *bytes, size_t length, rung rung, counts *counts) {
  (void)rung;
  g_mime_encoding_reset(&codec);
  g_byte_array_set_size(output, (guint)g_mime_encoding_outlen(&codec, length));
  touch(counts, output->data, g_mime_encoding_flush(&codec, bytes, length, (char *)output->data));
}

const driver peer = {"gmime", begin, see_block, 1};
