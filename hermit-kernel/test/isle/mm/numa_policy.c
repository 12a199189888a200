/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory policies, where the kernel has them: get_mempolicy, set_mempolicy and mbind with node 0 and nonsense.
 */
#include <linux/mempolicy.h>
#include <sys/mman.h>
#include "test.h"

int main(void)
{
	unsigned long nodes[16] = {0}, node_zero = 1;
	int mode = -1;
	char *memory = OK(mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	if (syscall(SYS_get_mempolicy, &mode, nodes, 1024, NULL, 0) != 0 && errno == ENOSYS)
		SKIP("the kernel has no memory policies");
	CHECK_EQ(mode, MPOL_DEFAULT);
	CHECK_EQ(syscall(SYS_get_mempolicy, NULL, nodes, 1024, NULL, MPOL_F_MEMS_ALLOWED), 0);
	CHECK_EQ(nodes[0] & 1, 1);
	memory[0] = 1;
	CHECK_EQ(syscall(SYS_get_mempolicy, &mode, NULL, 0, memory, MPOL_F_NODE | MPOL_F_ADDR), 0);
	CHECK_OP(mode, <, 1024);
	CHECK_EQ(syscall(SYS_mbind, memory, 8192, MPOL_PREFERRED, &node_zero, 64, 0), 0);
	CHECK_EQ(syscall(SYS_set_mempolicy, MPOL_INTERLEAVE, &node_zero, 64), 0);
	CHECK_EQ(syscall(SYS_set_mempolicy, MPOL_DEFAULT, NULL, 0), 0);
	memory[4096] = 1;
	CHECK_ERRNO(syscall(SYS_set_mempolicy, 77, NULL, 0), EINVAL);
	CHECK_ERRNO(syscall(SYS_mbind, memory + 1, 4096, MPOL_DEFAULT, NULL, 0, 0), EINVAL);
	return 0;
}
