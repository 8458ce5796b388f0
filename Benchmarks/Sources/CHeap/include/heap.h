// What malloc has handed out and not got back; Swift's Glibc module lacks <malloc.h>.
#ifndef MIMEWIRE_HEAP_H
#define MIMEWIRE_HEAP_H

#include <stdint.h>

/// Bytes of heap in use, malloc's own bookkeeping included; 0 where that cannot be asked.
int64_t mw_heap_bytes_in_use(void);

#endif
