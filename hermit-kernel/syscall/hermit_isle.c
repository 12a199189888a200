/* SPDX-License-Identifier: BSD-3-Clause */
/* Calls of hermit/isle.h, hermit/log.h and hermit/time.h. */
#include <hermit/isle.h>
#include <linux/errno.h>
#include "isle/boot_info.h"
#include "isle/identity.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/user.h"
#include "sched/process.h"
#include "sched/thread.h"
#include "syscall/hermit_call.h"
#include "time/clock.h"

#define LOG_LINE_MAX  200
#define HOST_NAME_MAX 65

/** hermit_isle_kind() */
long hermit_call_isle_kind(const uint64_t *args)
{
	return (long)boot_info.isle.kind;
}

/** hermit_isle_number() */
long hermit_call_isle_number(const uint64_t *args)
{
	return (long)boot_info.isle.number;
}

/** hermit_isle_name(name, size) */
long hermit_call_isle_name(const uint64_t *args)
{
	char name[HOST_NAME_MAX];

	isle_host_name(name, sizeof(name));
	size_t length = strlen(name);
	if (length >= args[1])
		return -ERANGE;
	return user_copy_to(args[0], name, length + 1) ? -EFAULT : (long)length;
}

/** hermit_isle_shutdown(status) */
long hermit_call_isle_shutdown(const uint64_t *args)
{
	int status = (int)args[0];

	if (status < 0 || status > 255)
		return -EINVAL;
	process_exit(status, 0);
}

/** hermit_log(text, length) */
long hermit_call_log(const uint64_t *args)
{
	char text[LOG_LINE_MAX + 1];
	size_t length = min(args[1], (uint64_t)LOG_LINE_MAX);

	if (!length)
		return -EINVAL;
	if (user_copy_from(text, args[0], length))
		return -EFAULT;
	for (size_t i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~')
			text[i] = '?';
	text[length] = 0;
	log_line("%s: %s", thread_current()->name, text);
	return (long)length;
}

/** hermit_tsc_hz() */
long hermit_call_tsc_hz(const uint64_t *args)
{
	return (long)clock_tsc_hz();
}
