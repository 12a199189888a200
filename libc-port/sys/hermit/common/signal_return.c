/* SPDX-License-Identifier: BSD-3-Clause */
/* The end of every signal handler. 15 is rt_sigreturn; the frame is what the stack pointer names. */
#include "port.h"

_Static_assert(SYS_rt_sigreturn == 15, "system call number");

__asm__(".pushsection .text\n"
	".globl __hermit_signal_return\n"
	".hidden __hermit_signal_return\n"
	".type __hermit_signal_return, @function\n"
	"__hermit_signal_return:\n"
	"	mov	$15, %eax\n"
	"	syscall\n"
	"	ud2\n"
	".size __hermit_signal_return, . - __hermit_signal_return\n"
	".popsection\n");
