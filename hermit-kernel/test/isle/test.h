/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What every isle test includes: checks that say what failed, a limit of time, and what many of them need.
 *
 * A test is an ordinary Linux program that exits with 0 (passed), 1 (a check failed; file:line, values and errno are on
 * stderr) or TEST_SKIP (cannot run here; the reason is on stdout). A check may fail on any thread: it ends the process.
 * Each test arms alarm(TEST_TIMEOUT); tests about SIGALRM itself define TEST_NO_ALARM first.
 */
#ifndef ISLE_TEST_H
#define ISLE_TEST_H

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#define TEST_SKIP   77
#define TEST_UNUSED __attribute__((unused))

/** An address where nothing can be mapped, opaque to the compiler. */
static volatile uintptr_t test_bad_address TEST_UNUSED = 8;
#define BAD_POINTER ((void *)test_bad_address)

/**
 * For loops in which a thread keeps its core busy: an emulator that runs all cores on one thread of its host goes on
 * with the next core here, instead of 100 ms later.
 */
static inline void test_busy(void)
{
	__builtin_ia32_pause();
}

/** Line of the check that was passed last, for the message of a test that hangs. */
static volatile int test_line TEST_UNUSED;

static void __attribute__((noreturn, format(printf, 4, 5), unused))
test_fail(const char *file, int line, int error, const char *format, ...)
{
	char text[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	dprintf(2, "%s:%d: %s (errno %d, %s, thread %ld)\n", file, line, text, error, strerror(error),
		syscall(SYS_gettid));
	_exit(1);
}

/** Fails unless `expr` holds. */
#define CHECK(expr)                                                                                                    \
	do {                                                                                                           \
		test_line = __LINE__;                                                                                  \
		if (!(expr))                                                                                           \
			test_fail(__FILE__, __LINE__, errno, "not true: %s", #expr);                                   \
	} while (0)

/** Fails unless `actual op expected` holds, both taken as long. */
#define CHECK_OP(actual, op, expected)                                                                                 \
	do {                                                                                                           \
		test_line = __LINE__;                                                                                  \
		long check_a = (long)(actual), check_e = (long)(expected);                                             \
		if (!(check_a op check_e))                                                                             \
			test_fail(__FILE__, __LINE__, errno, "%s is %ld (0x%lx), expected %s %s = %ld (0x%lx)",        \
				#actual, check_a, check_a, #op, #expected, check_e, check_e);                          \
	} while (0)

#define CHECK_EQ(actual, expected) CHECK_OP(actual, ==, expected)

/** Fails unless both strings are equal. */
#define CHECK_STR(actual, expected)                                                                                    \
	do {                                                                                                           \
		test_line = __LINE__;                                                                                  \
		const char *check_a = (actual), *check_e = (expected);                                                 \
		if (strcmp(check_a, check_e) != 0)                                                                     \
			test_fail(__FILE__, __LINE__, errno, "%s is \"%s\", expected \"%s\"", #actual, check_a,        \
				check_e);                                                                              \
	} while (0)

/** Fails unless `call` returns -1 (or MAP_FAILED) with errno == `error`. */
#define CHECK_ERRNO(call, error)                                                                                       \
	do {                                                                                                           \
		test_line = __LINE__;                                                                                  \
		errno = 0;                                                                                             \
		long check_r = (long)(call);                                                                           \
		if (check_r != -1 || errno != (error))                                                                 \
			test_fail(__FILE__, __LINE__, errno, "%s returned %ld, expected -1 with errno %d = %s", #call, \
				check_r, (error), #error);                                                             \
	} while (0)

#ifndef __cplusplus
/** The value of `call`, which must not be -1 (or MAP_FAILED). */
#define OK(call)                                                                                                       \
	({                                                                                                             \
		test_line = __LINE__;                                                                                  \
		__auto_type check_ok = (call);                                                                         \
		if ((long)check_ok == -1)                                                                              \
			test_fail(__FILE__, __LINE__, errno, "failed: %s", #call);                                     \
		check_ok;                                                                                              \
	})
#endif

/** Ends the test as skipped. */
#define SKIP(...)                                                                                                      \
	do {                                                                                                           \
		printf("skip: " __VA_ARGS__);                                                                          \
		printf("\n");                                                                                          \
		exit(TEST_SKIP);                                                                                       \
	} while (0)

/** Whether the program runs on an isle: the runner says so. Only for behaviour that differs from Linux on purpose. */
static inline bool test_on_isle(void)
{
	const char *on = getenv("TEST_ON");

	return on && strcmp(on, "isle") == 0;
}

#ifndef TEST_NO_ALARM
static void test_timed_out(int signal_number TEST_UNUSED)
{
	dprintf(2, "timed out; last check passed or begun at line %d\n", test_line);
	_exit(1);
}

static void __attribute__((constructor)) test_arm_alarm(void)
{
	const char *limit = getenv("TEST_TIMEOUT");
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = test_timed_out;
	sigaction(SIGALRM, &action, NULL);
	alarm(limit ? (unsigned)atoi(limit) : 60);
}
#endif

/** CPUs this thread may run on. */
static inline int test_cpus(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CHECK_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
	return CPU_COUNT(&set);
}

/** The `index`-th CPU this thread may run on. */
static inline int test_cpu(int index)
{
	cpu_set_t set;
	int cpu;

	CPU_ZERO(&set);
	CHECK_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &set) && index-- == 0)
			return cpu;
	CHECK(!"index of a CPU in range");
	return -1;
}

/** Binds the calling thread to one CPU. */
static inline void test_bind(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	CHECK_EQ(sched_setaffinity(0, sizeof(set), &set), 0);
}

static inline int64_t test_clock_ns(clockid_t id)
{
	struct timespec now;

	CHECK_EQ(clock_gettime(id, &now), 0);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static inline int64_t test_now_ns(void)
{
	return test_clock_ns(CLOCK_MONOTONIC);
}

static inline struct timespec test_timespec(int64_t ns)
{
	struct timespec time;

	time.tv_sec = ns / 1000000000;
	time.tv_nsec = ns % 1000000000;
	return time;
}

/** Sleeps at least so long, whatever signals arrive. */
static inline void test_sleep_ms(int ms)
{
	struct timespec until = test_timespec(test_now_ns() + ms * 1000000LL);

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
		;
}

static inline pid_t test_gettid(void)
{
	return (pid_t)syscall(SYS_gettid);
}

static inline pthread_t test_thread(void *(*function)(void *), void *argument)
{
	pthread_t thread;

	CHECK_EQ(pthread_create(&thread, NULL, function, argument), 0);
	return thread;
}

static inline void *test_join(pthread_t thread)
{
	void *result;

	CHECK_EQ(pthread_join(thread, &result), 0);
	return result;
}

/** Installs `handler` with `flags` | SA_SIGINFO and an empty mask. */
static inline void test_handle(int number, void (*handler)(int, siginfo_t *, void *), int flags)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = handler;
	action.sa_flags = SA_SIGINFO | flags;
	CHECK_EQ(sigaction(number, &action, NULL), 0);
}

static inline sigset_t test_sigset(int number)
{
	sigset_t set;

	sigemptyset(&set);
	if (number)
		sigaddset(&set, number);
	return set;
}

/** A repeatable stream of numbers (xorshift64*). */
static inline uint64_t test_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1dULL;
}

/** Makes the folder that the runner chose (first argument; none: the working folder) and goes there. */
static inline void test_enter_folder(int argc, char **argv)
{
	char path[512];
	char *slash;

	if (argc < 2)
		return;
	snprintf(path, sizeof(path), "%s/", argv[1]);
	for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		if (mkdir(path, 0755) != 0)
			CHECK_EQ(errno, EEXIST);
		*slash = '/';
	}
	CHECK_EQ(chdir(path), 0);
}

/**
 * Whether the working folder is a host folder, behind a 9P server. QEMU's works by path: an open file that was
 * removed keeps its bytes, but not its attributes, and renames know no flags.
 */
static inline bool test_on_host_folder(void)
{
	struct statfs info;

	CHECK_EQ(statfs(".", &info), 0);
	return info.f_type == 0x01021997; /* V9FS_MAGIC */
}

/** Closes what the program inherited besides the standard streams, so that descriptor numbers are known. */
static inline void test_close_inherited(void)
{
	int fd;

	for (fd = 3; fd < 256; fd++)
		close(fd);
}

/** Writes a whole new file. */
static inline void test_write_file(const char *path, const void *bytes, size_t length)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	CHECK_OP(fd, >=, 0);
	CHECK_EQ(write(fd, bytes, length), length);
	CHECK_EQ(close(fd), 0);
}

/** Reads a whole file (also of /proc) as a string, which the caller frees. */
static inline char *test_read_file(const char *path)
{
	size_t size = 1 << 16, used = 0;
	char *text = (char *)malloc(size);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		test_fail(__FILE__, __LINE__, errno, "cannot open %s", path);
	while ((got = read(fd, text + used, size - used - 1)) > 0) {
		used += (size_t)got;
		if (size - used < 4096)
			text = (char *)realloc(text, size *= 2);
	}
	if (got < 0)
		test_fail(__FILE__, __LINE__, errno, "cannot read %s", path);
	CHECK_EQ(close(fd), 0);
	text[used] = 0;
	return text;
}

#endif /* ISLE_TEST_H */
