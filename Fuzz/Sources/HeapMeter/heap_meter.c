// The program defines malloc and its kin itself, and the dynamic linker lets that definition win everywhere. Each calls
// glibc's own under the name that glibc keeps for this. Meant for a program that measures on one thread.
#include "heap_meter.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif

#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

static ptrdiff_t current, highest;

static void *taken(void *memory) {
  if (memory) current += (ptrdiff_t)malloc_usable_size(memory);
  if (current > highest) highest = current;
  return memory;
}

void *malloc(size_t size) { return taken(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) { return taken(__libc_calloc(count, size)); }

void free(void *memory) {
  if (memory) current -= (ptrdiff_t)malloc_usable_size(memory);
  __libc_free(memory);
}

void *realloc(void *old, size_t size) {
  ptrdiff_t before = old ? (ptrdiff_t)malloc_usable_size(old) : 0;
  void *memory = __libc_realloc(old, size);
  if (memory) current -= before;
  return taken(memory);
}

void *memalign(size_t alignment, size_t size) { return taken(__libc_memalign(alignment, size)); }

void *aligned_alloc(size_t alignment, size_t size) { return taken(__libc_memalign(alignment, size)); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  void *memory = __libc_memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *result = taken(memory);
  return 0;
}

int mw_heap_is_counted(void) { return 1; }

void mw_heap_begin(void) {
  current = 0;
  highest = 0;
}

ptrdiff_t mw_heap_peak(void) { return highest; }

#else

int mw_heap_is_counted(void) { return 0; }

void mw_heap_begin(void) {}

ptrdiff_t mw_heap_peak(void) { return 0; }

#endif
