; SPDX-License-Identifier: BSD-3-Clause
; Entry of system calls: by the instruction (syscall_entry), and by a call of the function whose address libhermit knows
; (gate_entry). Both move to the thread's kernel stack and leave the same frame there.
;
; SYSCALL (AMD64 manual volume 2, section 6.1.1) works in ring 0 as well: RCX = return address, R11 = RFLAGS, interrupts off by
; SFMASK, stack unchanged. SYSRET would go to ring 3, so the way back is POPFQ, POP RSP, JMP RCX. The red zone of the program
; is not touched: nothing is pushed on its stack. Vector registers stay as they are: the kernel uses none.
;
; Interrupts are on again from POPFQ on. One that arrives before the JMP is over finds kernel code with nothing left to
; do; trap.c recognises the two addresses and treats it as one of the program (syscall_exit_pop, syscall_exit_jump).

%include "constants.inc"

global syscall_entry
global gate_entry
global gate_popped
global gate_pushed
global gate_flags
global syscall_exit_pop
global syscall_exit_jump
extern syscall_dispatch	; void syscall_dispatch(struct regs *regs): interrupts on at entry, off on return
extern trap_return

REGS_VECTOR	equ 16 * 8	; offset of struct regs.vector

section .text
bits 64

; The rest of the frame: RAX is the number of the call, %1 what its RCX will be.
%macro push_registers 1
	push 0
	push REGS_VECTOR_SYSCALL
	push rax
	push rdi
	push rsi
	push rdx
	push %1
	push rax
	push r8
	push r9
	push r10
	push r11
	push rbx
	push rbp
	push r12
	push r13
	push r14
	push r15
%endmacro

align 16
syscall_entry:
	mov [gs:GS_PROGRAM_RSP], rsp
	mov rsp, [gs:GS_STACK_TOP]
	push KERNEL_SS
	push qword [gs:GS_PROGRAM_RSP]
	push r11
	push KERNEL_CS
	push rcx
	push_registers rcx
dispatch:
	sti
	mov rdi, rsp
	sub rsp, 8
	call syscall_dispatch
	add rsp, 8
	; a signal was delivered or returned from: all registers count, RCX and R11 too
	cmp qword [rsp + REGS_VECTOR], REGS_VECTOR_SYSCALL
	jne trap_return
	pop r15
	pop r14
	pop r13
	pop r12
	pop rbp
	pop rbx
	pop r11
	pop r10
	pop r9
	pop r8
	pop rax
	add rsp, 8			; RCX is a call's to destroy
	pop rdx
	pop rsi
	pop rdi
	mov rcx, [rsp + 24]		; rip
	add rsp, 40			; to rflags
	popfq
syscall_exit_pop:
	pop rsp
syscall_exit_jump:
	jmp rcx

; Arguments as with SYSCALL; called by the two bytes of "call rcx", as long as "syscall" is, so that a call that a signal
; interrupted is restarted in the same way. RCX and R11 are destroyed, all other registers kept.
;
; Interrupts are on up to CLI. One that arrives before it makes the program go back to its call: trap.c knows the labels.
align 16
gate_entry:
	pop r11			; where the call came from; a caller of functions has no red zone
gate_popped:
	pushfq
gate_pushed:
	pop rcx
gate_flags:
	cli
	mov [gs:GS_PROGRAM_RSP], rsp
	mov rsp, [gs:GS_STACK_TOP]
	push KERNEL_SS
	push qword [gs:GS_PROGRAM_RSP]
	push rcx
	push KERNEL_CS
	push r11
	lea rcx, [rel gate_entry] ; for the restart
	push_registers rcx
	jmp dispatch
