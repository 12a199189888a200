// sources: sched/rlimit.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* sched/signal.c: who gets a signal, what is dropped, in which order they come. Four threads; the test says which one
 * runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* not <stdlib.h>: its sigset_t is another one */
void *malloc(size_t size);
void free(void *memory);

#include "sched/signal.c"

#define THREADS 4

struct process process = {.signals = PROCESS_SIGNALS_INIT(process.signals)};
static struct thread threads[THREADS];
static struct thread *running;
static unsigned heap_blocks;
static int woken; /* index of the thread woken last, -1: none */

struct thread *test_thread_current(void)
{
	return running;
}

void *heap_alloc(size_t size)
{
	heap_blocks++;
	return malloc(size);
}

void heap_free(void *memory)
{
	heap_blocks -= memory != NULL;
	free(memory);
}

void sched_wake_for_signal(struct thread *thread)
{
	woken = (int)(thread - threads);
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

static void handle(int signal, __sighandler_t handler)
{
	struct sigaction action = {.sa_handler = handler};

	assert_int_equal(signal_action(signal, &action, NULL), 0);
}

static void caught(int signal)
{
}

static void block(int thread, sigmask_t mask)
{
	running = &threads[thread];
	signal_set_blocked(mask);
}

static siginfo_t info_with(int code, int value)
{
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_code = code;
	info.si_int = value;
	return info;
}

static int take(int thread, sigmask_t set)
{
	siginfo_t info;

	running = &threads[thread];
	return signal_take(set, &info);
}

static int setup(void **state)
{
	memset(threads, 0, sizeof(threads));
	memset(process.signals.actions, 0, sizeof(process.signals.actions));
	for (int i = 0; i < THREADS; i++) {
		threads[i].user = true;
		signal_thread_init(&threads[i], NULL);
	}
	running = &threads[0];
	woken = -1;
	return 0;
}

static int teardown(void **state)
{
	siginfo_t info;

	for (int i = 0; i < THREADS; i++)
		signal_thread_free(&threads[i]);
	while (signal_take(~0ULL, &info))
		;
	assert_int_equal(heap_blocks, 0);
	assert_int_equal(atomic_load(&process.signals.queued), 0);
	return 0;
}

static void standard_signal_waits_once(void **state)
{
	siginfo_t first = info_with(SI_QUEUE, 1), second = info_with(SI_QUEUE, 2), info;

	handle(SIGUSR1, caught);
	assert_int_equal(signal_send_thread(&threads[0], SIGUSR1, &first), 0);
	assert_int_equal(signal_send_thread(&threads[0], SIGUSR1, &second), 0);
	assert_int_equal(signal_take(~0ULL, &info), SIGUSR1);
	assert_int_equal(info.si_int, 1);
	assert_int_equal(signal_take(~0ULL, &info), 0);
}

static void realtime_signals_keep_order_and_values(void **state)
{
	siginfo_t info;

	for (int i = 0; i < 5; i++) {
		siginfo_t sent = info_with(SI_QUEUE, i);
		assert_int_equal(signal_send_process(SIGRTMIN + 3, &sent), 0);
	}
	for (int i = 0; i < 5; i++) {
		assert_int_equal(signal_take(~0ULL, &info), SIGRTMIN + 3);
		assert_int_equal(info.si_int, i);
	}
	assert_int_equal(signal_take(~0ULL, &info), 0);
}

static void order_of_delivery(void **state)
{
	signal_send_process(SIGHUP, NULL);
	signal_send_thread(&threads[0], SIGTERM, NULL);
	signal_send_thread(&threads[0], SIGRTMIN, NULL);
	signal_send_thread(&threads[0], SIGSEGV, NULL);
	signal_send_thread(&threads[0], SIGINT, NULL);
	const int expected[] = {SIGSEGV, SIGINT, SIGTERM, SIGRTMIN, SIGHUP, 0};
	for (size_t i = 0; i < array_size(expected); i++)
		assert_int_equal(take(0, ~0ULL), expected[i]);
}

static void process_signal_goes_to_a_thread_that_takes_it(void **state)
{
	block(0, SIGMASK(SIGTERM));
	block(1, SIGMASK(SIGTERM));
	signal_send_process(SIGTERM, NULL);
	assert_int_equal(woken, 2);
	assert_true(atomic_load(&threads[2].signals.attention));
	assert_false(atomic_load(&threads[0].signals.attention));
	running = &threads[2];
	assert_true(signal_pending());
	running = &threads[0];
	assert_false(signal_pending());
}

static void busy_threads_come_second(void **state)
{
	atomic_store(&threads[0].signals.attention, true);
	signal_send_process(SIGTERM, NULL);
	assert_int_equal(woken, 1);
}

static void blocked_everywhere_it_waits(void **state)
{
	for (int i = 0; i < THREADS; i++)
		block(i, SIGMASK(SIGTERM));
	signal_send_process(SIGTERM, NULL);
	assert_int_equal(woken, -1);
	block(3, 0);
	assert_true(atomic_load(&threads[3].signals.attention));
	assert_int_equal(take(3, ~signal_blocked()), SIGTERM);
}

static void chosen_thread_blocks_it_and_another_is_told(void **state)
{
	signal_send_process(SIGTERM, NULL);
	assert_int_equal(woken, 0);
	block(0, SIGMASK(SIGTERM));
	assert_int_equal(woken, 1);
}

static void chosen_thread_ends_and_another_is_told(void **state)
{
	signal_send_process(SIGTERM, NULL);
	assert_int_equal(woken, 0);
	signal_thread_free(&threads[0]);
	assert_int_equal(woken, 1);
	assert_int_equal(signal_send_thread(&threads[0], SIGTERM, NULL), 0); /* nobody is there: dropped */
	assert_int_equal(take(0, SIGMASK(SIGTERM)), SIGTERM);                /* that of the process */
	assert_int_equal(take(0, SIGMASK(SIGTERM)), 0);
}

static void ignored_signals_are_dropped(void **state)
{
	handle(SIGUSR1, SIG_IGN);
	signal_send_process(SIGUSR1, NULL);
	signal_send_process(SIGWINCH, NULL);
	signal_send_thread(&threads[1], SIGCHLD, NULL);
	signal_send_process(SIGSTOP, NULL);
	signal_send_process(SIGTSTP, NULL);
	assert_int_equal(woken, -1);
	assert_int_equal(signal_pending_set(), 0);
}

static void ignored_but_blocked_it_waits(void **state)
{
	handle(SIGUSR1, SIG_IGN);
	block(0, SIGMASK(SIGUSR1));
	signal_send_process(SIGUSR1, NULL);
	assert_int_equal(signal_pending_set(), SIGMASK(SIGUSR1));
	handle(SIGUSR1, caught);
	block(0, 0);
	assert_int_equal(take(0, ~0ULL), SIGUSR1);
}

static void ignoring_drops_what_waits(void **state)
{
	handle(SIGUSR1, caught);
	signal_send_process(SIGUSR1, NULL);
	signal_send_thread(&threads[2], SIGUSR1, NULL);
	handle(SIGUSR1, SIG_IGN);
	assert_int_equal(take(2, ~0ULL), 0);
	assert_int_equal(signal_pending_set(), 0);
}

static void kill_and_stop_cannot_be_blocked_or_caught(void **state)
{
	struct sigaction action = {.sa_handler = caught};

	block(0, ~0ULL);
	assert_int_equal(signal_blocked(), ~(SIGMASK(SIGKILL) | SIGMASK(SIGSTOP)));
	assert_int_equal(signal_action(SIGKILL, &action, NULL), -EINVAL);
	assert_int_equal(signal_action(SIGSTOP, &action, NULL), -EINVAL);
	assert_int_equal(signal_action(0, NULL, NULL), -EINVAL);
	assert_int_equal(signal_action(65, NULL, NULL), -EINVAL);
	assert_int_equal(signal_action(SIGKILL, NULL, &action), 0);
}

static void full_queue(void **state)
{
	uint64_t limit = rlimit_get(RLIMIT_SIGPENDING);
	siginfo_t queued = info_with(SI_QUEUE, 1), user = info_with(SI_USER, 0);

	for (uint64_t i = 0; i < limit; i++)
		assert_int_equal(signal_send_process(SIGRTMIN, &queued), 0);
	assert_int_equal(signal_send_process(SIGRTMIN, &queued), -EAGAIN);
	assert_int_equal(signal_send_process(SIGRTMIN + 1, &user), 0); /* kill(2) gets through, its details do not */
	assert_int_equal(signal_send_process(SIGTERM, NULL), 0);
	assert_int_equal(take(0, SIGMASK(SIGTERM)), SIGTERM);
	assert_int_equal(take(0, SIGMASK(SIGRTMIN + 1)), SIGRTMIN + 1);
	assert_int_equal(take(0, SIGMASK(SIGRTMIN + 1)), 0);
	for (uint64_t i = 0; i < limit; i++)
		assert_int_equal(take(0, ~0ULL), SIGRTMIN);
	assert_int_equal(take(0, ~0ULL), 0);
}

static void who_waits_for_it_gets_it(void **state)
{
	block(2, SIGMASK(SIGCHLD) | SIGMASK(SIGTERM));
	signal_wait_for(SIGMASK(SIGCHLD) | SIGMASK(SIGTERM));
	signal_send_process(SIGCHLD, NULL); /* ignored by default, not now */
	signal_send_process(SIGTERM, NULL);
	assert_int_equal(woken, -1); /* it is among the watchers, nobody else is disturbed */
	assert_int_equal(take(2, SIGMASK(SIGCHLD)), SIGCHLD);
	signal_wait_for(0); /* it gave up on the other one */
	assert_int_equal(woken, 0);
}

static int handed_out;

static void entry_taken(struct signal_entry *entry, siginfo_t *info)
{
	handed_out++;
	info->si_int = 42;
}

static void entry_of_a_timer(void **state)
{
	struct signal_entry entry = {.taken = entry_taken};
	siginfo_t info;

	handed_out = 0;
	list_init(&entry.link);
	entry.info.si_signo = SIGRTMIN;
	assert_int_equal(signal_send_entry(NULL, &entry), SIGNAL_SENT);
	assert_int_equal(signal_send_entry(NULL, &entry), SIGNAL_STILL_QUEUED);
	assert_int_equal(signal_take(~0ULL, &info), SIGRTMIN);
	assert_int_equal(info.si_int, 42);
	assert_int_equal(handed_out, 1);
	assert_int_equal(signal_send_entry(&threads[1], &entry), SIGNAL_SENT);
	signal_withdraw_entry(&entry);
	assert_int_equal(take(1, ~0ULL), 0);
	assert_int_equal(handed_out, 1);
	handle(SIGRTMIN, SIG_IGN);
	assert_int_equal(signal_send_entry(NULL, &entry), SIGNAL_IGNORED);
	signal_withdraw_entry(&entry); /* it is in no queue */
}

static void threads_inherit_the_mask_only(void **state)
{
	struct thread child = {.user = true};

	block(0, SIGMASK(SIGUSR2));
	signal_send_thread(&threads[0], SIGUSR2, NULL);
	signal_thread_init(&child, &threads[0]);
	running = &child;
	assert_int_equal(signal_blocked(), SIGMASK(SIGUSR2));
	assert_int_equal(signal_pending_set(), 0);
	signal_thread_free(&child);
	signal_thread_free(&child);
}

static void kernel_threads_take_none(void **state)
{
	struct thread helper = {.user = false};

	signal_thread_init(&helper, NULL);
	for (int i = 0; i < THREADS; i++)
		block(i, SIGMASK(SIGTERM));
	signal_send_process(SIGTERM, NULL);
	assert_false(atomic_load(&helper.signals.attention));
	signal_thread_free(&helper);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(standard_signal_waits_once),
		TEST(realtime_signals_keep_order_and_values),
		TEST(order_of_delivery),
		TEST(process_signal_goes_to_a_thread_that_takes_it),
		TEST(busy_threads_come_second),
		TEST(blocked_everywhere_it_waits),
		TEST(chosen_thread_blocks_it_and_another_is_told),
		TEST(chosen_thread_ends_and_another_is_told),
		TEST(ignored_signals_are_dropped),
		TEST(ignored_but_blocked_it_waits),
		TEST(ignoring_drops_what_waits),
		TEST(kill_and_stop_cannot_be_blocked_or_caught),
		TEST(full_queue),
		TEST(who_waits_for_it_gets_it),
		TEST(entry_of_a_timer),
		TEST(threads_inherit_the_mask_only),
		TEST(kernel_threads_take_none),
	};

	return cmocka_run_group_tests_name("signal", tests, NULL, NULL);
}
