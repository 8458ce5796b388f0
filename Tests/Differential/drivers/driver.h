/* What the drivers written in C and C++ share: reading messages, writing one JSON object a message.
 *
 * In:  `LENGTH\n` and that many bytes, repeated until the end of standard input.
 * Out: {"leaves":[{"type":HEX,"name":HEX|null,"body":HEX}],"from":[HEX],"subject":HEX|null}\n a message,
 *      or {"error":HEX}\n. Strings are in hexadecimal, so that no driver needs to know JSON's escapes or Unicode.
 */
#ifndef DRIVER_H
#define DRIVER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The next message, which lives until the next call; NULL at the end. A zero follows it, uncounted. */
static inline char *next_message(size_t *length) {
  static char *bytes;
  static size_t room;
  if (scanf("%zu", length) != 1 || getchar() != '\n') return NULL;
  if (*length + 1 > room) {
    room = *length + 1;
    bytes = (char *)realloc(bytes, room);
  }
  if (fread(bytes, 1, *length, stdin) != *length) return NULL;
  bytes[*length] = 0;
  return bytes;
}

static inline void put_hex(const char *bytes, size_t length) {
  static const char digits[] = "0123456789abcdef";
  putchar_unlocked('"');
  for (size_t i = 0; i < length; i++) {
    putchar_unlocked(digits[(uint8_t)bytes[i] >> 4]);
    putchar_unlocked(digits[(uint8_t)bytes[i] & 15]);
  }
  putchar_unlocked('"');
}

static inline void put_string(const char *string) {
  if (string) put_hex(string, strlen(string));
  else fputs("null", stdout);
}

/* A list is written element by element: its separator is put before all but the first. */
static inline void put_separator(bool *is_first) {
  if (!*is_first) putchar_unlocked(',');
  *is_first = false;
}

static inline void put_leaf(bool *is_first, const char *type, const char *name, const char *body, size_t length) {
  put_separator(is_first);
  fputs("{\"type\":", stdout);
  put_string(type);
  fputs(",\"name\":", stdout);
  put_string(name);
  fputs(",\"body\":", stdout);
  put_hex(body, length);
  putchar_unlocked('}');
}

static inline void put_error(const char *text) {
  fputs("{\"error\":", stdout);
  put_string(text);
  fputs("}\n", stdout);
  fflush(stdout);
}

#endif
