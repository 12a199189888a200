/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Deferred cancellation. pthread_cancel notes the wish and sends a signal, which interrupts a blocking call; clone.S
 * says how a call that has not begun yet is caught. A call that is over when the signal comes keeps its result: the
 * wish is found at the next cancellation point. A thread that has disabled cancellation gets no signal, which could
 * only spoil its calls; newlib's streams disable it while they hold their locks.
 */
#include "thread.h"
#include <signal.h>
#include <sys/ucontext.h>
#include <unistd.h>

int64_t __hermit_blocking_call(
	unsigned int *wanted, int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);
extern const char __hermit_blocking_begin[], __hermit_blocking_end[], __hermit_blocking_cancel[];

_Noreturn void __hermit_cancel_now(void)
{
	pthread_exit(PTHREAD_CANCELED);
}

static bool cancel_pending(const struct __hermit_thread *self)
{
	return !self->cancel_disabled && __atomic_load_n(&self->cancel_wanted, __ATOMIC_RELAXED);
}

/* The signal of a pthread_cancel that was on its way when the thread disabled cancellation: the call has not happened.
 */
static int64_t blocking_undisturbed(struct __hermit_thread *self, int64_t number, uint64_t a, uint64_t b, uint64_t c,
	uint64_t d, uint64_t e, uint64_t f)
{
	int64_t answer;
	do {
		self->cancel_hit = false;
		answer = hermit_syscall(number, a, b, c, d, e, f);
	} while (answer == -EINTR && self->cancel_hit && number != SYS_close);
	return answer;
}

int64_t __hermit_blocking(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	struct __hermit_thread *self = thread_self();
	if (self->cancel_disabled)
		return blocking_undisturbed(self, number, a, b, c, d, e, f);
	int64_t answer = __hermit_blocking_call(&self->cancel_wanted, number, a, b, c, d, e, f);
	/* A descriptor is gone after an interrupted close, so that one is done. */
	if (answer == -EINTR && number != SYS_close && cancel_pending(self))
		__hermit_cancel_now();
	return answer;
}

static void cancel_handler(int number, siginfo_t *info, void *where)
{
	struct __hermit_thread *self = thread_self();
	ucontext_t *context = where;
	uintptr_t at = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
	(void)number, (void)info;
	self->cancel_hit = true;
	if (!cancel_pending(self))
		return;
	if (self->cancel_async)
		__hermit_cancel_now();
	if (at >= (uintptr_t)__hermit_blocking_begin && at < (uintptr_t)__hermit_blocking_end)
		context->uc_mcontext.gregs[REG_RIP] = (greg_t)(uintptr_t)__hermit_blocking_cancel;
}

static void cancel_prepare(void)
{
	struct sigaction action = {.sa_sigaction = cancel_handler, .sa_flags = SA_SIGINFO};
	__hermit_signal_action(SIGNAL_CANCEL, &action, NULL);
}

/* Who disables cancellation and who wants it do not miss each other: each writes its word before it reads the other. */
int pthread_cancel(pthread_t thread)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, cancel_prepare);
	__atomic_store_n(&thread->cancel_wanted, 1, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&thread->cancel_disabled, __ATOMIC_SEQ_CST))
		return 0;
	int failure = pthread_kill(thread, SIGNAL_CANCEL);
	return failure == ESRCH ? 0 : failure; /* at its end already */
}

int pthread_setcancelstate(int state, int *old)
{
	struct __hermit_thread *self = thread_self();
	if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE)
		return EINVAL;
	if (old)
		*old = self->cancel_disabled ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
	if (self->exiting)
		return 0;
	if (state == PTHREAD_CANCEL_DISABLE) {
		self->cancel_disabled = true;
	} else if (self->cancel_disabled) {
		__atomic_store_n(&self->cancel_disabled, false, __ATOMIC_SEQ_CST);
		if (self->cancel_async)
			pthread_testcancel();
	}
	return 0;
}

int pthread_setcanceltype(int type, int *old)
{
	struct __hermit_thread *self = thread_self();
	if (type != PTHREAD_CANCEL_DEFERRED && type != PTHREAD_CANCEL_ASYNCHRONOUS)
		return EINVAL;
	if (old)
		*old = self->cancel_async ? PTHREAD_CANCEL_ASYNCHRONOUS : PTHREAD_CANCEL_DEFERRED;
	self->cancel_async = type == PTHREAD_CANCEL_ASYNCHRONOUS;
	if (self->cancel_async)
		pthread_testcancel();
	return 0;
}

void pthread_testcancel(void)
{
	if (cancel_pending(thread_self()))
		__hermit_cancel_now();
}

void _pthread_cleanup_push(struct _pthread_cleanup_context *context, void (*routine)(void *), void *argument)
{
	struct __hermit_thread *self = thread_self();
	context->_routine = routine;
	context->_arg = argument;
	context->_previous = self->cleanup;
	self->cleanup = context;
}

void _pthread_cleanup_pop(struct _pthread_cleanup_context *context, int execute)
{
	thread_self()->cleanup = context->_previous;
	if (execute)
		context->_routine(context->_arg);
}

void _pthread_cleanup_push_defer(struct _pthread_cleanup_context *context, void (*routine)(void *), void *argument)
{
	_pthread_cleanup_push(context, routine, argument);
	pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &context->_canceltype);
}

void _pthread_cleanup_pop_restore(struct _pthread_cleanup_context *context, int execute)
{
	_pthread_cleanup_pop(context, execute);
	pthread_setcanceltype(context->_canceltype, NULL);
}
