/* SPDX-License-Identifier: BSD-3-Clause */
#include "sched/futex.h"

#include <asm/errno.h>
#include <linux/futex.h>
#include "lib/list.h"
#include "lib/log.h"
#include "mm/heap.h"
#include "mm/mm.h"
#include "mm/user.h"
#include "sched/sched.h"
#include "sched/thread.h"
#include "sync/spinlock.h"
#include "sync/waitq.h"

#define BUCKETS_PER_CORE 256
#define BUCKETS_MAX      65536

struct bucket {
	struct spinlock lock;
	struct list waiters;
} __attribute__((aligned(64)));

static struct bucket *buckets;
static uint64_t bucket_count; /* a power of two */

/** Physical addresses have bit 0 set: words are aligned to 4, so the two kinds never meet. */
typedef uint64_t futex_key;

/** On the stack of the thread that waits. */
struct futex_waiter {
	struct list link;
	futex_key key;
	uint32_t bitset;
	_Atomic(struct bucket *)
		bucket;     /* where it is enqueued, changed under that bucket's lock; NULL: somebody wakes it */
	_Atomic bool woken; /* the last that the waker does with this structure */
	struct thread *thread;
};

void futex_init(unsigned cores)
{
	bucket_count = BUCKETS_PER_CORE;
	while (bucket_count < (uint64_t)cores * BUCKETS_PER_CORE && bucket_count < BUCKETS_MAX)
		bucket_count *= 2;
	buckets = heap_alloc(bucket_count * sizeof(*buckets));
	if (!buckets)
		panic("futex: no memory for %lu buckets", bucket_count);
	for (uint64_t i = 0; i < bucket_count; i++) {
		spin_init(&buckets[i].lock);
		list_init(&buckets[i].waiters);
	}
}

static struct bucket *bucket_of(futex_key key)
{
	/* Fibonacci hashing: the high bits of the product depend on all bits of the key */
	return &buckets[(key * 0x9e3779b97f4a7c15ULL) >> 32 & (bucket_count - 1)];
}

/** Name a futex. A shared one is made present, and writable if it can be, so that its page stays the same. */
static int key_of(uint64_t address, bool is_private, futex_key *key)
{
	phys_t phys;
	int error;

	if (!is_aligned(address, sizeof(uint32_t)))
		return -EINVAL;
	if (user_check_range(address, sizeof(uint32_t)))
		return -EFAULT;
	if (is_private) {
		*key = address;
		return 0;
	}
	error = mm_translate(address, true, &phys);
	if (error)
		error = mm_translate(address, false, &phys);
	*key = phys | 1;
	return error;
}

static void lock_two(struct bucket *a, struct bucket *b)
{
	spin_lock(a < b ? &a->lock : &b->lock);
	if (a != b)
		spin_lock(a < b ? &b->lock : &a->lock);
}

static void unlock_two(struct bucket *a, struct bucket *b)
{
	spin_unlock(&a->lock);
	if (a != b)
		spin_unlock(&b->lock);
}

/** Move the waiter to the list of those to wake; from then on only its waker touches it. */
static void choose_locked(struct futex_waiter *waiter, struct list *chosen)
{
	list_remove(&waiter->link);
	list_append(chosen, &waiter->link);
	atomic_store_explicit(&waiter->bucket, NULL, memory_order_relaxed);
}

/** No lock is held here: neither the waiters nor others have to wait for all the wake-ups. */
static void wake_chosen(struct list *chosen)
{
	struct futex_waiter *waiter, *next;

	list_for_each_safe (waiter, next, chosen, link) {
		struct thread *thread = waiter->thread;

		thread_get(thread); /* with `woken` set it may run, and end */
		atomic_store_explicit(&waiter->woken, true, memory_order_release);
		sched_wake(thread);
		thread_put(thread);
	}
}

static int choose_matching_locked(struct bucket *bucket, futex_key key, int count, uint32_t bitset, struct list *chosen)
{
	struct futex_waiter *waiter, *next;
	int woken = 0;

	list_for_each_safe (waiter, next, &bucket->waiters, link) {
		if (waiter->key != key || !(waiter->bitset & bitset))
			continue;
		choose_locked(waiter, chosen);
		if (++woken >= count)
			break;
	}
	return woken;
}

static int wake_key(futex_key key, int count, uint32_t bitset)
{
	struct bucket *bucket = bucket_of(key);
	struct list chosen = LIST_INIT(chosen);
	int woken;

	/* The program has changed the word before: a waiter that our look at the list misses must see the change. */
	atomic_thread_fence(memory_order_seq_cst);
	spin_lock(&bucket->lock);
	woken = choose_matching_locked(bucket, key, count, bitset, &chosen);
	spin_unlock(&bucket->lock);
	wake_chosen(&chosen);
	return woken;
}

int futex_wake(uint64_t address, bool is_private, int count, uint32_t bitset)
{
	futex_key key;
	int error;

	if (!bitset)
		return -EINVAL;
	error = key_of(address, is_private, &key);
	return error ? error : wake_key(key, count, bitset);
}

int futex_wake_address(uint64_t address, int count)
{
	return futex_wake(address, false, count, FUTEX_BITSET_MATCH_ANY);
}

/** Compare the word under the lock. 0 (still locked), or unlocked with -EAGAIN (it differs) or -EFAULT (its page must
 * be fetched). */
static int check_word_locked(struct bucket *bucket, struct bucket *other, uint64_t address, uint32_t expected)
{
	uint32_t value;
	int error = user_load32_nosleep(address, &value);

	if (!error && value == expected)
		return 0;
	unlock_two(bucket, other);
	return error ? error : -EAGAIN;
}

/** Enqueue if the word still has the expected value. */
static int enqueue(struct futex_waiter *waiter, uint64_t address, uint32_t expected)
{
	struct bucket *bucket = bucket_of(waiter->key);
	uint32_t value;
	int error;

	for (;;) {
		spin_lock(&bucket->lock);
		error = check_word_locked(bucket, bucket, address, expected);
		if (error == 0)
			break;
		if (error == -EAGAIN || user_load32(address, &value))
			return error;
	}
	atomic_store_explicit(&waiter->bucket, bucket, memory_order_relaxed);
	list_append(&bucket->waiters, &waiter->link);
	spin_unlock(&bucket->lock);
	return 0;
}

/** True if it was still enqueued; false if it is being woken, which is over on return. */
static bool dequeue(struct futex_waiter *waiter)
{
	struct bucket *bucket;

	while ((bucket = atomic_load_explicit(&waiter->bucket, memory_order_acquire))) {
		bool found;

		spin_lock(&bucket->lock);
		found = atomic_load_explicit(&waiter->bucket, memory_order_relaxed) ==
			bucket; /* else it was requeued */
		if (found)
			list_remove(&waiter->link);
		spin_unlock(&bucket->lock);
		if (found)
			return true;
	}
	while (!atomic_load_explicit(&waiter->woken, memory_order_acquire))
		cpu_relax();
	return false;
}

static bool is_woken(struct futex_waiter *waiter)
{
	return atomic_load_explicit(&waiter->woken, memory_order_acquire);
}

static int sleep_until_woken(struct futex_waiter *waiter, uint64_t deadline)
{
	int error = 0;

	while (!error && !is_woken(waiter)) {
		sched_prepare_sleep(true);
		if (!is_woken(waiter))
			error = sched_sleep(true, deadline);
		sched_cancel_sleep();
	}
	if (is_woken(waiter) || !dequeue(waiter))
		return 0;
	return error;
}

int futex_wait(const struct futex_wait *wait)
{
	struct futex_waiter waiter = {.bitset = wait->bitset, .thread = thread_current()};
	int error;

	if (!wait->bitset)
		return -EINVAL;
	list_init(&waiter.link);
	error = key_of(wait->address, wait->is_private, &waiter.key);
	if (!error)
		error = enqueue(&waiter, wait->address, wait->expected);
	return error ? error : sleep_until_woken(&waiter, wait->deadline);
}

/** Both buckets are locked: the first `wake` are chosen, up to `move` more change over. */
static int requeue_locked(struct bucket *from, futex_key key, struct bucket *to, futex_key target, int wake, int move,
	struct list *chosen)
{
	struct list moved = LIST_INIT(moved);
	struct futex_waiter *waiter, *next;
	int count = 0;

	list_for_each_safe (waiter, next, &from->waiters, link) {
		if (waiter->key != key)
			continue;
		if (count - wake >= move)
			break;
		if (count++ < wake) {
			choose_locked(waiter, chosen);
			continue;
		}
		waiter->key = target;
		atomic_store_explicit(&waiter->bucket, to, memory_order_release);
		list_remove(&waiter->link);
		list_append(&moved, &waiter->link);
	}
	list_splice(&to->waiters, &moved); /* not before: `to` may be `from` */
	return count;
}

int futex_requeue(uint64_t address, uint64_t target, bool is_private, int wake, int move, const uint32_t *expected)
{
	struct list chosen = LIST_INIT(chosen);
	struct bucket *from, *to;
	futex_key key, target_key;
	int count, error;
	uint32_t value;

	if (wake < 0 || move < 0)
		return -EINVAL;
	error = key_of(address, is_private, &key);
	if (!error)
		error = key_of(target, is_private, &target_key);
	if (error)
		return error;
	from = bucket_of(key);
	to = bucket_of(target_key);
	for (;;) {
		lock_two(from, to);
		error = expected ? check_word_locked(from, to, address, *expected) : 0;
		if (error == 0)
			break;
		if (error == -EAGAIN || user_load32(address, &value))
			return error;
	}
	count = requeue_locked(from, key, to, target_key, wake, move, &chosen);
	unlock_two(from, to);
	wake_chosen(&chosen);
	return count;
}

/** Sign-extended field of 12 bits. */
static int32_t field12(uint32_t value)
{
	return (int32_t)(value << 20) >> 20;
}

static int operate(uint32_t operation, uint32_t old, uint32_t *result)
{
	uint32_t argument = (uint32_t)field12(operation >> 12);
	unsigned kind = operation >> 28 & 15;

	if (kind & FUTEX_OP_OPARG_SHIFT)
		argument = 1u << (argument & 31);
	switch (kind & ~FUTEX_OP_OPARG_SHIFT) {
	case FUTEX_OP_SET:
		*result = argument;
		return 0;
	case FUTEX_OP_ADD:
		*result = old + argument;
		return 0;
	case FUTEX_OP_OR:
		*result = old | argument;
		return 0;
	case FUTEX_OP_ANDN:
		*result = old & ~argument;
		return 0;
	case FUTEX_OP_XOR:
		*result = old ^ argument;
		return 0;
	default:
		return -ENOSYS;
	}
}

/** 1 or 0, or -ENOSYS. */
static int compare(uint32_t operation, int32_t old)
{
	int32_t argument = field12(operation);

	switch (operation >> 24 & 15) {
	case FUTEX_OP_CMP_EQ:
		return old == argument;
	case FUTEX_OP_CMP_NE:
		return old != argument;
	case FUTEX_OP_CMP_LT:
		return old < argument;
	case FUTEX_OP_CMP_LE:
		return old <= argument;
	case FUTEX_OP_CMP_GT:
		return old > argument;
	case FUTEX_OP_CMP_GE:
		return old >= argument;
	default:
		return -ENOSYS;
	}
}

static int change_word(uint64_t address, uint32_t operation, uint32_t *old)
{
	uint32_t expected, desired;
	int error = user_load32(address, old);

	while (!error) {
		expected = *old;
		error = operate(operation, expected, &desired);
		if (!error)
			error = user_cmpxchg32(address, expected, desired, old);
		if (!error && *old == expected)
			break;
	}
	return error;
}

/*
 * The word changes before any bucket is locked, because its page may have to be fetched. Who waits for the new value in
 * between may be woken for nothing, which every user of a futex expects.
 */
int futex_wake_op(uint64_t address, uint64_t target, bool is_private, int wake, int wake_target, uint32_t operation)
{
	futex_key key, target_key;
	uint32_t old;
	int count, matches, error = key_of(address, is_private, &key);

	if (!error)
		error = key_of(target, is_private, &target_key);
	if (!error)
		error = change_word(target, operation, &old);
	if (error)
		return error;
	matches = compare(operation, (int32_t)old);
	if (matches < 0)
		return matches;
	count = wake_key(key, wake, FUTEX_BITSET_MATCH_ANY);
	if (matches)
		count += wake_key(target_key, wake_target, FUTEX_BITSET_MATCH_ANY);
	return count;
}
