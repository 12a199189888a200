// sources:
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sched/sched.c on a machine of four cores that the test steps by hand. A context switch only changes who is current,
 * so all of the scheduler's own decisions run: placement, slices, stealing, pushing away, affinity, the race between
 * sleep and wake-up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sched/sched.c"
#include "time/timer.c"

/* The host's, whose headers do not go with the kernel's. */
void *memset(void *to, int byte, size_t size);
_Noreturn void abort(void);
int rand(void);
void srand(unsigned seed);

#define CORES   4
#define THREADS 12
#define STEPS   30000

static struct core cores[CORES];
static struct thread idle[CORES], threads[THREADS];
static unsigned here;
static uint64_t now;
struct process process;

struct core *test_core_this(void)
{
	return &cores[here];
}

struct thread *test_thread_current(void)
{
	return cores[here].current;
}

unsigned cores_online(void)
{
	return CORES;
}

struct core *core_get(unsigned id)
{
	return id < CORES ? &cores[id] : NULL;
}

uint64_t clock_monotonic_ns(void)
{
	return now;
}

void arch_timer_arm(uint64_t deadline)
{
	(void)deadline;
}

bool signal_pending(void)
{
	return false;
}

void thread_put(struct thread *thread)
{
	(void)thread;
}

void panic(const char *format, ...)
{
	fail_msg("panic: %s", format);
	abort();
}

/* schedule() goes on in the new thread, which finishes the switch. */
void arch_switch(struct thread *from, struct thread *to)
{
	(void)from;
	assert_ptr_equal(cores[here].current, to);
}

void arch_idle_wait(void)
{
}

void core_call(const struct cpuset *set, void (*function)(void *), void *arg)
{
	unsigned self = here;

	for (here = 0; here < CORES; here++)
		if (here != self && cpuset_has(set, here))
			function(arg);
	here = self;
}

void arch_ipi_reschedule(unsigned core)
{
	unsigned self = here;

	here = core;
	sched_ipi_handler();
	here = self;
}

static void thread_setup(struct thread *thread, unsigned core)
{
	memset(thread, 0, sizeof(*thread));
	list_init(&thread->run_link);
	memset(&thread->affinity, 0xff, sizeof(thread->affinity));
	thread->core = &cores[core];
}

static int setup(void **state)
{
	now = 1;
	for (unsigned i = 0; i < CORES; i++) {
		memset(&cores[i], 0, sizeof(cores[i]));
		list_init(&cores[i].ready);
		cores[i].id = i;
		cores[i].timer_armed = WAIT_FOREVER;
		thread_setup(&idle[i], i);
		cores[i].idle = cores[i].current = cores[i].previous = &idle[i];
		cores[i].is_idle = true;
	}
	for (unsigned i = 0; i < THREADS; i++)
		thread_setup(&threads[i], i % CORES);
	here = 0;
	return 0;
}

/* What a core does by itself: an idle one looks for work, a busy one honours need_resched. */
static void core_step(unsigned id)
{
	struct core *core = &cores[id];

	here = id;
	if (core->timers && core->timers->deadline <= now)
		timer_run_due();
	if (core->current == core->idle) {
		core->is_idle = true;
		if (core->need_resched || core->ready_count || steal(core))
			schedule();
	} else if (core->need_resched) {
		sched_preempt();
	}
}

static bool running(struct thread *thread)
{
	for (unsigned i = 0; i < CORES; i++)
		if (cores[i].current == thread)
			return true;
	return false;
}

/* Every runnable thread is in exactly one place, where its affinity allows it. */
static void check_places(void)
{
	unsigned found[THREADS] = {0};
	struct thread *thread;

	for (unsigned i = 0; i < CORES; i++) {
		unsigned count = 0;
		assert_false(spin_held(&cores[i].lock));
		list_for_each (thread, &cores[i].ready, run_link) {
			found[thread - threads]++;
			count++;
			assert_ptr_equal(thread->core, &cores[i]);
			assert_true(thread->queued);
			assert_true(may_run(thread, &cores[i]));
		}
		assert_int_equal(count, cores[i].ready_count);
		if (cores[i].current != cores[i].idle)
			found[cores[i].current - threads]++;
	}
	for (unsigned i = 0; i < THREADS; i++)
		assert_int_equal(found[i], atomic_load(&threads[i].state) == THREAD_RUNNABLE);
}

static void block_current(unsigned core)
{
	here = core;
	if (cores[core].current == cores[core].idle)
		return;
	sched_prepare_sleep(true);
	irq_disable();
	schedule();
}

static void start_all(void)
{
	for (unsigned i = 0; i < THREADS; i++) {
		here = 0;
		sched_start(&threads[i]);
	}
}

static void settle(void)
{
	for (unsigned round = 0; round < 50; round++) {
		now += 2 * NS_PER_MSEC;
		for (unsigned i = 0; i < CORES; i++)
			core_step(i);
	}
}

static void wakes_go_to_idle_cores(void **state)
{
	for (unsigned i = 0; i < CORES; i++) {
		here = 0;
		threads[i].core = &cores[0];
		sched_start(&threads[i]);
	}
	for (unsigned i = 0; i < CORES; i++)
		core_step(i);
	for (unsigned i = 0; i < CORES; i++)
		assert_ptr_not_equal(cores[i].current, cores[i].idle);
}

static void a_lone_thread_needs_no_timer(void **state)
{
	here = 0;
	sched_start(&threads[0]);
	for (unsigned i = 0; i < CORES; i++)
		core_step(i);
	settle();
	assert_true(running(&threads[0]));
	for (unsigned i = 0; i < CORES; i++)
		assert_null(cores[i].timers);
}

static void all_make_progress(void **state)
{
	uint64_t ran[THREADS] = {0};

	start_all();
	for (unsigned step = 0; step < 600; step++) {
		now += NS_PER_MSEC;
		for (unsigned i = 0; i < CORES; i++) {
			core_step(i);
			if (cores[i].current != cores[i].idle)
				ran[cores[i].current - threads]++;
		}
		check_places();
	}
	/* 600 steps on 4 cores for 12 threads: 200 each, if it were exact */
	for (unsigned i = 0; i < THREADS; i++)
		assert_in_range(ran[i], 100, 300);
}

static void affinity_holds(void **state)
{
	struct cpuset only = {{0}};

	for (unsigned i = 0; i < THREADS; i++)
		atomic_store(&threads[i].state, i < 6 ? THREAD_RUNNABLE : THREAD_BLOCKED);
	for (unsigned i = 0; i < 6; i++)
		sched_start(&threads[i]);
	settle();
	cpuset_add(&only, 2);
	here = 1;
	for (unsigned i = 0; i < 6; i++)
		assert_int_equal(sched_set_affinity(&threads[i], &only), 0);
	settle();
	check_places();
	for (unsigned i = 0; i < CORES; i++)
		assert_int_equal(cores[i].current == cores[i].idle, i != 2);
	struct cpuset none = {{0}};
	cpuset_add(&none, CORES);
	assert_int_equal(sched_set_affinity(&threads[0], &none), -EINVAL);
}

static void a_reserved_core_is_its_holders(void **state)
{
	struct cpuset only = {{0}};

	start_all();
	settle();
	cores[3].holder = &threads[0];
	here = 1;
	sched_vacate(&cores[3]);
	settle();
	check_places();
	assert_true(cores[3].current == cores[3].idle || cores[3].current == &threads[0]);
	cpuset_add(&only, 3);
	assert_int_equal(sched_set_affinity(&threads[0], &only), 0);
	for (unsigned round = 0; round < 100; round++) {
		settle();
		check_places();
		assert_ptr_equal(cores[3].current, &threads[0]);
		assert_int_equal(cores[3].ready_count, 0);
	}
	/* nobody else is placed there, however idle it is */
	block_current(3);
	for (unsigned i = 1; i < THREADS; i++) {
		here = i % 3;
		sched_wake(&threads[i]);
	}
	settle();
	assert_ptr_equal(cores[3].current, cores[3].idle);
	cores[3].holder = NULL;
	settle();
	assert_ptr_not_equal(cores[3].current, cores[3].idle);
}

static void a_wake_up_before_the_sleep_is_not_lost(void **state)
{
	here = 0;
	sched_start(&threads[0]);
	for (unsigned i = 0; i < CORES; i++)
		core_step(i);
	here = threads[0].core->id;
	sched_prepare_sleep(true);
	here = (here + 1) % CORES;
	assert_true(sched_wake(&threads[0]));
	assert_false(sched_wake(&threads[0]));
	here = threads[0].core->id;
	schedule();
	assert_true(running(&threads[0]));
}

static void random_operations(void **state)
{
	srand(7);
	start_all();
	for (unsigned step = 0; step < STEPS; step++) {
		struct thread *thread = &threads[rand() % THREADS];
		struct cpuset set = {{(uint64_t)(1 + rand() % 15)}};
		now += (uint64_t)rand() % NS_PER_MSEC;
		switch (rand() % 6) {
		case 0:
			block_current((unsigned)rand() % CORES);
			break;
		case 1:
		case 2:
			here = (unsigned)rand() % CORES;
			sched_wake(thread);
			break;
		case 3:
			here = (unsigned)rand() % CORES;
			if (thread != cores[here].current)
				sched_set_affinity(thread, &set);
			break;
		default:
			core_step((unsigned)rand() % CORES);
		}
		if (step % 100 == 0) {
			settle();
			check_places();
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(wakes_go_to_idle_cores, setup),
		cmocka_unit_test_setup(a_lone_thread_needs_no_timer, setup),
		cmocka_unit_test_setup(all_make_progress, setup),
		cmocka_unit_test_setup(affinity_holds, setup),
		cmocka_unit_test_setup(a_reserved_core_is_its_holders, setup),
		cmocka_unit_test_setup(a_wake_up_before_the_sleep_is_not_lost, setup),
		cmocka_unit_test_setup(random_operations, setup),
	};
	return cmocka_run_group_tests_name("sched", tests, NULL, NULL);
}
