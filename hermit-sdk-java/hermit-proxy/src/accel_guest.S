/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The probe guest: 64-bit code that runs where it is put, with the stack and the page tables that accel_kvm.c gives it.
 *
 * It does what a program on an isle does most, and what emulation of a guest is bad at: plain instructions with loads,
 * stores and branches (accel_work), first touches of memory, and exits to the host, which also tell the host the time.
 *
 * accel_work is also called natively, to know what the CPU itself needs for it:
 *	uint64_t accel_work(uint64_t rounds);	SysV ABI, leaf; of the stack it uses the red zone's first 64 bytes
 */
	.section .note.GNU-stack, "", @progbits
	.text
	.globl accel_guest_start, accel_guest_size, accel_work

/* In: %rdi rounds, %rsi first byte and %rdx number of pages to touch. Never returns: HLT ends it. */
accel_guest_start:
	mov	%rdx, %r12
	mov	%rdi, %r13
1:	movb	$1, (%rsi)
	add	$4096, %rsi
	dec	%r12
	jnz	1b
	mov	$3, %r12
2:	out	%al, $0xe9	/* the clock starts */
	mov	%r13, %rdi
	call	accel_work
	out	%al, $0xe9	/* and stops */
	dec	%r12
	jnz	2b
	hlt

/* Four sums that do not wait for each other, so that the CPU can do what an emulator cannot: several at a time. */
	.type	accel_work, @function
accel_work:
	xor	%eax, %eax
	xor	%ecx, %ecx
	xor	%edx, %edx
	xor	%r8d, %r8d
	mov	%rdi, %r9
3:	mov	%rdi, -8(%rsp)
	mov	%rax, -16(%rsp)
	add	-24(%rsp), %rcx
	add	-32(%rsp), %rdx
	add	%rdi, %rax
	xor	-40(%rsp), %r8
	lea	1(%rcx,%rdi), %rcx
	mov	%rcx, -48(%rsp)
	add	-56(%rsp), %rdx
	rol	$7, %r8
	test	$8, %dil
	jz	4f
	inc	%rdx
4:	dec	%rdi
	jnz	3b
	add	%rcx, %rax
	add	%rdx, %rax
	xor	%r8, %rax
	ret
	.size	accel_work, . - accel_work
accel_guest_end:

	.section .rodata
	.balign 4
accel_guest_size:
	.long accel_guest_end - accel_guest_start
