// Counts work as the compiler sees it, in a build whose code calls back at every edge of the control flow.
#ifndef MIMEWIRE_WORK_COUNTER_H
#define MIMEWIRE_WORK_COUNTER_H

#include <stdint.h>

/// Edges taken, and bytes copied, filled or compared by the C library, on all threads, since the program began.
uint64_t mw_work(void);

#endif
