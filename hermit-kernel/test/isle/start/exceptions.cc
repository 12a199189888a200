/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * C++ exceptions: thrown across frames with destructors, out of nested calls, rethrown, in several threads at once, and
 * an uncaught one ends the process by SIGABRT.
 * @cores 2
 * @case caught 0 caught
 * @case uncaught 134 uncaught
 */
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>
#include "test.h"

static thread_local int destroyed;

struct Guard {
	~Guard()
	{
		destroyed++;
	}
};

static __attribute__((noinline)) int dive(int depth)
{
	Guard guard;

	if (depth == 0)
		throw std::runtime_error("bottom");
	return dive(depth - 1) + 1;
}

static void check_unwinding()
{
	for (int i = 0; i < 200; i++) {
		destroyed = 0;
		try {
			try {
				dive(i);
				CHECK(!"reached");
			} catch (const std::logic_error &) {
				CHECK(!"the wrong handler");
			} catch (...) {
				throw;
			}
		} catch (const std::exception &error) {
			CHECK_STR(error.what(), "bottom");
		}
		CHECK_EQ(destroyed, i + 1);
	}
}

int main(int argc, char **argv)
{
	std::vector<std::thread> threads;
	struct rlimit none = {0, 0};

	CHECK_EQ(argc, 2);
	setrlimit(RLIMIT_CORE, &none);
	if (strcmp(argv[1], "uncaught") == 0)
		dive(3);
	check_unwinding();
	for (int i = 0; i < 4; i++)
		threads.emplace_back(check_unwinding);
	for (auto &thread : threads)
		thread.join();
	try {
		std::string().at(5);
		CHECK(!"reached");
	} catch (const std::out_of_range &) {
	}
	auto big = std::make_unique<std::vector<std::string>>(1000, "moved about");
	CHECK_EQ(big->back().size(), 11);
	return 0;
}
