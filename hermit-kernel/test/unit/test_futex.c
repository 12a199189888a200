// sources:
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sched/futex.c with the host's threads: waits, wakes, requeues, and a lock made of them under load. The scheduler is a
 * condition variable for each thread; words of program memory are the test's own.
 */
#define sched_yield host_sched_yield /* the kernel and its headers have names of their own */
#define itimerspec  host_itimerspec
#include <pthread.h>
#include <time.h>
#undef sched_yield
#undef itimerspec
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sched/futex.c"

void *malloc(size_t size);
int usleep(unsigned microseconds);

#define THREADS 8
#define ANY     FUTEX_BITSET_MATCH_ANY

struct worker {
	struct thread thread; /* first */
	pthread_t host;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool runnable, interrupted;
	struct futex_wait wait;
	int result;
};

static struct worker workers[THREADS];
static _Thread_local struct worker *self;
static uint32_t a, b;
static uint32_t *same_page_as_a; /* its physical address is a's */
static _Atomic int absent;       /* so many looks without sleeping find no page */

struct thread *test_thread_current(void)
{
	return &self->thread;
}

void *heap_alloc(size_t size)
{
	return malloc(size);
}

_Noreturn void panic(const char *format, ...)
{
	fail_msg("panic");
	__builtin_unreachable();
}

void thread_put(struct thread *thread)
{
	atomic_fetch_sub(&thread->refs, 1);
}

void sched_prepare_sleep(bool interruptible)
{
	assert_true(interruptible);
	pthread_mutex_lock(&self->lock);
	self->runnable = false;
	pthread_mutex_unlock(&self->lock);
}

void sched_cancel_sleep(void)
{
}

bool sched_wake(struct thread *thread)
{
	struct worker *worker = (struct worker *)thread;

	pthread_mutex_lock(&worker->lock);
	worker->runnable = true;
	pthread_cond_signal(&worker->wake);
	pthread_mutex_unlock(&worker->lock);
	return true;
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	return (uint64_t)time.tv_sec * NS_PER_SEC + (uint64_t)time.tv_nsec;
}

int sched_sleep(bool interruptible, uint64_t deadline)
{
	struct timespec until = {(time_t)(deadline / NS_PER_SEC), (long)(deadline % NS_PER_SEC)};
	int result = 0;

	pthread_mutex_lock(&self->lock);
	while (!self->runnable && !self->interrupted && !result) {
		if (deadline == WAIT_FOREVER)
			pthread_cond_wait(&self->wake, &self->lock);
		else if (pthread_cond_timedwait(&self->wake, &self->lock, &until))
			result = -ETIMEDOUT;
	}
	if (!self->runnable && self->interrupted)
		result = -ERESTARTSYS;
	pthread_mutex_unlock(&self->lock);
	return result;
}

int mm_translate(uint64_t address, bool write, phys_t *phys)
{
	*phys = address == (uint64_t)same_page_as_a ? (uint64_t)&a : address;
	return 0;
}

int user_load32(uint64_t address, uint32_t *value)
{
	*value = atomic_load((_Atomic uint32_t *)address);
	return 0;
}

int user_load32_nosleep(uint64_t address, uint32_t *value)
{
	if (atomic_load(&absent) > 0) {
		atomic_fetch_sub(&absent, 1);
		return -EFAULT;
	}
	return user_load32(address, value);
}

int user_cmpxchg32(uint64_t address, uint32_t expected, uint32_t desired, uint32_t *old)
{
	atomic_compare_exchange_strong((_Atomic uint32_t *)address, &expected, desired);
	*old = expected;
	return 0;
}

static void *wait_in_thread(void *arg)
{
	self = arg;
	self->result = futex_wait(&self->wait);
	return NULL;
}

static int waiters_on(uint32_t *word, bool is_private)
{
	struct futex_waiter *waiter;
	struct bucket *bucket;
	futex_key key;
	int count = 0;

	assert_int_equal(key_of((uint64_t)word, is_private, &key), 0);
	bucket = bucket_of(key);
	spin_lock(&bucket->lock);
	list_for_each (waiter, &bucket->waiters, link)
		count += waiter->key == key;
	spin_unlock(&bucket->lock);
	return count;
}

static struct futex_wait wait_for(uint32_t *word, uint32_t bitset)
{
	return (struct futex_wait){(uint64_t)word, *word, bitset, true, WAIT_FOREVER};
}

/** Workers first … last wait as told, and sleep when this returns. */
static void start(int first, int last, struct futex_wait wait)
{
	uint32_t *word = (uint32_t *)wait.address;
	int before = waiters_on(word, wait.is_private);

	for (int i = first; i <= last; i++) {
		workers[i].wait = wait;
		workers[i].result = 1;
		workers[i].interrupted = false;
		assert_int_equal(pthread_create(&workers[i].host, NULL, wait_in_thread, &workers[i]), 0);
	}
	for (int i = 0; i < 10000 && waiters_on(word, wait.is_private) < before + last - first + 1; i++)
		usleep(1000);
	assert_int_equal(waiters_on(word, wait.is_private), before + last - first + 1);
}

static void join(int first, int last, int expected)
{
	for (int i = first; i <= last; i++) {
		pthread_join(workers[i].host, NULL);
		assert_int_equal(workers[i].result, expected);
	}
}

static int wake(uint32_t *word, int count)
{
	return futex_wake((uint64_t)word, true, count, ANY);
}

static void refused(void **state)
{
	struct futex_wait wait = wait_for(&a, ANY);

	wait.expected = a + 1;
	assert_int_equal(futex_wait(&wait), -EAGAIN);
	wait = wait_for(&a, 0);
	assert_int_equal(futex_wait(&wait), -EINVAL);
	wait.address++;
	wait.bitset = ANY;
	assert_int_equal(futex_wait(&wait), -EINVAL);
	wait.address = USER_END;
	assert_int_equal(futex_wait(&wait), -EFAULT);
	assert_int_equal(futex_wake((uint64_t)&a, true, 1, 0), -EINVAL);
	assert_int_equal(futex_requeue((uint64_t)&a, (uint64_t)&b, true, -1, 0, NULL), -EINVAL);
	assert_int_equal(wake(&a, 1), 0);
}

static void times_out_and_leaves_no_trace(void **state)
{
	struct futex_wait wait = wait_for(&a, ANY);
	uint64_t before = now();

	wait.deadline = before + 20 * NS_PER_MSEC;
	assert_int_equal(futex_wait(&wait), -ETIMEDOUT);
	assert_true(now() >= wait.deadline);
	assert_int_equal(wake(&a, 1), 0);
}

static void wakes_as_many_as_asked(void **state)
{
	start(0, 4, wait_for(&a, ANY));
	assert_int_equal(wake(&a, 2), 2);
	assert_int_equal(waiters_on(&a, true), 3);
	assert_int_equal(wake(&a, 0), 1); /* as Linux */
	assert_int_equal(wake(&a, INT32_MAX), 2);
	join(0, 4, 0);
}

static void bitsets_select(void **state)
{
	start(0, 1, wait_for(&a, 1));
	start(2, 2, wait_for(&a, 6));
	assert_int_equal(futex_wake((uint64_t)&a, true, INT32_MAX, 8), 0);
	assert_int_equal(futex_wake((uint64_t)&a, true, INT32_MAX, 2), 1);
	join(2, 2, 0);
	assert_int_equal(wake(&a, INT32_MAX), 2);
	join(0, 1, 0);
}

static void signals_interrupt(void **state)
{
	start(0, 0, wait_for(&a, ANY));
	pthread_mutex_lock(&workers[0].lock);
	workers[0].interrupted = true;
	pthread_cond_signal(&workers[0].wake);
	pthread_mutex_unlock(&workers[0].lock);
	join(0, 0, -ERESTARTSYS);
	assert_int_equal(waiters_on(&a, true), 0);
}

static void absent_pages_are_fetched(void **state)
{
	struct futex_wait wait = wait_for(&a, ANY);

	atomic_store(&absent, 3);
	wait.deadline = now();
	assert_int_equal(futex_wait(&wait), -ETIMEDOUT);
	assert_int_equal(atomic_load(&absent), 0);
	atomic_store(&absent, 2);
	assert_int_equal(futex_requeue((uint64_t)&a, (uint64_t)&b, true, 1, 1, &a), 0);
	assert_int_equal(atomic_load(&absent), 0);
}

static void shared_words_meet_by_page(void **state)
{
	struct futex_wait wait = wait_for(&a, ANY);
	uint32_t other = a;

	same_page_as_a = &other;
	wait.is_private = false;
	start(0, 0, wait);
	assert_int_equal(wake(&a, 1), 0); /* the private namesake */
	assert_int_equal(futex_wake_address((uint64_t)&other, 1), 1);
	join(0, 0, 0);
	same_page_as_a = NULL;
}

static void requeue_wakes_some_and_moves_some(void **state)
{
	uint32_t wrong = a + 1;

	start(0, 4, wait_for(&a, ANY));
	assert_int_equal(futex_requeue((uint64_t)&a, (uint64_t)&b, true, 1, 2, &wrong), -EAGAIN);
	assert_int_equal(futex_requeue((uint64_t)&a, (uint64_t)&b, true, 1, 2, &a), 3);
	assert_int_equal(waiters_on(&a, true), 2);
	assert_int_equal(waiters_on(&b, true), 2);
	assert_int_equal(futex_requeue((uint64_t)&b, (uint64_t)&b, true, 0, 5, NULL), 2); /* onto itself */
	assert_int_equal(wake(&b, INT32_MAX), 2);
	assert_int_equal(wake(&a, INT32_MAX), 2);
	join(0, 4, 0);
}

static void moved_waiter_still_times_out(void **state)
{
	struct futex_wait wait = wait_for(&a, ANY);

	wait.deadline = now() + 100 * NS_PER_MSEC;
	start(0, 0, wait);
	assert_int_equal(futex_requeue((uint64_t)&a, (uint64_t)&b, true, 0, 1, NULL), 1);
	join(0, 0, -ETIMEDOUT);
	assert_int_equal(waiters_on(&b, true), 0);
}

/** FUTEX_OP of linux/futex.h without its overflow. */
#define OP(operation, argument, comparison, with)                                                                      \
	((uint32_t)(operation) << 28 | (uint32_t)(comparison) << 24 | ((uint32_t)(argument)&0xfff) << 12 |             \
		((uint32_t)(with)&0xfff))

static uint32_t result_of(uint32_t operation, uint32_t old)
{
	uint32_t result = 0;

	assert_int_equal(operate(operation, old, &result), 0);
	return result;
}

static void operations_of_wake_op(void **state)
{
	uint32_t unused;

	assert_int_equal(result_of(OP(FUTEX_OP_SET, 7, 0, 0), 1), 7);
	assert_int_equal(result_of(OP(FUTEX_OP_ADD, 7, 0, 0), 1), 8);
	assert_int_equal(result_of(OP(FUTEX_OP_ADD, -1, 0, 0), 1), 0);
	assert_int_equal(result_of(OP(FUTEX_OP_OR, 6, 0, 0), 1), 7);
	assert_int_equal(result_of(OP(FUTEX_OP_ANDN, 3, 0, 0), 7), 4);
	assert_int_equal(result_of(OP(FUTEX_OP_XOR, 3, 0, 0), 6), 5);
	assert_int_equal(result_of(OP(FUTEX_OP_SET | FUTEX_OP_OPARG_SHIFT, 20, 0, 0), 0), 1 << 20);
	assert_int_equal(operate(OP(5, 0, 0, 0), 0, &unused), -ENOSYS);
	assert_int_equal(compare(OP(0, 0, FUTEX_OP_CMP_EQ, -1), -1), 1);
	assert_int_equal(compare(OP(0, 0, FUTEX_OP_CMP_NE, 5), 5), 0);
	assert_int_equal(compare(OP(0, 0, FUTEX_OP_CMP_LT, 5), -5), 1);
	assert_int_equal(compare(OP(0, 0, FUTEX_OP_CMP_LE, 5), 5), 1);
	assert_int_equal(compare(OP(0, 0, FUTEX_OP_CMP_GT, 5), 5), 0);
	assert_int_equal(compare(OP(0, 0, FUTEX_OP_CMP_GE, -6), -5), 1);
	assert_int_equal(compare(OP(0, 0, 6, 0), 0), -ENOSYS);
}

static void wake_op_changes_and_wakes_both(void **state)
{
	b = 1;
	start(0, 1, wait_for(&a, ANY));
	start(2, 3, wait_for(&b, ANY));
	assert_int_equal(
		futex_wake_op((uint64_t)&a, (uint64_t)&b, true, 1, 5, OP(FUTEX_OP_ADD, 1, FUTEX_OP_CMP_EQ, 1)), 3);
	assert_int_equal(b, 2);
	assert_int_equal(
		futex_wake_op((uint64_t)&a, (uint64_t)&b, true, 1, 5, OP(FUTEX_OP_SET, 9, FUTEX_OP_CMP_EQ, 1)), 1);
	assert_int_equal(b, 9);
	join(0, 3, 0);
}

/* A lock of three states (free, taken, taken and waited for) as every C library has one; the counter is not atomic. */
#define ROUNDS 3000
static _Atomic uint32_t lock;
static uint64_t counter;

static void lock_take(void)
{
	uint32_t state = 0;

	if (atomic_compare_exchange_strong(&lock, &state, 1))
		return;
	while (atomic_exchange(&lock, 2) != 0) {
		struct futex_wait wait = {(uint64_t)&lock, 2, ANY, true, now() + NS_PER_SEC * 20};
		assert_int_not_equal(futex_wait(&wait), -ETIMEDOUT);
	}
}

static void *count_under_lock(void *arg)
{
	self = arg;
	for (int i = 0; i < ROUNDS; i++) {
		lock_take();
		counter++;
		if (i % 16 == 0)
			usleep(1); /* long enough that the others go to sleep */
		if (atomic_exchange(&lock, 0) == 2)
			wake((uint32_t *)&lock, 1);
	}
	return NULL;
}

static void no_wake_up_is_lost(void **state)
{
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&workers[i].host, NULL, count_under_lock, &workers[i]), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(workers[i].host, NULL);
	assert_int_equal(counter, THREADS * ROUNDS);
	assert_int_equal(waiters_on((uint32_t *)&lock, true), 0);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(atomic_load(&workers[i].thread.refs), 1);
}

static int setup(void **state)
{
	futex_init(1);
	for (int i = 0; i < THREADS; i++) {
		pthread_mutex_init(&workers[i].lock, NULL);
		pthread_cond_init(&workers[i].wake, NULL);
		atomic_init(&workers[i].thread.refs, 1);
	}
	self = &workers[THREADS - 1]; /* for waits of the test itself */
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused),
		cmocka_unit_test(times_out_and_leaves_no_trace),
		cmocka_unit_test(wakes_as_many_as_asked),
		cmocka_unit_test(bitsets_select),
		cmocka_unit_test(signals_interrupt),
		cmocka_unit_test(absent_pages_are_fetched),
		cmocka_unit_test(shared_words_meet_by_page),
		cmocka_unit_test(requeue_wakes_some_and_moves_some),
		cmocka_unit_test(moved_waiter_still_times_out),
		cmocka_unit_test(operations_of_wake_op),
		cmocka_unit_test(wake_op_changes_and_wakes_both),
		cmocka_unit_test(no_wake_up_is_lost),
	};

	return cmocka_run_group_tests_name("futex", tests, setup, NULL);
}
