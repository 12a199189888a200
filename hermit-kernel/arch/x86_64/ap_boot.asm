; SPDX-License-Identifier: BSD-3-Clause
; First instructions of an application processor, in real mode at AP_BOOT_PHYSICAL (below 1 MiB, page-aligned; the
; start-up IPI's vector is its page number). smp.c copies ap_boot_code there.
;
; The processors that start together each take a ticket, and with it a stack: ap_boot_stacks[ticket].

%include "constants.inc"

AP_BOOT_PHYSICAL equ 0x8000

global ap_boot_code
global ap_boot_code_end
global ap_boot_stacks
global ap_boot_ticket
global ap_upper_half
extern boot_pml4
extern boot_gdt_pointer
extern ap_main		; _Noreturn void ap_main(uint64_t ticket)

%define ap(label) (AP_BOOT_PHYSICAL + (label) - ap_boot_code)

section .rodata
align 16
ap_boot_code:
bits 16
	cli
	cld
	xor ax, ax
	mov ds, ax
	o32 lgdt [ap(.gdt_pointer)]
	mov eax, CR0_PE
	mov cr0, eax
	jmp dword 0x18:ap(.protected)

bits 32
.protected:
	mov eax, 0x10
	mov ds, eax
	mov ss, eax
	mov es, eax
	mov eax, boot_pml4 - KERNEL_BASE
	mov cr3, eax
	mov eax, CR4_PAE | CR4_PGE | CR4_OSFXSR | CR4_OSXMMEXCPT
	mov cr4, eax
	mov ecx, MSR_EFER
	rdmsr
	or eax, EFER_SCE | EFER_LME | EFER_NXE
	wrmsr
	mov eax, CR0_PE | CR0_MP | CR0_ET | CR0_NE | CR0_WP | CR0_PG
	mov cr0, eax
	jmp KERNEL_CS:ap(.long_mode)

bits 64
.long_mode:
	mov rax, ap_upper_half
	jmp rax

align 8
.gdt:
	dq 0
	dq 0x00af9b000000ffff		; 0x08: 64-bit code
	dq 0x00cf93000000ffff		; 0x10: data
	dq 0x00cf9b000000ffff		; 0x18: 32-bit code
.gdt_pointer:
	dw $ - .gdt - 1
	dd ap(.gdt)
ap_boot_code_end:

section .text
bits 64
ap_upper_half:
	mov eax, 1
	lock xadd [rel ap_boot_ticket], rax
	mov rdi, rax
	mov rdx, [rel ap_boot_stacks]
	mov rsp, [rdx + rax * 8]
	xor ebp, ebp
	call ap_main
	ud2

section .data
align 8
ap_boot_stacks: dq 0		; array of stack tops, one a ticket
ap_boot_ticket: dq 0
