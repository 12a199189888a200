/* SPDX-License-Identifier: BSD-3-Clause */
/* Clocks and sleeping. newlib numbers the clocks otherwise than the kernel. */
#include "port.h"
#include <signal.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

#define KERNEL_TIMER_ABSTIME 1

int __hermit_clock_number(clockid_t clock)
{
	/* newlib: 0 realtime coarse, 1 realtime, 2 process, 3 thread, 4 monotonic, 5 raw, 6 monotonic coarse, 7 boot,
	 * then the two alarm clocks */
	static const signed char numbers[] = {5, 0, 2, 3, 1, 4, 6, 7, 8, 9};
	return clock < sizeof(numbers) ? numbers[clock] : -1;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
	return port_result(port_call(SYS_clock_gettime, __hermit_clock_number(clock), time));
}

int timespec_get(struct timespec *time, int base)
{
	return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, time) == 0 ? base : 0;
}

int clock_settime(clockid_t clock, const struct timespec *time)
{
	return port_result(port_call(SYS_clock_settime, __hermit_clock_number(clock), time));
}

int clock_getres(clockid_t clock, struct timespec *resolution)
{
	return port_result(port_call(SYS_clock_getres, __hermit_clock_number(clock), resolution));
}

/* Answers with the error number itself. */
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time, struct timespec *rest)
{
	int kernel_flags = flags & TIMER_ABSTIME ? KERNEL_TIMER_ABSTIME : 0;
	return (int)-port_block(SYS_clock_nanosleep, __hermit_clock_number(clock), kernel_flags, time, rest);
}

int nanosleep(const struct timespec *time, struct timespec *rest)
{
	return port_result(port_block(SYS_nanosleep, time, rest));
}

unsigned int sleep(unsigned int seconds)
{
	struct timespec time = {.tv_sec = seconds};
	if (nanosleep(&time, &time) == 0)
		return 0;
	return (unsigned int)time.tv_sec + (time.tv_nsec > 0);
}

int usleep(useconds_t microseconds)
{
	struct timespec time = {microseconds / 1000000, (long)(microseconds % 1000000) * 1000};
	return nanosleep(&time, NULL);
}

int gettimeofday(struct timeval *__restrict time, void *__restrict zone)
{
	return port_result(port_call(SYS_gettimeofday, time, zone));
}

clock_t times(struct tms *usage)
{
	return port_result(port_call(SYS_times, usage));
}

clock_t clock(void)
{
	struct timespec used;
	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) < 0)
		return (clock_t)-1;
	return used.tv_sec * CLOCKS_PER_SEC + used.tv_nsec / (1000000000 / CLOCKS_PER_SEC);
}

int getitimer(int which, struct itimerval *value)
{
	return port_result(port_call(SYS_getitimer, which, value));
}

int setitimer(int which, const struct itimerval *__restrict value, struct itimerval *__restrict old)
{
	return port_result(port_call(SYS_setitimer, which, value, old));
}

unsigned int alarm(unsigned int seconds)
{
	struct itimerval value = {.it_value.tv_sec = seconds}, old;
	if (setitimer(ITIMER_REAL, &value, &old) < 0)
		return 0;
	return (unsigned int)old.it_value.tv_sec + (old.it_value.tv_usec > 0);
}
