/* SPDX-License-Identifier: BSD-3-Clause */
#include "syscall/hermit_struct.h"

#include <linux/errno.h>
#include "mm/user.h"

int hermit_struct_put(uint64_t to, const void *from, uint32_t size)
{
	uint32_t known;

	if (user_get(&known, to))
		return -EFAULT;
	if (known < size)
		return -EINVAL;
	return user_copy_to(to, from, size) ? -EFAULT : 0;
}
