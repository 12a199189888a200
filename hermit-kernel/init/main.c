/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The boot, in order. Up to sched_begin everything runs on the boot core's first stack; then that context becomes the
 * core's idle thread, and the rest happens in a thread that may sleep.
 */
#include "init/main.h"
#include <arch/boot.h>
#include <arch/irq.h>
#include "drivers/driver.h"
#include "fs/fs.h"
#include "init/exec.h"
#include "isle/boot_info.h"
#include "isle/channel.h"
#include "lib/log.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "net/stack.h"
#include "sched/futex.h"
#include "sched/process.h"
#include "sched/sched.h"
#include "syscall/trace.h"
#include "time/clock.h"

static void check(int error, const char *step)
{
	if (error)
		panic("boot: %s failed with error %d", step, -error);
}

/* Early: /proc has a folder of that name. */
static void identity_set_pid(void)
{
	if (boot_info.identity.host_pid)
		process.pid = (int32_t)boot_info.identity.host_pid;
}

static void identity_init(void)
{
	process.uid = boot_info.identity.uid;
	process.gid = boot_info.identity.gid;
	process.umask = boot_info.identity.umask & 0777;
	process.start_ns = clock_monotonic_ns();
	signal_ignore_from_start(boot_info.signals.ignored);
}

/* In a thread: what may sleep. */
static void boot_rest(void *arg)
{
	(void)arg;
	check(net_init(), "network");
	check(drivers_probe(), "drivers"); /* the channel's carrier, host folders */
	log_line("boot: drivers are up");
	check(fs_init(), "file systems"); /* root image, /proc, /dev, shares; the program's working folder */
	log_line("boot: file systems are mounted");
	check(channel_start(), "channel to the proxy"); /* HELLO; descriptors 0, 1, 2 */
	arch_refine_clock();
	identity_init();
	futex_init(cores_online());
	exec_start();
}

/* This context goes on as the idle thread of the boot core. */
static _Noreturn void sched_begin(void)
{
	struct core *core = core_this();
	struct thread *idle = thread_alloc_idle(core);
	struct thread *first;

	if (!idle)
		panic("boot: no memory for the idle thread");
	core->idle = core->current = core->previous = core->arch.current = idle;
	idle->arch.kernel_stack_top = core->arch.kernel_stack_top;
	arch_start_cores(); /* they idle until there is work */
	log_line("boot: %u cores", cores_online());
	first = thread_create_kernel("boot", boot_rest, NULL, NULL);
	if (is_error(first))
		panic("boot: no memory for the first thread");
	sched_idle();
}

_Noreturn void kernel_main(void)
{
	struct memory_stats memory;

	page_init(&memory_map); /* pages, hence heap and kernel stacks */
	arch_init_core();       /* needs the heap's first pages for nothing, but a page map that is final */
	arch_init_interrupts(); /* maps device registers */
	arch_init_clock();      /* log lines have a time from here on */
	check(boot_info_init(), "boot blob"); /* what to run; also whether to be verbose */
	log_set_verbose(boot_info.isle.flags & HERMIT_ISLE_VERBOSE);
	identity_set_pid();
	syscall_tracing = boot_info.isle.flags & HERMIT_ISLE_TRACE;
	if (boot_info.clock.realtime_ns)
		clock_set_realtime_ns(boot_info.clock.realtime_ns);
	page_stats(NODE_ANY, &memory);
	log_line("boot: %lu MiB of memory, %lu MiB free", memory.total >> 20, memory.free >> 20);
	mm_init();     /* the program's address space, empty */
	sched_begin(); /* other cores, the first thread */
}
