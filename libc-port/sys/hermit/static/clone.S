/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The two system calls that need to know exactly where they leave for the kernel and come back. The gate's convention:
 * its address in RCX, the number in RAX, arguments in RDI, RSI, RDX, R10, R8, R9; CALL *%RCX; RCX and R11 are lost.
 */
#define SYS_clone 56

	.text

/*
 * int64_t __hermit_clone(flags, stack, parent_tid, child_tid, tls)
 *
 * A new thread comes back from the gate on its own stack, where no return address lies: it cannot return, but takes its
 * argument from the stack and begins. The stack's end is a multiple of 16 after that, as the ABI wants it at a CALL.
 */
	.globl	__hermit_clone
	.type	__hermit_clone, @function
__hermit_clone:
	.cfi_startproc
	mov	%rcx, %r10
	mov	$SYS_clone, %eax
	mov	hermit_gate(%rip), %rcx
	call	*%rcx
	test	%rax, %rax
	jz	1f
	ret
	.cfi_endproc
1:
	.cfi_startproc
	.cfi_undefined rip
	xor	%ebp, %ebp
	pop	%rdi
	call	__hermit_thread_begin
	ud2
	.cfi_endproc
	.size	__hermit_clone, . - __hermit_clone

/*
 * int64_t __hermit_blocking_call(unsigned int *wanted, number, a, b, c, d, e, f)
 *
 * A call that a cancellation ends. The handler of the signal looks where it interrupted: between begin and end the
 * kernel has not been entered yet (or enters anew), so the call would block; the handler sends it to __hermit_blocking_cancel
 * then. At end the call is over, and an EINTR tells of the signal.
 */
	.globl	__hermit_blocking_call, __hermit_blocking_begin, __hermit_blocking_end, __hermit_blocking_cancel
	.type	__hermit_blocking_call, @function
__hermit_blocking_call:
	.cfi_startproc
	mov	%rdi, %r11
	mov	%rsi, %rax
	mov	%rdx, %rdi
	mov	%rcx, %rsi
	mov	%r8, %rdx
	mov	%r9, %r10
	mov	8(%rsp), %r8
	mov	16(%rsp), %r9
	mov	hermit_gate(%rip), %rcx
__hermit_blocking_begin:
	cmpl	$0, (%r11)
	jne	__hermit_blocking_cancel
	call	*%rcx
__hermit_blocking_end:
	ret
__hermit_blocking_cancel:
	and	$-16, %rsp
	call	__hermit_cancel_now
	ud2
	.cfi_endproc
	.size	__hermit_blocking_call, . - __hermit_blocking_call

	.section .note.GNU-stack, "", @progbits
