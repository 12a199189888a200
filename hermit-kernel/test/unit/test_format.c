// sources:
/* SPDX-License-Identifier: BSD-3-Clause */
/* lib/format.c against the host's printf: every conversion, flag, width and precision that the kernel uses. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* The kernel's functions get names of their own, so that the host's stay reachable. */
#define snprintf  kernel_snprintf
#define vsnprintf kernel_vsnprintf
#include "lib/format.c"
#undef snprintf
#undef vsnprintf
int snprintf(char *to, size_t size, const char *format, ...);

#define same(...)                                                                                                      \
	do {                                                                                                           \
		char ours[256], hosts[256];                                                                            \
		int our_length = kernel_snprintf(ours, sizeof(ours), __VA_ARGS__);                                     \
		int host_length = snprintf(hosts, sizeof(hosts), __VA_ARGS__);                                         \
		assert_string_equal(ours, hosts);                                                                      \
		assert_int_equal(our_length, host_length);                                                             \
	} while (0)

static void integers(void **state)
{
	const int64_t values[] = {0, 1, -1, 42, INT_MAX, INT_MIN, INT64_MAX, INT64_MIN};

	for (size_t i = 0; i < array_size(values); i++) {
		same("%ld|%5ld|%-5ld|%05ld|%+ld|% ld|%.3ld|%8.3ld", values[i], values[i], values[i], values[i],
			values[i], values[i], values[i], values[i]);
		same("%lu %lx %lX %#lx %lo %016lx", (uint64_t)values[i], (uint64_t)values[i], (uint64_t)values[i],
			(uint64_t)values[i], (uint64_t)values[i], (uint64_t)values[i]);
		same("%d %u %x", (int)values[i], (unsigned)values[i], (unsigned)values[i]);
	}
	same("%hhu %hd %hhx", 300, 70000, -1);
	same("%zu", (size_t)7);
	same("%*d|%-*d", 6, 12, 6, 12);
	same("%.0d|%.0u", 0, 0);
}

static void strings(void **state)
{
	same("%s|%10s|%-10s|%.2s|%*s", "abc", "abc", "abc", "abc", 5, "x");
	same("%c%c %%", 'a', 'b');
	same("no conversion");
	same("%p", (void *)0x1234);
}

static void short_buffers(void **state)
{
	char text[8];

	for (size_t size = 0; size <= sizeof(text); size++) {
		memset(text, 'z', sizeof(text));
		assert_int_equal(kernel_snprintf(text, size, "%s", "123456789"), 9);
		if (size) {
			assert_int_equal(strlen(text), size - 1);
			assert_memory_equal(text, "1234567", size - 1);
		}
		for (size_t i = size; i < sizeof(text); i++)
			assert_int_equal(text[i], 'z');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers),
		cmocka_unit_test(strings),
		cmocka_unit_test(short_buffers),
	};
	return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
