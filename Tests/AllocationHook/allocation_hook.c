// The test executable defines malloc and its kin itself, and the dynamic linker lets that definition win everywhere.
// Each one counts, if its thread asked for it, and calls glibc's own under the name that glibc keeps for this.
// (dlsym(RTLD_NEXT, ...) would allocate before it can answer.) free is glibc's, so nothing is owned here.
#include "allocation_hook.h"

#include <errno.h>
#include <stdint.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif

#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) && \
    !__has_feature(memory_sanitizer)

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static _Thread_local bool is_counting;
static _Thread_local mw_allocations allocations;

static inline void note(size_t size) {
  if (!is_counting) return;
  allocations.count += 1;
  allocations.bytes += size;
}

void *malloc(size_t size) {
  note(size);
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  note(count * size);  // an overflow is glibc's to refuse, and only miscounts here
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  note(size);
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  note(size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note(size);
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  note(size);
  void *memory = __libc_memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *result = memory;
  return 0;
}

bool mw_can_count_allocations(void) { return true; }

void mw_begin_counting_allocations(void) {
  allocations = (mw_allocations){0, 0};
  is_counting = true;
}

mw_allocations mw_end_counting_allocations(void) {
  is_counting = false;
  return allocations;
}

#else

bool mw_can_count_allocations(void) { return false; }

void mw_begin_counting_allocations(void) {}

mw_allocations mw_end_counting_allocations(void) { return (mw_allocations){0, 0}; }

#endif
