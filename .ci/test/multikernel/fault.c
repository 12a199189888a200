/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Does to an isle what no program should, to see that Linux survives it. In ring 0 nothing holds it back.
 *
 *   fault panic             the kernel's fatal handler is entered
 *   fault hang              an endless loop with interrupts off
 *   fault hang-all          the same on each core of the isle
 *   fault triple            the processor loses its exception handling
 *   fault write ADDRESS     writes to a physical address through the kernel's map of memory
 *   fault sleep SECONDS     nothing wrong; for tests that need an isle to be busy
 *
 * Prints "about to …" before. Status 0 where it comes back, 2 for wrong arguments.
 */
#include <hermit/boot_block.h>
#include <hermit/hermit.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void do_panic(const char *unused)
{
	__asm__ volatile("int $2"); /* as if a non-maskable interrupt came, which nobody sends */
}

static void do_hang(const char *unused)
{
	for (;;)
		__asm__ volatile("cli; pause");
}

static void *hang_core(void *core)
{
	hermit_core_hold((int)(long)core, 0);
	do_hang(NULL);
	return NULL;
}

static void do_hang_all(const char *unused)
{
	pthread_t thread;
	for (long core = hermit_core_count() - 1; core > 0; core--)
		pthread_create(&thread, NULL, hang_core, (void *)core);
	sleep(1);
	do_hang(NULL);
}

static void do_triple(const char *unused)
{
	const struct {
		unsigned short limit;
		unsigned long base;
	} __attribute__((packed)) none = {0, 0};
	__asm__ volatile("lidt %0; int3" : : "m"(none));
}

static void do_write(const char *address)
{
	*(volatile char *)(HERMIT_BLOCK_DIRECT_MAP + strtoull(address, NULL, 0)) = 1;
}

static void do_sleep(const char *seconds)
{
	sleep((unsigned)atoi(seconds));
}

static const struct {
	const char *name;
	void (*run)(const char *argument);
	int arguments;
} faults[] = {
	{"panic", do_panic, 0},
	{"hang", do_hang, 0},
	{"hang-all", do_hang_all, 0},
	{"triple", do_triple, 0},
	{"write", do_write, 1},
	{"sleep", do_sleep, 1},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof(faults) / sizeof(faults[0]); i++) {
		if (strcmp(argv[1], faults[i].name) || argc != 2 + faults[i].arguments)
			continue;
		printf("about to %s\n", argv[1]);
		fflush(stdout);
		faults[i].run(argv[2]);
		printf("back\n");
		return 0;
	}
	fprintf(stderr, "usage: fault panic|hang|hang-all|triple|write ADDRESS|sleep SECONDS\n");
	return 2;
}
