// Reads the pack, runs the passes, prints a line of JSON for each.
#define _GNU_SOURCE
#include "contract.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const rung_names[] = {"structure", "selected", "headers", "full"};

typedef struct {
  char *bytes;
  size_t length;
} message;

typedef struct {
  message *messages;
  size_t count, bytes;
} pack;

static void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", peer.name, what);
  exit(2);
}

// Message by message, so that the process never holds the pack twice: peak memory is measured.
static pack read_pack(const char *path, size_t stride) {
  FILE *file = fopen(path, "rb");
  if (!file) fail("cannot open the pack");
  pack pack = {0};
  size_t room = 0;
  unsigned char head[4];
  for (size_t ordinal = 0; fread(head, 1, 4, file) == 4; ordinal++) {
    size_t length = head[0] | head[1] << 8 | head[2] << 16 | (size_t)head[3] << 24;
    if (ordinal % stride != 0) {
      fseek(file, (long)length, SEEK_CUR);
      continue;
    }
    if (pack.count == room) {
      room = room ? room * 2 : 1024;
      pack.messages = realloc(pack.messages, room * sizeof(message));
    }
    char *bytes = malloc(length + 1);
    if (fread(bytes, 1, length, file) != length) fail("the pack is cut off");
    bytes[length] = 0;
    pack.messages[pack.count++] = (message){bytes, length};
    pack.bytes += length;
  }
  fclose(file);
  return pack;
}

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void throughput(const pack *pack, const char *work, rung rung, int warm, int passes) {
  for (int pass = -warm; pass < passes; pass++) {
    counts counts = {0};
    double wall = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t i = 0; i < pack->count; i++) {
      peer.message(pack->messages[i].bytes, pack->messages[i].length, rung, &counts);
    }
    processor = seconds(CLOCK_PROCESS_CPUTIME_ID) - processor;
    wall = seconds(CLOCK_MONOTONIC) - wall;
    if (pass < 0) continue;
    printf("{\"peer\":\"%s\",\"mode\":\"%s\",\"s\":%.9f,\"cpu\":%.9f,\"bytes\":%zu,\"msgs\":%zu,", peer.name,
           work, wall, processor, pack->bytes, pack->count);
    printf("\"parts\":%" PRIu64 ",\"headers\":%" PRIu64 ",\"decoded\":%" PRIu64 ",\"sum\":%" PRIu64 "}\n", counts.parts,
           counts.fields, counts.decoded, counts.sum);
    fflush(stdout);
  }
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void latency(const pack *pack, const char *work, rung rung, int warm, int passes) {
  double *fastest = malloc((pack->count + 1) * sizeof(double));
  for (size_t i = 0; i < pack->count; i++) fastest[i] = 1e9;
  for (int pass = -warm; pass < passes; pass++) {
    counts counts = {0};
    for (size_t i = 0; i < pack->count; i++) {
      double time = seconds(CLOCK_MONOTONIC);
      peer.message(pack->messages[i].bytes, pack->messages[i].length, rung, &counts);
      time = seconds(CLOCK_MONOTONIC) - time;
      if (pass >= 0 && time < fastest[i]) fastest[i] = time;
    }
  }
  if (pack->count == 0) return;
  qsort(fastest, pack->count, sizeof(double), by_size);
  printf("{\"peer\":\"%s\",\"mode\":\"%s\",\"msgs\":%zu,\"p50\":%.0f,\"p99\":%.0f,\"max\":%.0f}\n", peer.name,
         work, pack->count, fastest[pack->count / 2] * 1e9, fastest[pack->count * 99 / 100] * 1e9,
         fastest[pack->count - 1] * 1e9);
}

int main(int argc, char **argv) {
  if (argc < 6) fail("usage: PACK structure|selected|headers|full WARM PASSES STRIDE [latency]");
  int rung = peer.has_codecs ? 0 : -1;
  for (int i = 0; i < 4; i++) {
    if (strcmp(argv[2], rung_names[i]) == 0) rung = i;
  }
  if (rung < 0) fail("no such rung");
  pack pack = read_pack(argv[1], strtoul(argv[5], NULL, 10));
  peer.begin(argv[2]);
  if (argc > 6) {
    latency(&pack, argv[2], rung, atoi(argv[3]), atoi(argv[4]));
  } else {
    throughput(&pack, argv[2], rung, atoi(argv[3]), atoi(argv[4]));
  }
  return 0;
}
