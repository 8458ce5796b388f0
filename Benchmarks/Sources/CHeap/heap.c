#include "heap.h"

#if defined(__linux__)
#include <features.h>
#endif

#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
#include <malloc.h>

int64_t mw_heap_bytes_in_use(void) {
  struct mallinfo2 use = mallinfo2();
  return (int64_t)(use.uordblks + use.hblkhd);
}

#else

int64_t mw_heap_bytes_in_use(void) { return 0; }

#endif
