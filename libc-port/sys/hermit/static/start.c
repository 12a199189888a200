/* SPDX-License-Identifier: BSD-3-Clause */
/* From _start to main: thread-local storage first, because all else may touch errno. */
#include "thread.h"
#include <elf.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define ARCH_SET_FS 0x1002
#define AUX_RANDOM  25

int main(int argc, char *argv[], char *envp[]);
void __libc_init_array(void);
void __libc_fini_array(void);
_Noreturn void __hermit_start(long *stack);

/* Nothing works without it, and no function that could tell more does. */
static _Noreturn void start_fail(const char *message, size_t size)
{
	port_call(SYS_write, 2, message, size);
	for (;;)
		port_call(SYS_exit_group, 127);
}

static const unsigned char *start_random(char **envp)
{
	static const unsigned char none[16] = {0, 0x5a, 0xc3, 0x96, 0x0f, 0xe1, 0x7d, 0xb4};
	while (*envp)
		envp++;
	for (unsigned long *entry = (unsigned long *)(envp + 1); entry[0]; entry += 2)
		if (entry[0] == AUX_RANDOM)
			return (const unsigned char *)entry[1];
	return none;
}

/* The first thread has the kernel's stack; its storage is a mapping of its own. */
static void start_first_thread(char **envp)
{
	static const char no_memory[] = "newlib: no memory for thread-local storage\n";
	static const char no_fs[] = "newlib: the kernel does not set the FS base\n";
	size_t size = __hermit_tls_size() + __hermit_tls_align();
	int64_t region = port_call(SYS_mmap, 0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (region < 0)
		start_fail(no_memory, sizeof(no_memory) - 1);
	__hermit_tls_seed(start_random(envp));
	struct __hermit_thread *self = __hermit_tls_make((char *)region + size);
	if (port_call(SYS_arch_prctl, ARCH_SET_FS, self) != 0)
		start_fail(no_fs, sizeof(no_fs) - 1);
	self->tid = self->number = (unsigned int)port_call(SYS_set_tid_address, &self->tid);
	self->own_stack = true;
}

_Noreturn void __hermit_start(long *stack)
{
	int argc = (int)stack[0];
	char **argv = (char **)(stack + 1);
	char **envp = argv + argc + 1;
	start_first_thread(envp);
	__hermit_reent_adopt();
	environ = envp;
	atexit(__libc_fini_array);
	__libc_init_array();
	exit(main(argc, argv, envp));
}
