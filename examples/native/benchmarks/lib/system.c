/* SPDX-License-Identifier: BSD-3-Clause */
#include "system.h"

#include <hermit/hermit.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define CALIBRATION_NS 50000000 /* 50 ms: the clock's own cost is below 0.01 % of it */

static int on_isle(void)
{
	return hermit_isle_kind() >= 0;
}

const char *system_name(void)
{
	return on_isle() ? "isle" : "linux";
}

const char *system_libc(void)
{
#ifdef __GLIBC__
	return "glibc";
#else
	return "newlib";
#endif
}

int system_cores(void)
{
	return on_isle() ? hermit_core_count() : (int)sysconf(_SC_NPROCESSORS_ONLN);
}

static int64_t monotonic_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static uint64_t measure_tsc_hz(void)
{
	int64_t start_ns = monotonic_ns(), now_ns;
	uint64_t start = hermit_tsc(), now;
	do {
		now_ns = monotonic_ns();
		now = hermit_tsc();
	} while (now_ns - start_ns < CALIBRATION_NS);
	return (uint64_t)((double)(now - start) * 1e9 / (double)(now_ns - start_ns));
}

uint64_t system_tsc_hz(void)
{
	static uint64_t hz;
	if (hz == 0)
		hz = on_isle() ? (uint64_t)hermit_tsc_hz() : measure_tsc_hz();
	return hz;
}

double system_ticks_to_ns(double ticks)
{
	return ticks * 1e9 / (double)system_tsc_hz();
}

void system_print(const char *benchmark)
{
	int cores = system_cores();
	printf("%s on %s (%s, %d core%s, TSC at %.0f MHz)\n", benchmark, on_isle() ? "an isle" : "Linux", system_libc(),
		cores, cores == 1 ? "" : "s", (double)system_tsc_hz() / 1e6);
}
