/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ZGC's way with memory: a memfd, grown by fallocate, mapped at several places by MAP_SHARED|MAP_FIXED over a reserve;
 * the views are one memory; a hole punched into the file frees its pages and reads as zero.
 */
#include <sys/mman.h>
#include "test.h"

#define CHUNK (2UL << 20)
#define VIEWS 3

int main(void)
{
	char *reserve = OK(mmap(NULL, 1UL << 40, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
	int fd = OK(memfd_create("java_heap", MFD_CLOEXEC)), view;
	volatile char *views[VIEWS];
	struct stat status;
	size_t i;

	CHECK_EQ(ftruncate(fd, 64L << 20), 0);
	CHECK_EQ(fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 4 * CHUNK), 0);
	CHECK_EQ(fstat(fd, &status), 0);
	CHECK_EQ(status.st_size, 64L << 20);
	CHECK_OP(status.st_blocks * 512, >=, 4 * CHUNK);
	for (view = 0; view < VIEWS; view++) {
		views[view] = reserve + ((size_t)view << 38);
		CHECK_EQ(mmap((void *)views[view], 4 * CHUNK, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0),
			views[view]);
	}
	for (i = 0; i < 4 * CHUNK; i += 4096) {
		views[i / 4096 % VIEWS][i] = (char)(i >> 12);
		CHECK_EQ(views[(i / 4096 + 1) % VIEWS][i], (char)(i >> 12));
	}

	CHECK_EQ(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, CHUNK, CHUNK), 0);
	CHECK_EQ(fstat(fd, &status), 0);
	CHECK_OP(status.st_blocks * 512, <=, 3 * CHUNK);
	for (i = 0; i < 4 * CHUNK; i += 4096)
		for (view = 0; view < VIEWS; view++)
			CHECK_EQ(views[view][i], i >= CHUNK && i < 2 * CHUNK ? 0 : (char)(i >> 12));
	views[0][CHUNK] = 3;
	CHECK_EQ(views[2][CHUNK], 3);

	/* Uncommit a view; the memory behind it stays. */
	CHECK_EQ(mmap((void *)views[1], 4 * CHUNK, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED,
			 -1, 0),
		views[1]);
	CHECK_EQ(views[0][8192], 2);
	CHECK_EQ(munmap(reserve, 1UL << 40), 0);
	CHECK_EQ(close(fd), 0);
	return 0;
}
