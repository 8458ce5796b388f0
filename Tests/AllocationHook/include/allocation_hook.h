// Counts what the calling thread allocates, so that a test can show what the library does not copy.
#ifndef MIMEWIRE_ALLOCATION_HOOK_H
#define MIMEWIRE_ALLOCATION_HOOK_H

#include <stdbool.h>
#include <stddef.h>

/// What was asked of malloc, calloc, realloc and their aligned kin. Nothing is subtracted for free.
typedef struct {
  size_t count;
  size_t bytes;
} mw_allocations;

/// Whether allocations are counted at all: with glibc, and without a sanitizer, which has hooks of its own.
bool mw_can_count_allocations(void);

/// Counts the allocations of the calling thread from now on, beginning with none.
void mw_begin_counting_allocations(void);

/// What was allocated since counting began; counting is over.
mw_allocations mw_end_counting_allocations(void);

#endif
