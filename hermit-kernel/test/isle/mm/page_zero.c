/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Page 0 can never be mapped by an ordinary user, neither by MAP_FIXED nor by a low hint nor by mremap.
 */
#include <linux/capability.h>
#include <sys/mman.h>
#include "fault.h"

#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)
#define RW   (PROT_READ | PROT_WRITE)

/* On Linux, root may map it (CAP_SYS_RAWIO): become ordinary. */
static void drop_capabilities(void)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct none[2];

	memset(none, 0, sizeof(none));
	if (!test_on_isle())
		CHECK_EQ(syscall(SYS_capset, &header, none), 0);
}

int main(void)
{
	char *hinted, *memory = OK(mmap(NULL, 4096, RW, ANON, -1, 0));

	drop_capabilities();
	CHECK_ERRNO(mmap(NULL, 4096, RW, ANON | MAP_FIXED, -1, 0), EPERM);
	CHECK_ERRNO(mmap(NULL, 4096, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0), EPERM);
	CHECK_ERRNO(mremap(memory, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, NULL), EPERM);
	hinted = OK(mmap((void *)1, 4096, RW, ANON, -1, 0));
	CHECK_OP(hinted, >=, 4096);
	hinted = OK(mmap((void *)4096, 4096, RW, ANON, -1, 0));
	CHECK_OP(hinted, >=, 4096);
	fault_install();
	CHECK_FAULT(fault_read(NULL), SIGSEGV, SEGV_MAPERR, NULL);
	CHECK_FAULT(fault_write(NULL), SIGSEGV, SEGV_MAPERR, NULL);
	return 0;
}
