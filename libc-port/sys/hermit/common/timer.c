/* SPDX-License-Identifier: BSD-3-Clause */
/* Timers of POSIX: the kernel's, as far as they send signals. SIGEV_THREAD is refused with EINVAL. */
#include "port.h"
#include <signal.h>
#include <time.h>

int timer_create(clockid_t clock, struct sigevent *__restrict event, timer_t *__restrict timer)
{
	int number;
	if (event && event->sigev_notify == SIGEV_THREAD) {
		errno = EINVAL;
		return -1;
	}
	if (port_result(port_call(SYS_timer_create, __hermit_clock_number(clock), event, &number)) < 0)
		return -1;
	*timer = (timer_t)number;
	return 0;
}

int timer_delete(timer_t timer)
{
	return port_result(port_call(SYS_timer_delete, timer));
}

int timer_settime(
	timer_t timer, int flags, const struct itimerspec *__restrict value, struct itimerspec *__restrict old)
{
	return port_result(port_call(SYS_timer_settime, timer, flags & TIMER_ABSTIME ? 1 : 0, value, old));
}

int timer_gettime(timer_t timer, struct itimerspec *value)
{
	return port_result(port_call(SYS_timer_gettime, timer, value));
}

int timer_getoverrun(timer_t timer)
{
	return port_result(port_call(SYS_timer_getoverrun, timer));
}
