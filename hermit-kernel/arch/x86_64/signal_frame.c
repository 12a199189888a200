/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signal frames. From high to low addresses, as asm/sigcontext.h of Linux lays them out:
 *
 *     red zone of the interrupted function (128 bytes, System V ABI 3.2.2), or the top of the alternate stack
 *     FP_XSTATE_MAGIC2
 *     XSAVE area in standard format, 64-byte aligned; bytes 464 … 511 of its legacy part tell its size
 *     struct rt_sigframe: restorer, ucontext, siginfo         <- RSP of the handler; RSP + 8 is 16-byte aligned
 *
 * The kernel never touches vector registers, so those of the CPU are the program's: XSAVE writes them to the program's
 * stack directly, page faults included. What a frame holds on return is the program's word: XRSTOR checks it, and a #GP
 * or #PF of XRSTOR comes back through the exception table.
 */
#include <arch/extable.h>
#include <arch/signal_frame.h>
#include <arch/start.h>

#include <asm/errno.h>
#include <asm/sigcontext.h>
#include <asm/ucontext.h>
#include "arch/x86_64/fpu.h"
#include "lib/string.h"
#include "mm/user.h"

#define RED_ZONE_SIZE     128
#define XSAVE_ALIGNMENT   64
#define XSAVE_LEGACY_SIZE 512
#define XSAVE_HEADER_SIZE 64
#define XSAVE_SW_OFFSET   464
#define XSTATE_X87_SSE    3ULL
#define MXCSR_INITIAL     0x1f80

/* What a program of ring 3 would see; the program compares, and never loads them. */
#define PROGRAM_CS 0x33
#define PROGRAM_SS 0x2b

#define RFLAGS_FIXED   0x202ULL    /* IF, and the bit that is always 1 */
#define RFLAGS_PROGRAM 0x250dd5ULL /* ID AC RF OF DF TF SF ZF AF PF CF: what a program may set (Intel SDM 1, 3.4.3) */
#define RFLAGS_HANDLER 0x010500ULL /* RF DF TF: off in a handler */

struct rt_sigframe {
	uint64_t restorer;
	struct ucontext context;
	siginfo_t info;
};

/** All components in their initial state: XSTATE_BV is 0, only MXCSR counts (Intel SDM 1, 13.8). */
static const struct {
	uint8_t before[24];
	uint32_t mxcsr;
	uint8_t after[XSAVE_LEGACY_SIZE + XSAVE_HEADER_SIZE - 28];
} __attribute__((aligned(XSAVE_ALIGNMENT))) initial_state = {.mxcsr = MXCSR_INITIAL};

static void vector_state_reset(uint64_t components)
{
	__asm__ volatile("xrstor64 (%0)"
			 :
			 : "r"(&initial_state), "a"((uint32_t)components), "d"((uint32_t)(components >> 32))
			 : "memory");
}

/* These three answer 0, or -EFAULT by way of the exception table. */
static int xsave_to(uint64_t area, uint64_t components)
{
	__asm__ goto("1: xsave64 (%0)\n" EXTABLE_ENTRY("1b", "%l[fault]")
		     :
		     : "r"(area), "a"((uint32_t)components), "d"((uint32_t)(components >> 32))
		     : "memory"
		     : fault);
	return 0;
fault:
	return -EFAULT;
}

static int xrstor_from(uint64_t area, uint64_t components)
{
	__asm__ goto("1: xrstor64 (%0)\n" EXTABLE_ENTRY("1b", "%l[fault]")
		     :
		     : "r"(area), "a"((uint32_t)components), "d"((uint32_t)(components >> 32))
		     : "memory"
		     : fault);
	return 0;
fault:
	return -EFAULT;
}

static int fxrstor_from(uint64_t area)
{
	__asm__ goto("1: fxrstor64 (%0)\n" EXTABLE_ENTRY("1b", "%l[fault]") : : "r"(area) : "memory" : fault);
	return 0;
fault:
	return -EFAULT;
}

static uint32_t vector_frame_size(void)
{
	return fpu_state_size() + FP_XSTATE_MAGIC2_SIZE;
}

uint64_t arch_signal_stack_min(void)
{
	/* the worst alignment of both parts, and the red zone */
	return align_up(sizeof(struct rt_sigframe) + vector_frame_size() + RED_ZONE_SIZE + XSAVE_ALIGNMENT + 24, 16);
}

static int push_vector_state(uint64_t area)
{
	struct _fpx_sw_bytes sw = {
		.magic1 = FP_XSTATE_MAGIC1,
		.extended_size = vector_frame_size(),
		.xfeatures = fpu_state_mask(),
		.xstate_size = fpu_state_size(),
	};
	uint32_t magic2 = FP_XSTATE_MAGIC2;
	uint64_t present;

	/* XSAVE writes XSTATE_BV only; the rest of the header must be zero for XRSTOR */
	if (user_clear(area + XSAVE_LEGACY_SIZE, XSAVE_HEADER_SIZE) || xsave_to(area, fpu_state_mask()) ||
		user_get(&present, area + XSAVE_LEGACY_SIZE))
		return -EFAULT;
	/* A handler may change x87 and SSE state in the frame without knowing of XSTATE_BV: it must count on return. */
	present |= XSTATE_X87_SSE;
	if (user_put(area + XSAVE_LEGACY_SIZE, &present) || user_put(area + XSAVE_SW_OFFSET, &sw) ||
		user_put(area + fpu_state_size(), &magic2))
		return -EFAULT;
	return 0;
}

static void registers_to_context(const struct regs *regs, struct sigcontext *context)
{
	context->r8 = regs->r8;
	context->r9 = regs->r9;
	context->r10 = regs->r10;
	context->r11 = regs->r11;
	context->r12 = regs->r12;
	context->r13 = regs->r13;
	context->r14 = regs->r14;
	context->r15 = regs->r15;
	context->rdi = regs->rdi;
	context->rsi = regs->rsi;
	context->rbp = regs->rbp;
	context->rbx = regs->rbx;
	context->rdx = regs->rdx;
	context->rax = regs->rax;
	context->rcx = regs->rcx;
	context->rsp = regs->rsp;
	context->rip = regs->rip;
	context->eflags = regs->rflags;
	context->cs = PROGRAM_CS;
	context->ss = PROGRAM_SS;
}

static void fill_frame(
	struct rt_sigframe *out, const struct regs *regs, const struct signal_frame *frame, uint64_t vector_area)
{
	struct sigcontext *context = &out->context.uc_mcontext;

	memset(out, 0, sizeof(*out));
	out->restorer = frame->restorer;
	out->info = *frame->info;
	out->context.uc_flags = UC_FP_XSTATE | UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS;
	out->context.uc_stack = frame->stack;
	out->context.uc_sigmask = frame->mask;
	registers_to_context(regs, context);
	context->err = frame->error;
	context->trapno = frame->trap;
	context->cr2 = frame->cr2;
	context->oldmask = frame->mask;
	context->fpstate = (struct _fpstate *)vector_area;
}

/** Where the frame goes; 0 if there is no room. */
static uint64_t place_frame(const struct regs *regs, const struct signal_frame *frame, uint64_t *vector_area)
{
	uint64_t stack = (uint64_t)frame->stack.ss_sp;
	uint64_t top = frame->enter_stack ? stack + frame->stack.ss_size : regs->rsp - RED_ZONE_SIZE;
	uint64_t at;

	*vector_area = align_down(top - vector_frame_size(), XSAVE_ALIGNMENT);
	at = align_down(*vector_area - sizeof(struct rt_sigframe), 16) - 8;
	if (at > top || user_check_range(at, top - at) || (frame->on_stack && at < stack))
		return 0;
	return at;
}

int arch_signal_push(struct regs *regs, const struct signal_frame *frame)
{
	struct rt_sigframe image;
	uint64_t vector_area, at = place_frame(regs, frame, &vector_area);

	if (!at || !frame->restorer || frame->handler >= USER_END)
		return -EFAULT;
	fill_frame(&image, regs, frame, vector_area);
	if (push_vector_state(vector_area) || user_put(at, &image))
		return -EFAULT;
	regs->rip = frame->handler;
	regs->rsp = at;
	regs->rdi = (uint64_t)frame->signal;
	regs->rsi = at + offsetof(struct rt_sigframe, info);
	regs->rdx = at + offsetof(struct rt_sigframe, context);
	regs->rax = 0; /* no vector arguments, should the handler be variadic */
	regs->rflags &= ~RFLAGS_HANDLER;
	regs->orig_rax = REGS_NO_SYSCALL;
	regs->vector = 0; /* all registers count on the way out */
	vector_state_reset(fpu_state_mask());
	return 0;
}

/** Is the area of the extended kind, whole and of a size that this CPU writes? */
static bool is_extended(uint64_t area, struct _fpx_sw_bytes *sw)
{
	uint32_t magic2;

	if (user_get(sw, area + XSAVE_SW_OFFSET) || sw->magic1 != FP_XSTATE_MAGIC1 ||
		sw->xstate_size < XSAVE_LEGACY_SIZE + XSAVE_HEADER_SIZE || sw->xstate_size > fpu_state_size() ||
		sw->extended_size < sw->xstate_size + FP_XSTATE_MAGIC2_SIZE)
		return false;
	return user_get(&magic2, area + sw->xstate_size) == 0 && magic2 == FP_XSTATE_MAGIC2;
}

static int pop_vector_state(uint64_t area)
{
	struct _fpx_sw_bytes sw;
	uint64_t components = XSTATE_X87_SSE;
	int result;

	if (area == 0) {
		vector_state_reset(fpu_state_mask());
		return 0;
	}
	if (user_check_range(area, vector_frame_size()) || !is_aligned(area, 16))
		return -EFAULT;
	if (is_extended(area, &sw)) {
		components = sw.xfeatures & fpu_state_mask();
		result = xrstor_from(area, components);
	} else {
		result = fxrstor_from(area);
	}
	if (!result && (fpu_state_mask() & ~components))
		vector_state_reset(fpu_state_mask() & ~components);
	return result;
}

static void registers_from_context(struct regs *regs, const struct sigcontext *context)
{
	regs->r8 = context->r8;
	regs->r9 = context->r9;
	regs->r10 = context->r10;
	regs->r11 = context->r11;
	regs->r12 = context->r12;
	regs->r13 = context->r13;
	regs->r14 = context->r14;
	regs->r15 = context->r15;
	regs->rdi = context->rdi;
	regs->rsi = context->rsi;
	regs->rbp = context->rbp;
	regs->rbx = context->rbx;
	regs->rdx = context->rdx;
	regs->rax = context->rax;
	regs->rcx = context->rcx;
	regs->rsp = context->rsp;
	regs->rip = context->rip;
	regs->rflags = (context->eflags & RFLAGS_PROGRAM) | RFLAGS_FIXED;
	regs->orig_rax = REGS_NO_SYSCALL;
	regs->vector = 0;
}

int arch_signal_pop(struct regs *regs, uint64_t *mask, stack_t *stack)
{
	uint64_t at = regs->rsp - sizeof(uint64_t); /* the handler's RET has taken the restorer's address */
	struct ucontext context;

	if (user_get(&context, at + offsetof(struct rt_sigframe, context)))
		return -EFAULT;
	/* IRETQ would fault in the kernel on anything that is not canonical */
	if (context.uc_mcontext.rip >= USER_END || context.uc_mcontext.rsp >= USER_END)
		return -EFAULT;
	if (pop_vector_state((uint64_t)context.uc_mcontext.fpstate))
		return -EFAULT;
	registers_from_context(regs, &context.uc_mcontext);
	*mask = context.uc_sigmask;
	*stack = context.uc_stack;
	return 0;
}
