// sources: sched/rlimit.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* time/signal_timer.c and time/posix_clock.c: periods, overruns, settings that overtake signals. Time stands still but
 * for the test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sched/signal.c"
#include "time/posix_clock.c"
#include "time/signal_timer.c"

#define START 1000000000000ULL

struct process process = {
	.threads = LIST_INIT(process.threads),
	.signals = PROCESS_SIGNALS_INIT(process.signals),
};
static struct thread thread;
static uint64_t now, armed_for;
static struct timer *armed;

struct thread *test_thread_current(void)
{
	return &thread;
}

void *heap_alloc(size_t size)
{
	return NULL; /* timers bring their own memory */
}

void heap_free(void *memory)
{
	assert_null(memory);
}

void sched_wake_for_signal(struct thread *woken)
{
}

void waitq_wake_all(struct waitq *queue, uint32_t events)
{
}

void log_line(const char *format, ...)
{
}

const char *signal_name(int signal)
{
	return "";
}

struct thread *thread_find(int32_t tid)
{
	return NULL;
}

void thread_put(struct thread *put)
{
	atomic_fetch_sub(&put->refs, 1);
}

uint64_t thread_cpu_ns(struct thread *of)
{
	return now - START;
}

unsigned cores_online(void)
{
	return 4;
}

uint64_t clock_monotonic_ns(void)
{
	return now;
}

int64_t clock_realtime_ns(void)
{
	return (int64_t)now + clock_realtime_offset_ns();
}

int64_t clock_realtime_offset_ns(void)
{
	return 5000;
}

uint64_t clock_deadline_after(uint64_t ns)
{
	return now + ns;
}

void timer_init(struct timer *timer, void (*fire)(struct timer *timer))
{
	*timer = (struct timer){.fire = fire};
}

void timer_set(struct timer *timer, uint64_t deadline)
{
	armed = timer;
	armed_for = deadline;
}

bool timer_cancel(struct timer *timer)
{
	bool was = armed == timer;

	armed = NULL;
	return was;
}

static void advance_to(uint64_t to)
{
	while (armed && armed_for <= to) {
		struct timer *due = armed;

		now = max(now, armed_for);
		armed = NULL;
		due->fire(due);
	}
	now = to;
}

static struct signal_timer timer;

static void make_timer(enum posix_clock_kind kind)
{
	struct posix_clock clock = {.kind = kind, .has_timers = true};
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_signo = SIGRTMIN;
	info.si_code = SI_TIMER;
	signal_timer_init(&timer, &clock, NULL, &info);
}

static int setup(void **state)
{
	memset(&thread, 0, sizeof(thread));
	thread.user = true;
	signal_thread_init(&thread, NULL);
	list_init(&process.threads);
	list_append(&process.threads, &thread.process_link);
	now = START;
	armed = NULL;
	make_timer(POSIX_CLOCK_MONOTONIC);
	return 0;
}

static int teardown(void **state)
{
	struct sigaction action = {.sa_handler = SIG_DFL};

	signal_timer_destroy(&timer);
	assert_null(armed);
	signal_thread_free(&thread);
	assert_int_equal(signal_pending_set(), 0);
	return signal_action(SIGRTMIN, &action, NULL);
}

/** The overruns of the signal that waits, or -1. */
static int take(void)
{
	siginfo_t info;

	return signal_take(~0ULL, &info) ? info.si_overrun : -1;
}

static uint64_t left(void)
{
	uint64_t ns, interval;

	signal_timer_get(&timer, &ns, &interval);
	return ns;
}

static void fires_once(void **state)
{
	signal_timer_set(&timer, now + 100, 0);
	assert_int_equal(left(), 100);
	advance_to(START + 99);
	assert_int_equal(take(), -1);
	assert_int_equal(left(), 1);
	advance_to(START + 100);
	assert_int_equal(take(), 0);
	assert_int_equal(left(), 0);
	advance_to(START + 1000);
	assert_int_equal(take(), -1);
}

static void counts_periods_nobody_saw(void **state)
{
	signal_timer_set(&timer, now + 100, 10);
	advance_to(START + 137);
	assert_null(armed); /* it rests until the signal is taken */
	assert_int_equal(left(), 3);
	assert_int_equal(take(), 3); /* at 110, 120, 130 */
	assert_int_equal(armed_for, START + 140);
	assert_int_equal(signal_timer_overrun(&timer), 3);
	advance_to(START + 140);
	assert_int_equal(take(), 0);
	assert_int_equal(signal_timer_overrun(&timer), 0);
}

static void overruns_end_at_the_limit(void **state)
{
	signal_timer_set(&timer, now + 1, 1);
	advance_to(START + 5 * (uint64_t)OVERRUN_MAX);
	assert_int_equal(take(), OVERRUN_MAX);
}

static void goes_on_while_ignored(void **state)
{
	struct sigaction action = {.sa_handler = SIG_IGN};

	signal_action(SIGRTMIN, &action, NULL);
	signal_timer_set(&timer, now + 100, 100);
	advance_to(START + 450);
	assert_int_equal(take(), -1);
	assert_int_equal(armed_for, START + 500);
	action.sa_handler = SIG_DFL;
	signal_action(SIGRTMIN, &action, NULL);
	advance_to(START + 500);
	assert_true(take() >= 0);
}

static void goes_on_when_its_signal_is_dropped(void **state)
{
	struct sigaction action = {.sa_handler = SIG_IGN};

	signal_timer_set(&timer, now + 100, 100);
	advance_to(START + 100);
	signal_action(SIGRTMIN, &action, NULL);
	assert_int_equal(take(), -1);
	assert_int_equal(armed_for, START + 200);
}

static void old_signal_does_not_disturb_a_new_setting(void **state)
{
	signal_timer_set(&timer, now + 100, 100);
	advance_to(START + 350);
	signal_timer_set(&timer, now + 1000, 7);
	assert_int_equal(take(), 0);
	assert_int_equal(armed_for, START + 1350);
}

static void disarmed_it_is_silent(void **state)
{
	signal_timer_set(&timer, now + 100, 100);
	signal_timer_set(&timer, 0, 0);
	assert_null(armed);
	advance_to(START + 1000);
	assert_int_equal(take(), -1);
	assert_int_equal(left(), 0);
}

static void wall_clock(void **state)
{
	make_timer(POSIX_CLOCK_REALTIME);
	signal_timer_set(&timer, now + 5000 + 70, 0);
	assert_int_equal(armed_for, START + 70);
	advance_to(START + 70);
	assert_int_equal(take(), 0);
	assert_int_equal(posix_clock_realtime_deadline(4000), 0);
}

/** CPU time runs as fast as all cores together: the timer looks early enough and fires no earlier than it is due. */
static void cpu_clock(void **state)
{
	make_timer(POSIX_CLOCK_PROCESS);
	signal_timer_set(&timer, 400 * NS_PER_MSEC, 0);
	assert_int_equal(armed_for, START + 100 * NS_PER_MSEC);
	advance_to(START + 399 * NS_PER_MSEC);
	assert_int_equal(take(), -1);
	advance_to(START + 403 * NS_PER_MSEC);
	assert_int_equal(take(), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(fires_once),
		TEST(counts_periods_nobody_saw),
		TEST(overruns_end_at_the_limit),
		TEST(goes_on_while_ignored),
		TEST(goes_on_when_its_signal_is_dropped),
		TEST(old_signal_does_not_disturb_a_new_setting),
		TEST(disarmed_it_is_silent),
		TEST(wall_clock),
		TEST(cpu_clock),
	};

	return cmocka_run_group_tests_name("signal_timer", tests, NULL, NULL);
}
