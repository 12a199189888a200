/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE
#include "test/unit/machine.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <arch/paging.h>
#include "lib/log.h"
#include "sched/core.h"

#define CORES 4

static struct core cores[CORES];
static _Thread_local unsigned current;
static unsigned lines;

void machine_add_memory(uint64_t start, uint64_t end)
{
	void *wanted = (void *)(uintptr_t)(DIRECT_MAP_BASE + start);
	void *memory = mmap(wanted, end - start, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
	if (memory != wanted) {
		perror("memory of the test machine");
		exit(1);
	}
}

void machine_run_on(unsigned core, unsigned node)
{
	current = core;
	cores[core].id = core;
	cores[core].node = node;
}

uint64_t machine_random(void)
{
	static uint64_t state = 0x9e3779b97f4a7c15ULL;
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 0x2545f4914f6cdd1dULL;
}

uint64_t machine_random_below(uint64_t limit)
{
	return machine_random() % limit;
}

void machine_pause(void)
{
	usleep(0);
}

uint64_t machine_clock_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * NS_PER_SEC + (uint64_t)now.tv_nsec;
}

void *machine_calloc(size_t size)
{
	return calloc(1, size);
}

void machine_free(void *memory)
{
	free(memory);
}

unsigned machine_log_lines(void)
{
	return lines;
}

struct core *test_core_this(void)
{
	return &cores[current];
}

struct core *core_get(unsigned id)
{
	return id < CORES ? &cores[id] : NULL;
}

unsigned cores_online(void)
{
	return CORES;
}

void log_line(const char *format, ...)
{
	lines++;
}

_Noreturn void panic(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	abort();
}
