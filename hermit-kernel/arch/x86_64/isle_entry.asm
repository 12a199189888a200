; SPDX-License-Identifier: BSD-3-Clause
; First instructions of the cores of a multi-kernel isle: what Linux' isle driver jumps to (hermit/boot_block.h).
;
; 64-bit mode on the loader's page tables, interrupts off, no stack, RDI = boot block, ESI = number of this core. The
; boot core builds everything; the others wait until it has stacks and page tables for them.

%include "constants.inc"

BLOCK_VERSION	equ 1
SHARED_VERSION	equ 1
NETWORK_VERSION	equ 1
VECTOR_DOORBELL	equ 0xf3

global isle_others_cr3
extern boot_stack_top
extern ap_boot_stacks
extern ap_upper_half
extern isle_boot_main	; _Noreturn void isle_boot_main(const struct hermit_boot_block *block)

; struct hermit_note_entry
section .note.hermit note align=4
	dd 7, 24, 1
	db "HERMIT", 0, 0
	dd BLOCK_VERSION, SHARED_VERSION, NETWORK_VERSION, VECTOR_DOORBELL
	dq isle_entry

section .text
bits 64
isle_entry:
	cli
	cld
	mov rax, cr4
	or eax, CR4_PAE | CR4_PGE | CR4_OSFXSR | CR4_OSXMMEXCPT
	mov cr4, rax
	mov eax, CR0_PE | CR0_MP | CR0_ET | CR0_NE | CR0_WP | CR0_PG
	mov cr0, rax
	xor ebp, ebp			; end of back traces
	test esi, esi
	jnz .other
	mov rsp, boot_stack_top
	call isle_boot_main
	ud2
.other:
	pause
	cmp qword [rel ap_boot_stacks], 0
	je .other
	mov rax, [rel isle_others_cr3]
	mov cr3, rax
	jmp ap_upper_half

section .data
align 8
isle_others_cr3: dq 0
