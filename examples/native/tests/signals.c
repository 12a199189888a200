/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signals: a handler and its facts, masks and what is pending, a signal for one thread, and recovery from access to
 * memory that does not exist, on a stack of its own.
 *
 * @expect ^signals: all passed$
 */
#include "lib/check.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

static volatile sig_atomic_t usr1_count, usr2_count;
static volatile sig_atomic_t usr2_blocked_in_handler;
static pthread_t usr2_thread;

static void handle(int number, void (*handler)(int, siginfo_t *, void *), int flags)
{
	struct sigaction action;
	memset(&action, 0, sizeof(action));
	action.sa_sigaction = handler;
	action.sa_flags = SA_SIGINFO | flags;
	sigemptyset(&action.sa_mask);
	sigaddset(&action.sa_mask, SIGUSR2);
	CHECK(sigaction(number, &action, NULL) == 0, "sigaction(%d): %s", number, strerror(errno));
}

static void count_usr1(int number, siginfo_t *info, void *context)
{
	sigset_t mask;
	if (number == SIGUSR1 && info->si_signo == SIGUSR1 && context)
		usr1_count++;
	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	usr2_blocked_in_handler = sigismember(&mask, SIGUSR2);
}

static void count_usr2(int number, siginfo_t *info, void *context)
{
	(void)number, (void)info, (void)context;
	usr2_thread = pthread_self();
	usr2_count++;
}

/* raise() returns after the handler has run; sa_mask holds while it runs and not after. */
static void check_raise(void)
{
	sigset_t mask;
	handle(SIGUSR1, count_usr1, 0);
	CHECK(raise(SIGUSR1) == 0, "raise: %s", strerror(errno));
	CHECK(usr1_count == 1, "the handler ran %d times, expected 1", (int)usr1_count);
	CHECK(usr2_blocked_in_handler == 1, "sa_mask did not block SIGUSR2 in the handler");
	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	CHECK(!sigismember(&mask, SIGUSR1) && !sigismember(&mask, SIGUSR2), "a signal is blocked after its handler");
}

static void check_mask(void)
{
	sigset_t block, old, pending;
	usr1_count = 0;
	sigemptyset(&block);
	sigaddset(&block, SIGUSR1);
	CHECK(pthread_sigmask(SIG_BLOCK, &block, &old) == 0, "pthread_sigmask failed");
	raise(SIGUSR1);
	raise(SIGUSR1); /* ordinary signals are pending once */
	CHECK(usr1_count == 0, "a blocked signal was delivered");
	CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1) == 1, "SIGUSR1 is not pending");
	CHECK(pthread_sigmask(SIG_SETMASK, &old, NULL) == 0, "pthread_sigmask failed");
	CHECK(usr1_count == 1, "the handler ran %d times after unblocking, expected 1", (int)usr1_count);
	CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1) == 0, "SIGUSR1 is still pending");
}

static void check_ignore(void)
{
	CHECK(signal(SIGUSR1, SIG_IGN) != SIG_ERR, "signal: %s", strerror(errno));
	usr1_count = 0;
	CHECK(raise(SIGUSR1) == 0 && usr1_count == 0, "an ignored signal ran the handler");
	errno = 0;
	CHECK(signal(SIGKILL, SIG_IGN) == SIG_ERR && errno == EINVAL, "SIGKILL can be ignored (errno %d)", errno);
	CHECK(signal(SIGUSR1, SIG_DFL) == SIG_IGN, "the handler before was not SIG_IGN");
}

/* Waits, with SIGUSR2 blocked, for SIGTERM; unblocks SIGUSR2 then. */
static void *wait_for_term(void *unused)
{
	sigset_t term, both;
	int number = 0;
	(void)unused;
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	int error = sigwait(&term, &number);
	CHECK(error == 0 && number == SIGTERM, "sigwait: %d, signal %d", error, number);
	CHECK(usr2_count == 0, "a blocked signal was delivered");
	sigemptyset(&both);
	sigaddset(&both, SIGUSR2);
	pthread_sigmask(SIG_UNBLOCK, &both, NULL);
	return NULL;
}

/* pthread_kill reaches the thread that it names, and no other one. */
static void check_thread(void)
{
	sigset_t block, old;
	pthread_t thread;
	handle(SIGUSR2, count_usr2, 0);
	sigemptyset(&block);
	sigaddset(&block, SIGUSR2);
	sigaddset(&block, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &block, &old);
	CHECK(pthread_create(&thread, NULL, wait_for_term, NULL) == 0, "pthread_create failed"); /* with this mask */
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	CHECK(pthread_kill(thread, SIGUSR2) == 0, "pthread_kill failed");
	CHECK(pthread_kill(thread, SIGTERM) == 0, "pthread_kill failed");
	CHECK(pthread_join(thread, NULL) == 0, "pthread_join failed");
	CHECK(usr2_count == 1, "the handler ran %d times, expected 1", (int)usr2_count);
	CHECK(pthread_equal(usr2_thread, thread), "the handler ran in another thread");
}

static sigjmp_buf recovery;
static unsigned char fault_stack[65536];
static void *volatile fault_address;
static volatile sig_atomic_t fault_code, fault_on_stack;

static void recover(int number, siginfo_t *info, void *context)
{
	unsigned char here;
	(void)number, (void)context;
	fault_address = info->si_addr;
	fault_code = info->si_code;
	fault_on_stack = &here >= fault_stack && &here < fault_stack + sizeof(fault_stack);
	siglongjmp(recovery, 1);
}

/* Returns by siglongjmp if the access faults; the mask is then what it was before. */
static void check_fault(volatile char *address, int code)
{
	sigset_t mask;
	fault_address = NULL;
	if (sigsetjmp(recovery, 1) == 0) {
		*address = 1;
		CHECK(0, "the write to %p did not fault", (void *)address);
	}
	CHECK(fault_address == address, "si_addr is %p, expected %p", fault_address, (void *)address);
	CHECK(fault_code == code, "si_code is %d, expected %d", (int)fault_code, code);
	CHECK(fault_on_stack, "the handler did not run on its own stack");
	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	CHECK(!sigismember(&mask, SIGSEGV), "SIGSEGV is blocked after siglongjmp");
}

static void check_faults(void)
{
	stack_t stack = {.ss_sp = fault_stack, .ss_size = sizeof(fault_stack)};
	char *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(page != MAP_FAILED, "mmap: %s", strerror(errno));
	CHECK(sigaltstack(&stack, NULL) == 0, "sigaltstack: %s", strerror(errno));
	handle(SIGSEGV, recover, SA_ONSTACK);
	for (int i = 0; i < 100; i++)
		check_fault(page + 123, SEGV_ACCERR);
	CHECK(munmap(page, 4096) == 0, "munmap: %s", strerror(errno));
	for (int i = 0; i < 100; i++)
		check_fault(page + 123, SEGV_MAPERR);
	check_fault((volatile char *)8, SEGV_MAPERR);
}

int main(void)
{
	check_raise();
	check_mask();
	check_ignore();
	check_thread();
	check_faults();
	puts("signals: all passed");
	return 0;
}
