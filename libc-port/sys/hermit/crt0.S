/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where a program begins. The stack holds what Linux puts there: argc, argv, NULL, envp, NULL, auxiliary vector.
 * _init and _fini are empty: constructors are in the arrays.
 */
	.text
	.globl	_start
	.type	_start, @function
_start:
	.cfi_startproc
	.cfi_undefined rip
	xor	%ebp, %ebp
	mov	%rsp, %rdi
	and	$-16, %rsp
	call	__hermit_start
	ud2
	.cfi_endproc
	.size	_start, . - _start

	.globl	_init, _fini
	.type	_init, @function
	.type	_fini, @function
_init:
_fini:
	ret
	.size	_init, . - _init

	/* The address that stands for this executable in __cxa_atexit. */
	.section .rodata
	.globl	__dso_handle
	.hidden	__dso_handle
	.balign	8
__dso_handle:
	.quad	0

	.section .note.GNU-stack, "", @progbits
