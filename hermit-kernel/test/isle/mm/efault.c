/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls that are given memory the program cannot access answer EFAULT; memory never touched before is filled in
 * by the kernel itself.
 */
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include "test.h"

#define PAGE 4096UL

static int zero, ends[2];

static char *map(int protection, size_t size)
{
	return OK(mmap(NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

static void check_transfer(void)
{
	char *pair = map(PROT_READ | PROT_WRITE, 2 * PAGE), *fresh = map(PROT_READ | PROT_WRITE, 1 << 20);
	char *ro = map(PROT_READ, PAGE), *none = map(PROT_NONE, PAGE);
	struct iovec part = {none, 8};

	CHECK_EQ(munmap(pair + PAGE, PAGE), 0);
	CHECK_EQ(read(zero, fresh, 1 << 20), 1 << 20);
	CHECK_ERRNO(read(zero, ro, 10), EFAULT);
	CHECK_ERRNO(read(zero, none, 10), EFAULT);
	CHECK_ERRNO(read(zero, (void *)0xffff800000000000, 10), EFAULT);
	CHECK_ERRNO(write(ends[1], none, 10), EFAULT);
	CHECK_ERRNO(write(ends[1], (void *)0xffffffff80000000, 10), EFAULT);
	CHECK_ERRNO(write(ends[1], (void *)0x7fffffffeff0, 0x100000), EFAULT);
	CHECK_EQ(write(ends[1], ro, 10), 10);
	CHECK_EQ(read(ends[0], pair + PAGE - 10, 10), 10);
	CHECK_ERRNO(writev(ends[1], &part, 1), EFAULT);
}

static void check_structures(void)
{
	CHECK_ERRNO(syscall(SYS_uname, BAD_POINTER), EFAULT);
	CHECK_ERRNO(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, BAD_POINTER), EFAULT);
	CHECK_ERRNO(syscall(SYS_getrandom, BAD_POINTER, 5, 0), EFAULT);
	CHECK_ERRNO(syscall(SYS_rt_sigaction, SIGUSR1, BAD_POINTER, NULL, 8), EFAULT);
	CHECK_ERRNO(syscall(SYS_openat, AT_FDCWD, BAD_POINTER, O_RDONLY), EFAULT);
	CHECK_ERRNO(syscall(SYS_getcwd, BAD_POINTER, 4096), EFAULT);
	CHECK_ERRNO(syscall(SYS_readlink, "/proc/self/exe", BAD_POINTER, 100), EFAULT);
	CHECK_ERRNO(syscall(SYS_pipe2, BAD_POINTER, 0), EFAULT);
	CHECK_ERRNO(syscall(SYS_poll, BAD_POINTER, 1, 0), EFAULT);
	CHECK_ERRNO(syscall(SYS_sched_getaffinity, 0, 128, BAD_POINTER), EFAULT);
	CHECK_ERRNO(syscall(SYS_writev, ends[1], BAD_POINTER, 1), EFAULT);
	CHECK_ERRNO(syscall(SYS_prlimit64, 0, 7, NULL, BAD_POINTER), EFAULT);
	CHECK_ERRNO(syscall(SYS_sysinfo, BAD_POINTER), EFAULT);
	CHECK_ERRNO(syscall(SYS_getrusage, 0, BAD_POINTER), EFAULT);
}

/* A path that ends with its page is read no further. */
static void check_path_at_page_end(void)
{
	char *pair = map(PROT_READ | PROT_WRITE, 2 * PAGE);

	CHECK_EQ(munmap(pair + PAGE, PAGE), 0);
	memcpy(pair + PAGE - 2, "/", 2);
	CHECK_EQ(access(pair + PAGE - 2, F_OK), 0);
	memset(pair + PAGE - 2, '/', 2);
	CHECK_ERRNO(access(pair + PAGE - 2, F_OK), EFAULT);
}

int main(void)
{
	zero = OK(open("/dev/zero", O_RDONLY));
	CHECK_EQ(pipe(ends), 0);
	check_transfer();
	check_structures();
	check_path_at_page_end();
	return 0;
}
