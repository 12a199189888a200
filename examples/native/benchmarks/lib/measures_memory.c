/* SPDX-License-Identifier: BSD-3-Clause */
/* Allocation, and the first touch of a page. */
#include "measures.h"

#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define PAGE  4096
#define PAGES 64 /* in a mapping: too few for a large page */

static void allocate_and_free(size_t size)
{
	void *memory = malloc(size);
	if (!memory)
		options_refuse("malloc: no memory for %zu bytes", size);
	__asm__ volatile("" : "+r"(memory)::"memory"); /* else the compiler leaves both calls out */
	free(memory);
}

void measure_malloc(struct samples *samples, size_t size)
{
	SAMPLES_MEASURE(samples, allocate_and_free(size));
}

/* Between two pages that nobody may touch, so that the kernel cannot join it with a neighbour into large pages. */
static char *map_fresh(void)
{
	char *memory = mmap(NULL, (PAGES + 2) * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED || mprotect(memory + PAGE, PAGES * PAGE, PROT_READ | PROT_WRITE) != 0)
		options_refuse("first_touch: no memory for %d pages: %s", PAGES, strerror(errno));
	return memory + PAGE;
}

void measure_first_touch(struct samples *samples, size_t unused)
{
	(void)unused;
	for (size_t done = 0; done < samples->count;) {
		volatile char *memory = map_fresh();
		for (int page = 0; page < PAGES && done < samples->count; page++) {
			uint64_t begin = hermit_tsc();
			memory[page * PAGE] = 1;
			samples->values[done++] = hermit_tsc() - begin;
		}
		munmap((char *)memory - PAGE, (PAGES + 2) * PAGE);
	}
}
