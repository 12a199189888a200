/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Restartable sequences: either the kernel says ENOSYS, or the area that glibc registered always names the current CPU.
 * @cores 2
 */
#include <sys/rseq.h>
#include "test.h"

static void check_each_cpu(void)
{
	struct rseq *area = (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
	int count = test_cpus(), cpus[CPU_SETSIZE], i;

	for (i = 0; i < count; i++)
		cpus[i] = test_cpu(i);
	for (i = 0; i < 3 * count; i++) {
		test_bind(cpus[i % count]);
		CHECK_EQ(*(volatile uint32_t *)&area->cpu_id, cpus[i % count]);
		CHECK_EQ(*(volatile uint32_t *)&area->cpu_id_start, cpus[i % count]);
	}
}

static void *body(void *argument TEST_UNUSED)
{
	check_each_cpu();
	return NULL;
}

int main(void)
{
	if (__rseq_size == 0) {
		CHECK_ERRNO(syscall(SYS_rseq, NULL, 0, 0, 0), ENOSYS);
		SKIP("the kernel has no rseq");
	}
	test_join(test_thread(body, NULL));
	check_each_cpu();
	return 0;
}
