/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Accesses that may fault: each probe touches one address and says which signal, code and address came of it.
 * The handlers leave by siglongjmp; probes may run on any number of threads at once.
 */
#ifndef ISLE_FAULT_H
#define ISLE_FAULT_H

#include <setjmp.h>
#include "test.h"

/** What an access led to; signal is 0 where it succeeded. */
struct fault {
	int signal;
	int code;
	void *address;
};

static __thread sigjmp_buf fault_return;
static __thread volatile int fault_expected;
static __thread struct fault fault_last;

static void fault_handle(int number, siginfo_t *info, void *context TEST_UNUSED)
{
	if (!fault_expected)
		test_fail(__FILE__, __LINE__, 0, "unexpected signal %d code %d at %p", number, info->si_code,
			info->si_addr);
	fault_expected = 0;
	fault_last.signal = number;
	fault_last.code = info->si_code;
	fault_last.address = info->si_addr;
	siglongjmp(fault_return, 1);
}

static inline void fault_install(void)
{
	test_handle(SIGSEGV, fault_handle, SA_ONSTACK);
	test_handle(SIGBUS, fault_handle, SA_ONSTACK);
}

/** Runs `statement`; yields the struct fault that it met. */
#define FAULT_OF(statement)                                                                                            \
	({                                                                                                             \
		memset(&fault_last, 0, sizeof(fault_last));                                                            \
		fault_expected = 1;                                                                                    \
		if (sigsetjmp(fault_return, 1) == 0) {                                                                 \
			statement;                                                                                     \
		}                                                                                                      \
		fault_expected = 0;                                                                                    \
		fault_last;                                                                                            \
	})

static __attribute__((noinline, unused)) struct fault fault_read(const void *address)
{
	return FAULT_OF((void)*(volatile const char *)address);
}

static __attribute__((noinline, unused)) struct fault fault_write(void *address)
{
	return FAULT_OF(*(volatile char *)address = 1);
}

static __attribute__((noinline, unused)) struct fault fault_call(void *address)
{
	return FAULT_OF(((void (*)(void))(uintptr_t)address)());
}

/** Fails unless `probe` met exactly this signal, code and address. */
#define CHECK_FAULT(probe, expected_signal, expected_code, expected_address)                                           \
	do {                                                                                                           \
		struct fault check_f = (probe);                                                                        \
		test_line = __LINE__;                                                                                  \
		if (check_f.signal != (expected_signal) || check_f.code != (expected_code) ||                          \
			check_f.address != (void *)(expected_address))                                                 \
			test_fail(__FILE__, __LINE__, 0,                                                               \
				"%s: signal %d code %d address %p, expected signal %d code %d address %p", #probe,     \
				check_f.signal, check_f.code, check_f.address, (expected_signal), (expected_code),     \
				(void *)(expected_address));                                                           \
	} while (0)

/** Fails unless `probe` succeeded. */
#define CHECK_NO_FAULT(probe)                                                                                          \
	do {                                                                                                           \
		struct fault check_f = (probe);                                                                        \
		test_line = __LINE__;                                                                                  \
		if (check_f.signal != 0)                                                                               \
			test_fail(__FILE__, __LINE__, 0, "%s: unexpected signal %d code %d address %p", #probe,        \
				check_f.signal, check_f.code, check_f.address);                                        \
	} while (0)

#endif /* ISLE_FAULT_H */
