/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * clone3 as glibc calls it: every register but RAX, RCX and R11 reaches both sides (RDX carries the start routine), ids
 * are written where asked, the id word is cleared and woken at the end; malformed arguments are refused.
 */
#include <linux/sched.h>
#include <sys/mman.h>
#include "../futex.h"

#define STACK 65536
#define FLAGS                                                                                                          \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_SIGHAND | CLONE_THREAD | CLONE_PARENT_SETTID |      \
		CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID)

struct mailbox {
	long registers[7]; /* rdx, r8, r9, r10, r12, rbx, rbp as the thread found them */
	volatile int tid_seen;
};

/* Calls clone3; the thread stores its registers at rdx, then its id, and exits. */
long clone3_store_registers(struct clone_args *arguments, size_t size, struct mailbox *box);
__asm__(".text\n.globl clone3_store_registers\n"
	"clone3_store_registers:\n"
	"	push %rbx; push %rbp; push %r12\n"
	"	mov $0x1008, %r8; mov $0x1009, %r9; mov $0x1010, %r10; mov $0x1012, %r12; mov $0x1003, %rbx; mov "
	"$0x1005, %rbp\n"
	"	mov $435, %eax\n"
	"	syscall\n"
	"	test %rax, %rax\n"
	"	jz 1f\n"
	"	cmp $0x1008, %r8; jne 2f\n"
	"	cmp $0x1009, %r9; jne 2f\n"
	"	cmp $0x1012, %r12; jne 2f\n"
	"	pop %r12; pop %rbp; pop %rbx\n"
	"	ret\n"
	"1:	mov %rdx, (%rdx); mov %r8, 8(%rdx); mov %r9, 16(%rdx); mov %r10, 24(%rdx)\n"
	"	mov %r12, 32(%rdx); mov %rbx, 40(%rdx); mov %rbp, 48(%rdx)\n"
	"	mov %rdx, %r12\n"
	"	mov $186, %eax\n" /* gettid */
	"	syscall\n"
	"	mov %eax, 56(%r12)\n"
	"	xor %edi, %edi\n"
	"	mov $60, %eax\n" /* exit */
	"	syscall\n"
	"2:	ud2\n");

static void check_thread(char *stack)
{
	struct mailbox box = {.tid_seen = 0};
	volatile pid_t parent_tid = 0, child_tid = 1;
	struct clone_args arguments = {
		.flags = FLAGS,
		.parent_tid = (uintptr_t)&parent_tid,
		.child_tid = (uintptr_t)&child_tid,
		.stack = (uintptr_t)stack,
		.stack_size = STACK,
	};
	long tid = OK(clone3_store_registers(&arguments, sizeof(arguments), &box));
	pid_t now;

	CHECK_EQ(parent_tid, tid);
	while ((now = __atomic_load_n(&child_tid, __ATOMIC_SEQ_CST)) != 0) {
		if (now == (pid_t)tid)
			futex((void *)&child_tid, FUTEX_WAIT, (uint32_t)now, NULL, NULL, 0);
	}
	CHECK_EQ(box.tid_seen, tid);
	CHECK_EQ(box.registers[0], &box);
	CHECK_EQ(box.registers[1], 0x1008);
	CHECK_EQ(box.registers[2], 0x1009);
	CHECK_EQ(box.registers[3], 0x1010);
	CHECK_EQ(box.registers[4], 0x1012);
	CHECK_EQ(box.registers[5], 0x1003);
	CHECK_EQ(box.registers[6], 0x1005);
}

static void check_errors(char *stack)
{
	struct {
		struct clone_args arguments;
		uint64_t beyond;
	} large = {.arguments = {.flags = FLAGS, .stack = (uintptr_t)stack, .stack_size = STACK}, .beyond = 1};
	struct clone_args *arguments = &large.arguments;

	CHECK_ERRNO(syscall(SYS_clone3, arguments, 32), EINVAL);
	CHECK_ERRNO(syscall(SYS_clone3, &large, sizeof(large)), E2BIG);
	CHECK_ERRNO(syscall(SYS_clone3, BAD_POINTER, sizeof(*arguments)), EFAULT);
	arguments->flags = CLONE_THREAD | CLONE_VM; /* needs CLONE_SIGHAND */
	CHECK_ERRNO(syscall(SYS_clone3, arguments, sizeof(*arguments)), EINVAL);
	arguments->flags = FLAGS;
	arguments->exit_signal = SIGCHLD;
	CHECK_ERRNO(syscall(SYS_clone3, arguments, sizeof(*arguments)), EINVAL);
	arguments->exit_signal = 0;
	arguments->stack_size = 0;
	CHECK_ERRNO(syscall(SYS_clone3, arguments, sizeof(*arguments)), EINVAL);
}

int main(void)
{
	char *stack = OK(mmap(NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0));
	int i;

	check_errors(stack);
	for (i = 0; i < 100; i++)
		check_thread(stack);
	return 0;
}
