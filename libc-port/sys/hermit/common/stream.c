/* SPDX-License-Identifier: BSD-3-Clause */
/* POSIX's functions on streams that newlib has under names of its own. */
#include <reent.h>
#include <stdio.h>

ssize_t getdelim(char **line, size_t *size, int delimiter, FILE *stream)
{
	return __getdelim(line, size, delimiter, stream);
}

ssize_t getline(char **line, size_t *size, FILE *stream)
{
	return __getline(line, size, stream);
}

void flockfile(FILE *stream)
{
	__lock_acquire_recursive(stream->_lock);
}

int ftrylockfile(FILE *stream)
{
	return __lock_try_acquire_recursive(stream->_lock);
}

void funlockfile(FILE *stream)
{
	__lock_release_recursive(stream->_lock);
}
