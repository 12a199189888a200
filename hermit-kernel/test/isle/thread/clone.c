/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The old clone call with all that glibc's clone() offers: stack, TLS, both id addresses, exit code ignored for a
 * thread.
 */
#include <sched.h>
#include <sys/mman.h>
#include "../futex.h"

#define FLAGS                                                                                                          \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |             \
		CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

static volatile pid_t seen_tid;
static volatile long seen_tls;
static char *stack;

/* No libc here: its thread control block is not this thread's. */
static int body(void *argument)
{
	long tid, tls;

	__asm__ volatile("syscall" : "=a"(tid) : "a"(SYS_gettid) : "rcx", "r11", "memory");
	__asm__("mov %%fs:0, %0" : "=r"(tls));
	seen_tls = tls;
	seen_tid = (pid_t)tid + (argument == &seen_tid ? 0 : 1000000);
	__asm__ volatile("syscall" ::"a"(SYS_exit), "D"(5) : "memory");
	return 0;
}

int main(void)
{
	static long tls_block[16];
	volatile pid_t parent_tid = 0, child_tid = 1;
	int tid;

	stack = OK(mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	tls_block[0] = 0x1122334455;
	tls_block[5] = 0; /* stack protector's canary */
	tid = OK(clone(body, stack + 65536, FLAGS, (void *)&seen_tid, &parent_tid, tls_block, &child_tid));
	CHECK_EQ(parent_tid, tid);
	while (__atomic_load_n(&child_tid, __ATOMIC_SEQ_CST) == 1)
		futex((void *)&child_tid, FUTEX_WAIT, 1, NULL, NULL, 0);
	CHECK_EQ(child_tid, 0);
	CHECK_EQ(seen_tid, tid);
	CHECK_EQ(seen_tls, 0x1122334455);
	CHECK_ERRNO(syscall(SYS_clone, CLONE_THREAD | CLONE_VM, stack + 65536, NULL, NULL, NULL), EINVAL);
	CHECK_ERRNO(syscall(SYS_clone, CLONE_SIGHAND, stack + 65536, NULL, NULL, NULL), EINVAL);
	return 0;
}
