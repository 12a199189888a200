// SPDX-License-Identifier: GPL-2.0-only
/*
 * tsc — prints the rate of this machine's time stamp counter in kHz. An emulated machine has the host's counter, and
 * Linux in it would find the rate by chips whose answers come late when the host is busy.
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <x86intrin.h>

#define TRIES 20
#define NAP   20000000 /* ns */

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC_RAW, &time);
	return time.tv_sec * 1000000000ll + time.tv_nsec;
}

/* Both clocks at one time, as near as the best of some tries comes: others may interrupt in between. */
static void read_clocks(int64_t *ns, uint64_t *tsc)
{
	uint64_t best = UINT64_MAX;

	for (int i = 0; i < TRIES; i++) {
		uint64_t before = __rdtsc();
		int64_t between = now();
		uint64_t after = __rdtsc();

		if (after - before < best) {
			best = after - before;
			*ns = between;
			*tsc = before + best / 2;
		}
	}
}

int main(void)
{
	const struct timespec nap = {.tv_nsec = NAP};
	uint64_t tsc[2];
	int64_t ns[2];

	read_clocks(&ns[0], &tsc[0]);
	nanosleep(&nap, NULL);
	read_clocks(&ns[1], &tsc[1]);
	printf("%.0f\n", (double)(tsc[1] - tsc[0]) * 1e6 / (double)(ns[1] - ns[0]));
	return 0;
}
