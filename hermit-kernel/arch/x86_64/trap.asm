; SPDX-License-Identifier: BSD-3-Clause
; Entry of exceptions and interrupts, and the way back.
;
; The program runs in ring 0 too, so the CPU would push the frame onto the program's own stack and into its red zone: every
; vector has an IST stack instead. That stack is shared by all vectors of the core, so the stub leaves it at once,
; with interrupts still off: it builds struct regs (arch/regs.h) on the kernel stack of the current thread, or, where
; kernel code was interrupted, below the interrupted frame.
;
; NMI, double fault and machine check stay on stacks of their own: they may interrupt these very lines.

%include "constants.inc"

global trap_stubs	; 256 stubs of 16 bytes each
global trap_return	; restores struct regs at RSP and goes back by IRETQ
extern trap_handle	; void trap_handle(struct regs *regs): interrupts off on entry and on return
extern trap_fatal	; _Noreturn void trap_fatal(struct regs *regs)

%define VECTOR_NMI 2
%define VECTOR_DOUBLE_FAULT 8
%define VECTOR_PAGE_FAULT 14
%define VECTOR_MACHINE_CHECK 18

; what the stub has pushed, from RSP, after RCX and RAX
IST_RCX		equ 0
IST_RAX		equ 8
IST_VECTOR	equ 16
IST_ERROR	equ 24
IST_RIP		equ 32
IST_CS		equ 40
IST_RFLAGS	equ 48
IST_RSP		equ 56
IST_SS		equ 64

; the rest of struct regs below orig_rax; %1 and %2 hold the interrupted RCX and RAX
%macro push_general 2
	push rdi
	push rsi
	push rdx
	push %1
	push %2
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

section .text
bits 64

align 16
trap_stubs:
%assign vector 0
%rep 256
	align 16
  %if vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 29 || vector == 30
	; the CPU pushed an error code
  %else
	push 0
  %endif
	push vector
  %if vector == VECTOR_NMI || vector == VECTOR_DOUBLE_FAULT || vector == VECTOR_MACHINE_CHECK
	jmp near trap_stay
  %elif vector == VECTOR_PAGE_FAULT
	jmp near trap_page_fault
  %else
	jmp near trap_common
  %endif
  %assign vector vector + 1
%endrep
	align 16

; A fault within a page or two of the kernel's own stack pointer is its guard page: there is no stack to go on with.
trap_page_fault:
	push rax
	push rcx
	mov rax, [rsp + IST_RSP]
	mov rcx, cr2
	sub rcx, rax
	add rcx, 4096
	cmp rcx, 8192
	jae trap_choose_stack
	test rax, rax
	jns trap_choose_stack
	pop rcx
	pop rax
trap_stay:
	push -1
	push_general rcx, rax
	mov rdi, rsp
	cld
	call trap_fatal
	ud2

trap_common:
	push rax
	push rcx
trap_choose_stack:
	mov rax, [rsp + IST_RSP]
	test rax, rax
	js .kernel_stack
	mov rax, [gs:GS_STACK_TOP]
.kernel_stack:
	and rax, -16
	mov rcx, rsp
	mov rsp, rax
	push qword [rcx + IST_SS]
	push qword [rcx + IST_RSP]
	push qword [rcx + IST_RFLAGS]
	push qword [rcx + IST_CS]
	push qword [rcx + IST_RIP]
	push qword [rcx + IST_ERROR]
	push qword [rcx + IST_VECTOR]
	push -1
	mov rax, [rcx + IST_RAX]
	push_general qword [rcx + IST_RCX], rax
	mov rdi, rsp
	cld
	; 23 words lie on an aligned stack: one more makes the call's alignment
	sub rsp, 8
	call trap_handle
	add rsp, 8

trap_return:
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
	pop rcx
	pop rdx
	pop rsi
	pop rdi
	add rsp, 24			; orig_rax, vector, error
	iretq
