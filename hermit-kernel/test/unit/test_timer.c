// sources:
/* SPDX-License-Identifier: BSD-3-Clause */
/* time/timer.c: random sets and cancels against a sorted model. One core; the clock and the hardware timer are the
 * test's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "time/timer.c"

#define TIMERS 200
#define STEPS  20000

static struct core core, other;
static struct core *here = &core;
static uint64_t now, armed = UINT64_MAX;
static struct timer timers[TIMERS];
static uint64_t model[TIMERS]; /* deadline, UINT64_MAX: not set */
static uint64_t last_fired;

struct core *test_core_this(void)
{
	return here;
}

void core_call(const struct cpuset *set, void (*function)(void *), void *arg)
{
	struct core *self = here;

	assert_true(cpuset_has(set, other.id));
	here = &other;
	function(arg);
	here = self;
}

uint64_t clock_monotonic_ns(void)
{
	return now;
}

void arch_timer_arm(uint64_t deadline)
{
	armed = deadline;
}

static void fire(struct timer *timer)
{
	size_t i = (size_t)(timer - timers);

	assert_true(model[i] <= now);
	assert_true(model[i] >= last_fired);
	last_fired = model[i];
	model[i] = UINT64_MAX;
}

static uint64_t model_first(void)
{
	uint64_t first = UINT64_MAX;

	for (size_t i = 0; i < TIMERS; i++)
		first = min(first, model[i]);
	return first;
}

static void run_due(void)
{
	last_fired = 0;
	armed = UINT64_MAX; /* one-shot: the interrupt that calls it has used it up */
	timer_run_due();
	assert_true(model_first() > now);
}

static void random_operations(void **state)
{
	srand(1);
	for (size_t i = 0; i < TIMERS; i++) {
		timer_init(&timers[i], fire);
		model[i] = UINT64_MAX;
	}
	for (unsigned step = 0; step < STEPS; step++) {
		size_t i = (size_t)rand() % TIMERS;
		if (rand() % 3) {
			model[i] = now + (uint64_t)rand() % 1000;
			timer_set(&timers[i], model[i]);
		} else {
			assert_int_equal(timer_cancel(&timers[i]), model[i] != UINT64_MAX);
			model[i] = UINT64_MAX;
		}
		/* the hardware may fire too early, never too late */
		assert_true(armed <= model_first());
		if (rand() % 4 == 0) {
			now += (uint64_t)rand() % 300;
			run_due();
			assert_int_equal(armed, model_first());
		}
	}
}

static void set_forever_is_cancel(void **state)
{
	timer_init(&timers[0], fire);
	model[0] = now + 5;
	timer_set(&timers[0], model[0]);
	timer_set(&timers[0], WAIT_FOREVER);
	model[0] = UINT64_MAX;
	now += 10;
	run_due();
	assert_false(timer_cancel(&timers[0]));
}

static struct timer again;
static unsigned again_count;

static void fire_again(struct timer *timer)
{
	if (++again_count < 3)
		timer_set(timer, now);
}

static void a_timer_may_set_itself(void **state)
{
	timer_init(&again, fire_again);
	timer_set(&again, now);
	run_due();
	assert_int_equal(again_count, 3);
	assert_false(timer_cancel(&again));
}

/* Everything fires on the other core then, in order, and can be cancelled from here. */
static void queues_can_be_merged(void **state)
{
	core.timers = NULL; /* what earlier tests left */
	core.timer_armed = WAIT_FOREVER;
	for (unsigned round = 0; round < 50; round++) {
		for (size_t i = 0; i < TIMERS; i++) {
			here = i % 3 ? &core : &other;
			timer_init(&timers[i], fire);
			model[i] = now + 1 + (uint64_t)rand() % 1000;
			timer_set(&timers[i], model[i]);
		}
		here = &core;
		for (size_t i = 0; i < TIMERS; i += 7) {
			assert_true(timer_cancel(&timers[i])); /* so that heaps of many shapes are moved */
			model[i] = UINT64_MAX;
		}
		timer_move_all(&other);
		assert_null(core.timers);
		assert_int_equal(core.timer_armed, WAIT_FOREVER);
		assert_int_equal(other.timer_armed, model_first());
		for (size_t i = 1; i < TIMERS; i += 7) {
			assert_int_equal(timer_cancel(&timers[i]), model[i] != UINT64_MAX);
			model[i] = UINT64_MAX;
		}
		now += 2000;
		here = &other;
		run_due();
		assert_null(other.timers);
		here = &core;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_operations),
		cmocka_unit_test(set_forever_is_cancel),
		cmocka_unit_test(a_timer_may_set_itself),
		cmocka_unit_test(queues_can_be_merged),
	};
	core.timer_armed = other.timer_armed = WAIT_FOREVER;
	other.id = 1;
	return cmocka_run_group_tests_name("timer", tests, NULL, NULL);
}
