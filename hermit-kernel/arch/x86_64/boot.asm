; SPDX-License-Identifier: BSD-3-Clause
; First instructions of the boot core.
;
; PVH (Xen's docs/misc/pvh.pandoc, x86/HVM direct boot ABI): 32-bit protected mode, flat segments, paging off, interrupts
; off, EBX = physical address of struct hvm_start_info. We build page tables, switch to long mode and go on in
; the upper half.

%include "constants.inc"

global pvh_entry_physical
global boot_pml4
global kernel_pml4_table
global boot_gdt_pointer
global boot_pdpt_high
global boot_directories
global boot_stack_top
extern boot_main	; _Noreturn void boot_main(uint64_t start_info_physical)

; Elf note XEN_ELFNOTE_PHYS32_ENTRY (18): where a PVH loader jumps to.
section .note.pvh note align=4
	dd 4, 4, 18
	db "Xen", 0
	dd pvh_entry - KERNEL_BASE

pvh_entry_physical equ pvh_entry

section .boot.text progbits alloc exec nowrite align=16
bits 32
pvh_entry:
	cli
	cld
	mov esi, ebx			; start info, kept

	; 4 GiB at 2 MiB pages: directories 0-3
	mov edi, boot_directories - KERNEL_BASE
	mov eax, 0x83			; present, writable, large
	xor ecx, ecx
.fill:
	mov [edi + ecx * 8], eax
	mov dword [edi + ecx * 8 + 4], 0
	add eax, 0x200000
	inc ecx
	cmp ecx, 2048
	jne .fill

	; the direct map's first table and the kernel's: four and one directories
	mov edi, boot_pdpt_low - KERNEL_BASE
	mov eax, boot_directories - KERNEL_BASE + 3
	xor ecx, ecx
.pdpt:
	mov [edi + ecx * 8], eax
	add eax, 4096
	inc ecx
	cmp ecx, 4
	jne .pdpt
	mov dword [boot_pdpt_high - KERNEL_BASE + 510 * 8], boot_directories - KERNEL_BASE + 3

	mov eax, boot_pdpt_low - KERNEL_BASE + 3
	mov edx, boot_pdpt_high - KERNEL_BASE + 3
	mov [boot_pml4 - KERNEL_BASE], eax	; identity, for this code and ap_boot.asm only
	mov [boot_pml4 - KERNEL_BASE + 256 * 8], eax
	mov [boot_pml4 - KERNEL_BASE + 511 * 8], edx
	mov [kernel_pml4_table - KERNEL_BASE + 256 * 8], eax
	mov [kernel_pml4_table - KERNEL_BASE + 511 * 8], edx

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
	lgdt [boot_gdt_pointer - KERNEL_BASE]
	jmp KERNEL_CS:(.long_mode - KERNEL_BASE)

bits 64
.long_mode:
	mov rax, .upper_half
	jmp rax
.upper_half:
	mov eax, KERNEL_SS
	mov ss, eax
	xor eax, eax
	mov ds, eax
	mov es, eax
	mov fs, eax
	mov gs, eax
	mov rsp, boot_stack_top
	xor ebp, ebp			; end of back traces
	mov edi, esi
	call boot_main
	ud2

section .rodata
align 16
boot_gdt:
	dq 0
	dq 0x00af9b000000ffff		; 0x08: 64-bit code, ring 0
	dq 0x00cf93000000ffff		; 0x10: data, ring 0
boot_gdt_pointer:
	dw $ - boot_gdt - 1
	dq boot_gdt - KERNEL_BASE

section .bss.page_aligned nobits alloc noexec write align=4096
boot_pml4:		resb 4096
kernel_pml4_table:	resb 4096
boot_pdpt_low:		resb 4096
boot_pdpt_high:		resb 4096
boot_directories:	resb 4 * 4096
boot_stack:		resb 16384
boot_stack_top:
