// The heap of this program at its highest, where the C library lets itself be asked.
#ifndef MIMEWIRE_HEAP_METER_H
#define MIMEWIRE_HEAP_METER_H

#include <stddef.h>

/// Whether the heap is counted at all: with glibc, and without a sanitizer, which has hooks of its own.
int mw_heap_is_counted(void);

/// From now on the highest counts anew.
void mw_heap_begin(void);

/// How many more bytes were allocated at the highest than when counting began.
ptrdiff_t mw_heap_peak(void);

#endif
