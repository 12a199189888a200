/* SPDX-License-Identifier: BSD-3-Clause */
/* Registers and back traces in the log. */
#include "arch/x86_64/trap.h"
#include "lib/log.h"
#include "lib/symbols.h"
#include "mm/kmap.h"

#define FRAMES_MAX 32

void regs_log(const struct regs *regs)
{
	uint64_t cr2, cr3;

	__asm__ volatile("movq %%cr2, %0; movq %%cr3, %1" : "=r"(cr2), "=r"(cr3));
	log_line("rip %016lx  rsp %016lx  rflags %08lx  cs %02lx  vector %lu  error %lx", regs->rip, regs->rsp,
		regs->rflags, regs->cs, regs->vector, regs->error);
	log_line("rax %016lx  rbx %016lx  rcx %016lx  rdx %016lx", regs->rax, regs->rbx, regs->rcx, regs->rdx);
	log_line("rsi %016lx  rdi %016lx  rbp %016lx  r8  %016lx", regs->rsi, regs->rdi, regs->rbp, regs->r8);
	log_line("r9  %016lx  r10 %016lx  r11 %016lx  r12 %016lx", regs->r9, regs->r10, regs->r11, regs->r12);
	log_line("r13 %016lx  r14 %016lx  r15 %016lx  cr2 %016lx  cr3 %lx", regs->r13, regs->r14, regs->r15, cr2, cr3);
}

static void frame_log(unsigned number, uint64_t address)
{
	uint64_t offset = 0;
	const char *name = symbol_find(address, &offset);

	if (name)
		log_line("  #%-2u %016lx  %s+%#lx", number, address, name, offset);
	else
		log_line("  #%-2u %016lx%s", number, address, (int64_t)address >= 0 ? "  (program)" : "");
}

/* Frames of the kernel only, and only upwards on the stack: a damaged chain must not fault again. */
void backtrace_log(uint64_t rip, uint64_t rbp)
{
	log_line("back trace:");
	frame_log(0, rip);
	for (unsigned i = 1; i < FRAMES_MAX && (int64_t)rbp < 0 && rbp % 8 == 0 && !kmap_is_stack_guard(rbp); i++) {
		const uint64_t *frame = (const uint64_t *)rbp;
		if (!frame[1])
			break;
		frame_log(i, frame[1] - 1); /* the call, not what follows it */
		if (frame[0] <= rbp || frame[0] - rbp > KERNEL_STACK_SIZE)
			break;
		rbp = frame[0];
	}
}
