/* SPDX-License-Identifier: BSD-3-Clause */
/* Mappings. */
#include "port.h"
#include <stdarg.h>
#include <sys/mman.h>

void *mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
	return (void *)port_result(port_call(SYS_mmap, address, size, protection, flags, fd, offset));
}

int munmap(void *address, size_t size)
{
	return port_result(port_call(SYS_munmap, address, size));
}

int mprotect(void *address, size_t size, int protection)
{
	return port_result(port_call(SYS_mprotect, address, size, protection));
}

int msync(void *address, size_t size, int flags)
{
	return port_result(port_block(SYS_msync, address, size, flags));
}

int madvise(void *address, size_t size, int advice)
{
	return port_result(port_call(SYS_madvise, address, size, advice));
}

void *mremap(void *address, size_t size, size_t new_size, int flags, ...)
{
	va_list arguments;
	va_start(arguments, flags);
	void *wanted = flags & MREMAP_FIXED ? va_arg(arguments, void *) : NULL;
	va_end(arguments);
	return (void *)port_result(port_call(SYS_mremap, address, size, new_size, flags, wanted));
}

int mlock(const void *address, size_t size)
{
	return port_result(port_call(SYS_mlock, address, size));
}

int munlock(const void *address, size_t size)
{
	return port_result(port_call(SYS_munlock, address, size));
}

int mlockall(int flags)
{
	return port_result(port_call(SYS_mlockall, flags));
}

int munlockall(void)
{
	return port_result(port_call(SYS_munlockall));
}
