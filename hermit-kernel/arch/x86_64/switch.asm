; SPDX-License-Identifier: BSD-3-Clause
; Context switch between kernel stacks, and the first steps of a new thread.

global arch_switch_stack	; void arch_switch_stack(uint64_t *save_rsp, uint64_t load_rsp)
global thread_start_user	; first address of a program's thread
global thread_start_kernel	; first address of a kernel thread
extern sched_switched		; void sched_switched(void): what a switch leaves to the thread it switched to
extern thread_run_kernel	; _Noreturn void thread_run_kernel(void)
extern arch_program_leave		; void arch_program_leave(struct regs *regs): signals and the like, before the program runs
extern trap_return

section .text
bits 64

; RDI: where to keep our stack pointer; RSI: the other's. Callee-saved registers only, as for any call. Interrupts off.
align 16
arch_switch_stack:
	push rbp
	push rbx
	push r12
	push r13
	push r14
	push r15
	mov [rdi], rsp
	mov rsp, rsi
	pop r15
	pop r14
	pop r13
	pop r12
	pop rbx
	pop rbp
	ret

; RSP is at struct regs of the program, at the top of the thread's stack.
align 16
thread_start_user:
	sub rsp, 8
	call sched_switched
	lea rdi, [rsp + 8]
	call arch_program_leave
	add rsp, 8
	jmp trap_return

align 16
thread_start_kernel:
	call sched_switched
	call thread_run_kernel
	ud2
