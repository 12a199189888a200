// sources:
/* SPDX-License-Identifier: BSD-3-Clause */
/* arch/x86_64/vdso/vdso_clock.h: TSC to nanoseconds, and readers that race with a writer. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "arch/x86_64/vdso/vdso_clock.h"

static uint64_t tsc;

static uint64_t read_tsc(void)
{
	return tsc;
}

static uint64_t read_at(const struct clock_params *params, uint64_t at)
{
	int64_t offset;

	tsc = at;
	return vdso_clock_read(params, read_tsc, &offset);
}

static struct clock_params params_for(uint64_t hz)
{
	return (struct clock_params){
		.shift = 32,
		.multiplier = (uint64_t)(((unsigned __int128)VDSO_NS_PER_SEC << 32) / hz),
		.base_tsc = 1000,
		.base_ns = 500,
		.tsc_hz = hz,
	};
}

/** An hour is right to five microseconds at any rate, and a century neither overflows nor runs backwards. */
static void rates(void **state)
{
	const uint64_t rates[] = {999999999, 1000000000, 2499998765, 4200000000};

	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		struct clock_params params = params_for(rates[i]);
		uint64_t hour = read_at(&params, 1000 + 3600 * rates[i]) - 500;
		uint64_t century = read_at(&params, 1000 + 100ULL * 365 * 86400 * rates[i]) - 500;

		assert_in_range(hour, 3600 * VDSO_NS_PER_SEC - 5000, 3600 * VDSO_NS_PER_SEC);
		assert_in_range(century / VDSO_NS_PER_SEC, 100ULL * 365 * 86400 - 10, 100ULL * 365 * 86400);
	}
}

static void counter_behind_the_base(void **state)
{
	struct clock_params params = params_for(2000000000);

	assert_int_equal(read_at(&params, 999), 500);
	assert_int_equal(read_at(&params, 0), 500);
	assert_int_equal(read_at(&params, 1000), 500);
	assert_int_equal(read_at(&params, 1002), 501);
}

static void offset_is_read_along(void **state)
{
	struct clock_params params = params_for(1000000000);
	int64_t offset;

	params.realtime_offset_ns = -77;
	vdso_clock_read(&params, read_tsc, &offset);
	assert_int_equal(offset, -77);
}

/* A writer keeps base_ns == offset; a reader that mixes two updates would see them differ. */
static struct clock_params shared;
static _Atomic int stop;

static void *write_updates(void *arg)
{
	for (int64_t i = 1; !atomic_load(&stop); i++) {
		atomic_fetch_add(&shared.sequence, 1);
		shared.base_ns = (uint64_t)i;
		for (int spin = 0; spin < 50; spin++)
			__builtin_ia32_pause();
		shared.realtime_offset_ns = i;
		atomic_fetch_add(&shared.sequence, 1);
	}
	return NULL;
}

static void readings_are_consistent(void **state)
{
	pthread_t writer;
	uint64_t last = 0;

	shared = params_for(1000000000);
	shared.base_tsc = UINT64_MAX; /* no ticks: a reading is base_ns */
	shared.base_ns = 0;
	assert_int_equal(pthread_create(&writer, NULL, write_updates, NULL), 0);
	for (int i = 0; i < 200000; i++) {
		int64_t offset;
		uint64_t ns = vdso_clock_read(&shared, read_tsc, &offset);

		assert_int_equal(ns, offset);
		assert_true(ns >= last);
		last = ns;
	}
	atomic_store(&stop, 1);
	pthread_join(writer, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rates),
		cmocka_unit_test(counter_behind_the_base),
		cmocka_unit_test(offset_is_read_along),
		cmocka_unit_test(readings_are_consistent),
	};

	return cmocka_run_group_tests_name("vdso", tests, NULL, NULL);
}
