/* SPDX-License-Identifier: BSD-3-Clause */
/* The heap's end: the kernel's program break. */
#include "../port.h"
#include <sys/lock.h>
#include <unistd.h>

__LOCK_INIT(static, heap_lock);

void *sbrk(ptrdiff_t growth)
{
	static char *end;
	void *before = (void *)-1;
	__lock_acquire(heap_lock);
	if (end == NULL)
		end = (char *)port_call(SYS_brk, 0);
	if (growth == 0 || (char *)port_call(SYS_brk, end + growth) == end + growth) {
		before = end;
		end += growth;
	} else {
		errno = ENOMEM;
	}
	__lock_release(heap_lock);
	return before;
}
