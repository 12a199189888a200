/* SPDX-License-Identifier: BSD-3-Clause */
/* A handler mends the cause of a fault, and the program goes on at the same instruction. */
#include "test.h"
#include <signal.h>
#include <sys/mman.h>

static char *page;
static volatile int faults;

static void handler(int number, siginfo_t *info, void *context)
{
	(void)number, (void)context;
	if ((char *)info->si_addr != page + 8 || info->si_code != SEGV_ACCERR)
		_Exit(3);
	faults++;
	mprotect(page, 4096, PROT_READ | PROT_WRITE);
}

int main(void)
{
	struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
	page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(page != MAP_FAILED);
	CHECK_EQ(sigaction(SIGSEGV, &action, NULL), 0);
	*(volatile char *)(page + 8) = 5;
	CHECK_EQ(page[8], 5);
	CHECK_EQ(faults, 1);
	return 0;
}
