/* SPDX-License-Identifier: BSD-3-Clause */
/* What newlib's heap lacks. */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

/* Answers with the error number, and leaves errno alone. */
int posix_memalign(void **memory, size_t align, size_t size)
{
	if (align < sizeof(void *) || (align & (align - 1)) != 0)
		return EINVAL;
	int saved = errno;
	void *made = memalign(align, size);
	errno = saved;
	if (made == NULL)
		return ENOMEM;
	*memory = made;
	return 0;
}
