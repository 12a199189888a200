/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mmap, munmap, mprotect and madvise refuse what is malformed, each with Linux' own errno.
 */
#include <sys/mman.h>
#include "test.h"

#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)

/* With five-level page tables there is more above the usual 47 bits. */
static bool has_more_address_bits(void)
{
	void *high = mmap((void *)(1UL << 50), 4096, PROT_NONE, ANON, -1, 0);

	CHECK(high != MAP_FAILED);
	CHECK_EQ(munmap(high, 4096), 0);
	return (uintptr_t)high >= 1UL << 47;
}

static void check_beyond_the_address_space(char *memory)
{
	CHECK_ERRNO(mmap(NULL, SIZE_MAX, PROT_NONE, ANON | MAP_NORESERVE, -1, 0), ENOMEM);
	CHECK_ERRNO(munmap(memory, SIZE_MAX), EINVAL);
	if (has_more_address_bits())
		return;
	CHECK_ERRNO(mmap(NULL, 1UL << 47, PROT_NONE, ANON | MAP_NORESERVE, -1, 0), ENOMEM);
	CHECK_ERRNO(mmap((void *)0x7ffffffff000, 8192, PROT_NONE, ANON | MAP_FIXED, -1, 0), ENOMEM);
	CHECK_ERRNO(mmap((void *)(1UL << 48), 4096, PROT_NONE, ANON | MAP_FIXED, -1, 0), ENOMEM);
	CHECK_ERRNO(munmap((void *)(1UL << 47), 4096), EINVAL);
	CHECK_ERRNO(mprotect((void *)(1UL << 47), 4096, PROT_READ), ENOMEM);
}

static void check_mmap(void)
{
	int pipes[2], folder = OK(open("/", O_RDONLY | O_DIRECTORY));

	CHECK_ERRNO(mmap(NULL, 0, PROT_READ, ANON, -1, 0), EINVAL);
	CHECK_ERRNO(syscall(SYS_mmap, NULL, 4096, PROT_READ, ANON, -1, 1), EINVAL);
	CHECK_ERRNO(mmap((void *)0x10001, 4096, PROT_READ, ANON | MAP_FIXED, -1, 0), EINVAL);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_ANONYMOUS, -1, 0), EINVAL);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, -1, 0), EBADF);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_SHARED, 999, 0), EBADF);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, folder, 0), ENODEV);
	CHECK_EQ(pipe(pipes), 0);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, pipes[0], 0), ENODEV);
	close(folder);
}

static void check_munmap(char *memory)
{
	CHECK_ERRNO(munmap(memory + 1, 4096), EINVAL);
	CHECK_ERRNO(munmap(memory, 0), EINVAL);
	CHECK_EQ(munmap(memory, 1), 0);    /* a length is rounded up to whole pages */
	CHECK_EQ(munmap(memory, 4096), 0); /* nothing mapped there: no error */
}

static void check_mprotect(char *memory)
{
	CHECK_ERRNO(mprotect(memory + 1, 4096, PROT_READ), EINVAL);
	CHECK_ERRNO(mprotect(memory, 4096, 0x40), EINVAL);
	CHECK_EQ(mprotect(memory, 0, PROT_READ), 0);
	CHECK_ERRNO(mprotect(memory - 4096, 8192, PROT_READ), ENOMEM);
}

static void check_madvise(char *memory)
{
	CHECK_ERRNO(madvise(memory + 1, 4096, MADV_DONTNEED), EINVAL);
	CHECK_ERRNO(madvise(memory, 4096, 4711), EINVAL);
	CHECK_EQ(madvise(memory, 0, MADV_DONTNEED), 0);
	CHECK_ERRNO(madvise(memory - 4096, 8192, MADV_DONTNEED), ENOMEM);
	CHECK_EQ(madvise(memory, 4096, MADV_WILLNEED), 0);
	CHECK_EQ(madvise(memory, 4096, MADV_SEQUENTIAL), 0);
	CHECK_EQ(madvise(memory, 4096, MADV_RANDOM), 0);
	CHECK_EQ(madvise(memory, 4096, MADV_NORMAL), 0);
	CHECK_EQ(madvise(memory, 4096, MADV_DONTFORK), 0);
	CHECK_EQ(madvise(memory, 4096, MADV_DONTDUMP), 0);
}

int main(void)
{
	char *memory = OK(mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, ANON, -1, 0));

	CHECK_EQ(munmap(memory, 4096), 0);
	memory += 4096; /* now with a hole before it */
	check_beyond_the_address_space(memory);
	check_mmap();
	check_mprotect(memory);
	check_madvise(memory);
	check_munmap(memory);
	return 0;
}
