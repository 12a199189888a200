/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of the tests: a failed one says where and what, and ends the program with status 1. */
#ifndef TEST_H
#define TEST_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                                               \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			fprintf(stderr, "%s:%d: %s is not so (errno %d)\n", __FILE__, __LINE__, #condition, errno);    \
			exit(1);                                                                                       \
		}                                                                                                      \
	} while (0)

#define CHECK_EQ(value, expected)                                                                                      \
	do {                                                                                                           \
		long long got_ = (long long)(value), wanted_ = (long long)(expected);                                  \
		if (got_ != wanted_) {                                                                                 \
			fprintf(stderr, "%s:%d: %s is %lld, not %lld (errno %d)\n", __FILE__, __LINE__, #value, got_,  \
				wanted_, errno);                                                                       \
			exit(1);                                                                                       \
		}                                                                                                      \
	} while (0)

#define CHECK_STR(value, expected)                                                                                     \
	do {                                                                                                           \
		const char *got_ = (value), *wanted_ = (expected);                                                     \
		if (strcmp(got_, wanted_) != 0) {                                                                      \
			fprintf(stderr, "%s:%d: %s is \"%s\", not \"%s\"\n", __FILE__, __LINE__, #value, got_,         \
				wanted_);                                                                              \
			exit(1);                                                                                       \
		}                                                                                                      \
	} while (0)

/* The call fails with that error number. */
#define CHECK_FAILS(call, number)                                                                                      \
	do {                                                                                                           \
		errno = 0;                                                                                             \
		CHECK_EQ(call, -1);                                                                                    \
		CHECK_EQ(errno, number);                                                                               \
	} while (0)

#endif
