// What libFuzzer calls. The first argument of the command is the target:
//
//     mimewire-fuzz message-stream [options of libFuzzer] [folders of inputs]
#define _POSIX_C_SOURCE 200809L

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// In Swift: see FuzzTargets.
int mw_fuzz_choose(const char *name);
void mw_fuzz_one(const uint8_t *bytes, ptrdiff_t count);
ptrdiff_t mw_fuzz_mutate(uint8_t *bytes, ptrdiff_t count, ptrdiff_t capacity, uint32_t seed);
ptrdiff_t mw_fuzz_cross(const uint8_t *first, ptrdiff_t first_count, const uint8_t *second, ptrdiff_t second_count,
                        uint8_t *output, ptrdiff_t capacity, uint32_t seed);

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t capacity);

// The stacks of allocations are kept for ever, and a fuzzer has many; two frames tell enough.
const char *__asan_default_options(void) { return "malloc_context_size=2:quarantine_size_mb=16"; }

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  // Processes that libFuzzer starts of its own have options only, and inherit the name.
  const char *inherited = getenv("MIMEWIRE_FUZZ_TARGET");
  if (inherited && *argc > 1 && (*argv)[1][0] == '-' && mw_fuzz_choose(inherited)) return 0;
  if (*argc < 2 || !mw_fuzz_choose((*argv)[1])) {
    fprintf(stderr, "usage: %s TARGET [options of libFuzzer] [folders]; `list` lists the targets\n", (*argv)[0]);
    exit(2);
  }
  setenv("MIMEWIRE_FUZZ_TARGET", (*argv)[1], 1);
  // libFuzzer is not to see the name.
  memmove(*argv + 1, *argv + 2, (size_t)(*argc - 1) * sizeof **argv);
  *argc -= 1;
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  mw_fuzz_one(bytes, (ptrdiff_t)count);
  return 0;
}

// Half of the inputs are changed as bytes, half as mail.
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t capacity, unsigned int seed) {
  if (seed & 1) return LLVMFuzzerMutate(bytes, count, capacity);
  return (size_t)mw_fuzz_mutate(bytes, (ptrdiff_t)count, (ptrdiff_t)capacity, seed >> 1);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *first, size_t first_count, const uint8_t *second, size_t second_count,
                                 uint8_t *output, size_t capacity, unsigned int seed) {
  return (size_t)mw_fuzz_cross(first, (ptrdiff_t)first_count, second, (ptrdiff_t)second_count, output,
                               (ptrdiff_t)capacity, seed);
}
