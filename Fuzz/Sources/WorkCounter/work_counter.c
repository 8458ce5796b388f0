// `-fsanitize-coverage=trace-pc-guard` puts a call before every edge. libFuzzer has a function of that name which
// only complains, so the linker is told (`--wrap`) to send the calls here. The same goes for what copies bytes: work
// that no edge of ours shows.
#include "work_counter.h"

#include <stddef.h>

#define UNCOUNTED __attribute__((no_sanitize("coverage")))

static uint64_t work;

UNCOUNTED uint64_t mw_work(void) { return work; }

UNCOUNTED void __wrap___sanitizer_cov_trace_pc_guard(uint32_t *guard) {
  (void)guard;
  work += 1;
}

UNCOUNTED void __wrap___sanitizer_cov_trace_pc_guard_init(uint32_t *first, uint32_t *end) {
  (void)first;
  (void)end;
}

void *__real_memcpy(void *target, const void *source, size_t count);
void *__real_memmove(void *target, const void *source, size_t count);
void *__real_memset(void *target, int byte, size_t count);
int __real_memcmp(const void *left, const void *right, size_t count);

// A copy of 16 bytes costs about what an edge does.
UNCOUNTED void *__wrap_memcpy(void *target, const void *source, size_t count) {
  work += count / 16;
  return __real_memcpy(target, source, count);
}

UNCOUNTED void *__wrap_memmove(void *target, const void *source, size_t count) {
  work += count / 16;
  return __real_memmove(target, source, count);
}

UNCOUNTED void *__wrap_memset(void *target, int byte, size_t count) {
  work += count / 16;
  return __real_memset(target, byte, count);
}

UNCOUNTED int __wrap_memcmp(const void *left, const void *right, size_t count) {
  work += count / 16;
  return __real_memcmp(left, right, count);
}
