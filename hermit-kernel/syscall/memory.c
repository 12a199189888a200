/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls about memory: mmap(2) and the pages that it names. The work is done in mm/. */
#include <linux/errno.h>
#include <linux/mman.h>
#include "fs/file.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "syscall/syscall.h"
#include "syscall/user_path.h"

/** brk(address) */
long sys_brk(const uint64_t *args)
{
	return (long)mm_brk(args[0]);
}

/** mmap(address, length, prot, flags, fd, offset) */
long sys_mmap(const uint64_t *args)
{
	struct file *file = NULL;
	int flags = (int)args[3];

	if (args[5] % PAGE_SIZE)
		return -EINVAL;
	if (!(flags & MAP_ANONYMOUS)) {
		file = user_file((int)args[4]);
		if (is_error(file))
			return ptr_error(file);
	}
	long result = mm_mmap(args[0], args[1], (int)args[2], flags, file, args[5]);
	if (file)
		file_put(file);
	return result;
}

/** munmap(address, length) */
long sys_munmap(const uint64_t *args)
{
	return mm_munmap(args[0], args[1]);
}

/** mprotect(address, length, prot) */
long sys_mprotect(const uint64_t *args)
{
	return mm_mprotect(args[0], args[1], (int)args[2]);
}

/** mremap(address, old length, new length, flags, new address) */
long sys_mremap(const uint64_t *args)
{
	return mm_mremap(args[0], args[1], args[2], (int)args[3], args[4]);
}

/** madvise(address, length, advice) */
long sys_madvise(const uint64_t *args)
{
	return mm_madvise(args[0], args[1], (int)args[2]);
}

/** msync(address, length, flags) */
long sys_msync(const uint64_t *args)
{
	return mm_msync(args[0], args[1], (int)args[2]);
}

/** mincore(address, length, vector) */
long sys_mincore(const uint64_t *args)
{
	return mm_mincore(args[0], args[1], args[2]);
}

/** mlock(address, length) */
long sys_mlock(const uint64_t *args)
{
	return mm_mlock(args[0], args[1], true, false);
}

/** mlock2(address, length, flags) */
long sys_mlock2(const uint64_t *args)
{
	if (args[2] & ~(uint64_t)MLOCK_ONFAULT)
		return -EINVAL;
	return mm_mlock(args[0], args[1], true, args[2] & MLOCK_ONFAULT);
}

/** munlock(address, length) */
long sys_munlock(const uint64_t *args)
{
	return mm_mlock(args[0], args[1], false, false);
}

/** mlockall(flags) */
long sys_mlockall(const uint64_t *args)
{
	uint64_t flags = args[0], known = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT;

	if (!flags || flags & ~known || flags == MCL_ONFAULT)
		return -EINVAL;
	return mm_mlock_all(flags & MCL_CURRENT, flags & MCL_FUTURE, flags & MCL_ONFAULT);
}

/** munlockall() */
long sys_munlockall(const uint64_t *args)
{
	return mm_munlock_all();
}
