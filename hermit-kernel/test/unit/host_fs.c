/* SPDX-License-Identifier: BSD-3-Clause */
#include "test/unit/host_fs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "fs/dentry.h"
#include "fs/names.h"
#include "fs/pipe.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "mm/user.h"
#include "sched/process.h"
#include "sched/sched.h"
#include "test/unit/host.h"
#include "time/clock.h"


unsigned host_unmaps;

void *heap_realloc(void *memory, size_t size)
{
	return realloc(memory, size);
}

char *heap_strdup(const char *s)
{
	size_t size = strlen(s) + 1;
	char *copy = heap_alloc(size);
	return copy ? memcpy(copy, s, size) : NULL;
}

int clear_fault(void *to, size_t size)
{
	memset(to, 0, size);
	return 0;
}

int64_t clock_realtime_ns(void)
{
	return 1700000000LL * (int64_t)NS_PER_SEC + (int64_t)clock_monotonic_ns();
}

void sched_yield_point(void)
{
}

void mm_unmap_inode(struct inode *inode, uint64_t first_page)
{
	host_unmaps++;
}

void page_stats(int node, struct memory_stats *stats)
{
	*stats = (struct memory_stats){.total = GIB(1), .free = MIB(512)};
}

__attribute__((weak)) int pipe_open_named(struct inode *inode, struct file *file)
{
	return -1;
}

void host_fs_init(void)
{
	spin_init(&process.cwd_lock);
	dentry_init();
	names_init();
}

void host_run(const char *format, ...)
{
	char command[2000];
	va_list args;
	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	int status = system(command);
	if (status != 0) {
		fprintf(stderr, "status %d: %s\n", status, command);
		abort();
	}
}

static char folder[64];

static void remove_folder(void)
{
	host_run("rm -rf %s", folder);
}

const char *host_folder(void)
{
	if (!folder[0]) {
		strlcpy(folder, "/tmp/hermit-unit-XXXXXX", sizeof(folder));
		if (!mkdtemp(folder))
			abort();
		atexit(remove_folder);
	}
	return folder;
}

void *host_load(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	if (!file || fseek(file, 0, SEEK_END))
		abort();
	*size = (size_t)ftell(file);
	rewind(file);
	void *memory = aligned_alloc(PAGE_SIZE, *size);
	if (!memory || fread(memory, 1, *size, file) != *size)
		abort();
	fclose(file);
	return memory;
}

void host_unload(void *memory)
{
	free(memory);
}
