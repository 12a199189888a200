// sources: sched/rlimit.c sched/signal_stack.c
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sched/signal_deliver.c: how an interrupted system call ends, which mask and stack a handler gets, what ends the
 * program. A frame on the program's stack is a record here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sched/signal.c"
#include "sched/signal_deliver.c"

void *malloc(size_t size);
void free(void *memory);

#define CALL      202 /* some system call's number */
#define CALLED_AT 0x401000ULL
#define STACK     0x7ffff000ULL
#define HANDLER   0x402000ULL
#define FRAMES    4

struct process process = {.signals = PROCESS_SIGNALS_INIT(process.signals)};
static struct thread thread;
static struct regs regs;
static struct signal_frame frames[FRAMES];
static siginfo_t infos[FRAMES];
static int pushed;
static bool stack_is_bad;
static jmp_buf ended;
static int exit_signal;

struct thread *test_thread_current(void)
{
	return &thread;
}

void *heap_alloc(size_t size)
{
	return malloc(size);
}

void heap_free(void *memory)
{
	free(memory);
}

void sched_wake_for_signal(struct thread *woken)
{
}

void waitq_wake_all(struct waitq *queue, uint32_t events)
{
}

void log_line(const char *format, ...)
{
}

const char *signal_name(int signal)
{
	return "";
}

void signal_describe_address(uint64_t address, char *to, size_t size)
{
	*to = 0;
}

_Noreturn void process_exit(int status, int signal)
{
	exit_signal = signal;
	longjmp(ended, 1);
}

_Noreturn void thread_exit(int status)
{
	exit_signal = -1;
	longjmp(ended, 1);
}

int arch_signal_push(struct regs *to, const struct signal_frame *frame)
{
	if (stack_is_bad && frame->signal != SIGUSR2)
		return -EFAULT;
	assert_true(pushed < FRAMES);
	infos[pushed] = *frame->info;
	frames[pushed++] = *frame;
	to->rip = frame->handler;
	return 0;
}

/** Also in the middle of a test, to begin anew. */
static int setup(void **state)
{
	signal_thread_free(&thread);
	memset(&thread, 0, sizeof(thread));
	memset(process.signals.actions, 0, sizeof(process.signals.actions));
	atomic_store(&process.exiting, false);
	thread.user = true;
	signal_thread_init(&thread, NULL);
	regs = (struct regs){.rip = CALLED_AT + 2, .rsp = STACK, .orig_rax = CALL};
	pushed = 0;
	stack_is_bad = false;
	exit_signal = 0;
	return 0;
}

static int teardown(void **state)
{
	siginfo_t info;

	signal_thread_free(&thread);
	while (signal_take(~0ULL, &info))
		;
	return 0;
}

static void catch (int signal, uint64_t flags, sigmask_t mask)
{
	struct sigaction action = {.sa_handler = (__sighandler_t)HANDLER, .sa_flags = flags, .sa_mask = mask};

	assert_int_equal(signal_action(signal, &action, NULL), 0);
}

/** What the program finds in RAX after a call with this result; the restarted call's number if it runs again. */
static uint64_t outcome(long result, bool *restarted)
{
	regs.rax = (uint64_t)result;
	regs.rip = CALLED_AT + 2;
	regs.orig_rax = CALL;
	signal_deliver(&regs);
	*restarted = regs.rip == CALLED_AT;
	return regs.rax;
}

static void without_a_signal_calls_run_again(void **state)
{
	const int results[] = {ERESTARTSYS, ERESTARTNOINTR, ERESTARTNOHAND};
	bool restarted;

	for (size_t i = 0; i < array_size(results); i++) {
		assert_int_equal(outcome(-results[i], &restarted), CALL);
		assert_true(restarted);
	}
	assert_int_equal(outcome(-ERESTART_RESTARTBLOCK, &restarted), __NR_restart_syscall);
	assert_true(restarted);
	assert_int_equal(outcome(-EINTR, &restarted), -EINTR);
	assert_false(restarted);
}

/** The handler's frame holds what the table says; here the record does not keep RIP, so look at RAX. */
static void check_with_handler(long result, uint64_t flags, long expected)
{
	setup(NULL);
	catch (SIGUSR1, flags, 0);
	signal_send_process(SIGUSR1, NULL);
	regs.rax = (uint64_t)result;
	signal_deliver(&regs);
	assert_int_equal(pushed, 1);
	assert_int_equal((long)regs.rax, expected);
	assert_int_equal(regs.orig_rax, REGS_NO_SYSCALL); /* settled once */
	teardown(NULL);
}

static void with_a_handler_calls_end_as_it_says(void **state)
{
	check_with_handler(-ERESTARTSYS, 0, -EINTR);
	check_with_handler(-ERESTARTSYS, SA_RESTART, CALL);
	check_with_handler(-ERESTARTNOHAND, SA_RESTART, -EINTR);
	check_with_handler(-ERESTART_RESTARTBLOCK, SA_RESTART, -EINTR);
	check_with_handler(-ERESTARTNOINTR, 0, CALL);
	check_with_handler(17, SA_RESTART, 17);
	setup(NULL);
}

static void interrupted_program_is_no_call(void **state)
{
	regs.orig_rax = REGS_NO_SYSCALL;
	regs.rax = (uint64_t)-ERESTARTSYS; /* just a number */
	signal_deliver(&regs);
	assert_int_equal((long)regs.rax, -ERESTARTSYS);
	assert_int_equal(regs.rip, CALLED_AT + 2);
}

static void masks_of_a_handler(void **state)
{
	catch (SIGUSR1, 0, SIGMASK(SIGTERM));
	signal_set_blocked(SIGMASK(SIGHUP));
	signal_send_process(SIGUSR1, NULL);
	signal_deliver(&regs);
	assert_int_equal(frames[0].mask, SIGMASK(SIGHUP));
	assert_int_equal(signal_blocked(), SIGMASK(SIGHUP) | SIGMASK(SIGTERM) | SIGMASK(SIGUSR1));
	setup(NULL);
	catch (SIGUSR1, SA_NODEFER, 0);
	signal_send_process(SIGUSR1, NULL);
	signal_deliver(&regs);
	assert_int_equal(signal_blocked(), 0);
}

static void mask_of_sigsuspend_comes_back(void **state)
{
	catch (SIGUSR1, 0, 0);
	signal_set_blocked(SIGMASK(SIGUSR1) | SIGMASK(SIGTERM));
	signal_set_mask_for_call(SIGMASK(SIGTERM));
	signal_send_process(SIGUSR1, NULL);
	regs.rax = (uint64_t)-ERESTARTNOHAND;
	signal_deliver(&regs);
	assert_int_equal((long)regs.rax, -EINTR);
	assert_int_equal(frames[0].mask, SIGMASK(SIGUSR1) | SIGMASK(SIGTERM));

	setup(NULL); /* and without a handler */
	signal_set_blocked(SIGMASK(SIGHUP));
	signal_set_mask_for_call(0);
	regs.rax = (uint64_t)-ERESTARTNOHAND;
	signal_deliver(&regs);
	assert_int_equal(signal_blocked(), SIGMASK(SIGHUP));
	assert_int_equal(regs.rip, CALLED_AT);
}

static void several_signals_nest(void **state)
{
	catch (SIGUSR1, 0, 0);
	catch (SIGUSR2, 0, 0);
	signal_send_process(SIGUSR2, NULL);
	signal_send_process(SIGUSR1, NULL);
	signal_deliver(&regs);
	assert_int_equal(frames[0].signal, SIGUSR1);
	assert_true(atomic_load(&thread.signals.attention));
	signal_deliver(&regs);
	assert_int_equal(frames[1].signal, SIGUSR2);
	assert_int_equal(frames[1].mask, SIGMASK(SIGUSR1));
	assert_false(atomic_load(&thread.signals.attention));
}

static void one_shot_handlers(void **state)
{
	struct sigaction action;

	catch (SIGUSR1, SA_RESETHAND, 0);
	signal_send_process(SIGUSR1, NULL);
	signal_deliver(&regs);
	signal_action(SIGUSR1, NULL, &action);
	assert_ptr_equal(action.sa_handler, SIG_DFL);
}

static void fatal_signals(void **state)
{
	if (!setjmp(ended)) {
		signal_send_process(SIGTERM, NULL);
		signal_deliver(&regs);
	}
	assert_int_equal(exit_signal, SIGTERM);
	if (!setjmp(ended)) {
		atomic_store(&process.exiting, true);
		signal_deliver(&regs);
	}
	assert_int_equal(exit_signal, -1);
}

static void faults(void **state)
{
	catch (SIGSEGV, SA_SIGINFO, 0);
	signal_fault(SIGSEGV, SEGV_ACCERR, 0x1234, &regs, 14, 7, 0x1234);
	assert_int_equal(pushed, 1);
	assert_int_equal(infos[0].si_code, SEGV_ACCERR);
	assert_ptr_equal(infos[0].si_addr, 0x1234);
	assert_int_equal(frames[0].trap, 14);
	assert_int_equal(frames[0].error, 7);
	assert_int_equal(frames[0].cr2, 0x1234);
	if (!setjmp(ended)) /* again, in its handler: blocked */
		signal_fault(SIGSEGV, SEGV_MAPERR, 8, &regs, 14, 4, 8);
	assert_int_equal(exit_signal, SIGSEGV);
	if (!setjmp(ended))
		signal_fault(SIGFPE, FPE_INTDIV, 0x401000, &regs, 0, 0, 0);
	assert_int_equal(exit_signal, SIGFPE);
}

static void stack_without_room(void **state)
{
	stack_is_bad = true;
	catch (SIGUSR1, 0, 0);
	if (!setjmp(ended)) {
		signal_send_process(SIGUSR1, NULL);
		signal_deliver(&regs); /* SIGSEGV instead, which has no handler */
	}
	assert_int_equal(exit_signal, SIGSEGV);
	setup(NULL);
	stack_is_bad = true;
	catch (SIGSEGV, 0, 0);
	if (!setjmp(ended)) /* no endless attempts to say that there is no stack */
		signal_fault(SIGSEGV, SEGV_MAPERR, 8, &regs, 14, 4, 8);
	assert_int_equal(exit_signal, SIGSEGV);
	assert_int_equal(pushed, 0);
}

static void alternate_stack(void **state)
{
	const stack_t stack = {.ss_sp = (void *)0x10000, .ss_size = 0x8000};

	catch (SIGUSR1, SA_ONSTACK, 0);
	assert_int_equal(signal_stack_set(&stack, regs.rsp), 0);
	signal_send_process(SIGUSR1, NULL);
	signal_deliver(&regs);
	assert_true(frames[0].enter_stack);
	assert_int_equal(frames[0].stack.ss_flags, 0);
	regs.rsp = 0x17000; /* on it: the next one goes on below */
	assert_int_equal(signal_stack_set(&stack, regs.rsp), -EPERM);
	signal_set_blocked(0);
	signal_send_process(SIGUSR1, NULL);
	signal_deliver(&regs);
	assert_false(frames[1].enter_stack);
	assert_true(frames[1].on_stack);
	assert_int_equal(frames[1].stack.ss_flags, SIGNAL_STACK_ONSTACK);
}

static void stack_that_disarms_itself(void **state)
{
	const stack_t stack = {.ss_sp = (void *)0x10000, .ss_size = 0x8000, .ss_flags = (int)SIGNAL_STACK_AUTODISARM};

	catch (SIGUSR1, SA_ONSTACK, 0);
	assert_int_equal(signal_stack_set(&stack, regs.rsp), 0);
	signal_send_process(SIGUSR1, NULL);
	signal_deliver(&regs);
	assert_true(frames[0].enter_stack);
	assert_int_equal(frames[0].stack.ss_size, 0x8000); /* what sigreturn sets again */
	assert_int_equal(thread.signals.stack_size, 0);
}

static void bad_stacks(void **state)
{
	stack_t stack = {.ss_sp = (void *)0x10000, .ss_size = MINSIGSTKSZ - 1};

	assert_int_equal(signal_stack_set(&stack, regs.rsp), -ENOMEM);
	stack.ss_size = MINSIGSTKSZ;
	stack.ss_flags = 4;
	assert_int_equal(signal_stack_set(&stack, regs.rsp), -EINVAL);
	stack.ss_flags = SIGNAL_STACK_ONSTACK;
	assert_int_equal(signal_stack_set(&stack, regs.rsp), 0);
	stack.ss_flags = SIGNAL_STACK_DISABLE;
	assert_int_equal(signal_stack_set(&stack, regs.rsp), 0);
	signal_stack_describe(&stack, regs.rsp);
	assert_int_equal(stack.ss_flags, SIGNAL_STACK_DISABLE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_a_signal_calls_run_again),
		TEST(with_a_handler_calls_end_as_it_says),
		TEST(interrupted_program_is_no_call),
		TEST(masks_of_a_handler),
		TEST(mask_of_sigsuspend_comes_back),
		TEST(several_signals_nest),
		TEST(one_shot_handlers),
		TEST(fatal_signals),
		TEST(faults),
		TEST(stack_without_room),
		TEST(alternate_stack),
		TEST(stack_that_disarms_itself),
		TEST(bad_stacks),
	};

	return cmocka_run_group_tests_name("signal_deliver", tests, NULL, NULL);
}
