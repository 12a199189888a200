/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * newlib's state of a thread: errno, pools of its conversions, seeds. The program's first thread uses the global one,
 * which exit() knows; all others have one of their own in thread-local storage, made on the first use. A guest in glibc
 * arranges then that it hears of the thread's end.
 */
#include "port.h"
#include <reent.h>

extern void __hermit_reent_watch(void) __attribute__((weak));

static __thread struct _reent own;
static __thread struct _reent *mine;

void __hermit_reent_adopt(void)
{
	mine = _GLOBAL_REENT;
}

static __attribute__((noinline)) struct _reent *reent_make(void)
{
	_REENT_INIT_PTR_ZEROED(&own);
	mine = &own;
	if (__hermit_reent_watch)
		__hermit_reent_watch();
	return mine;
}

struct _reent *__getreent(void)
{
	return mine ? mine : reent_make();
}

/* The streams are everybody's: without its flag newlib would close them with this thread. */
void __hermit_reent_release(void)
{
	if (mine != &own)
		return;
	own.__sdidinit = 0;
	_reclaim_reent(&own);
	mine = NULL;
	own = (struct _reent){0};
}
