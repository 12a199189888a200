/* SPDX-License-Identifier: BSD-3-Clause */
/* POSIX's functions on streams that newlib has under names of its own, and the end of all streams. */
#include "port.h"
#include <reent.h>
#include <stdio.h>
#include <time.h>

#define FLUSH_TRIES 1000 /* a millisecond each */

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

extern int _fflush_r(struct _reent *reent, FILE *stream) __attribute__((weak)); /* there where a program has streams */

/* Another thread may be in a call on the stream: one that reads holds nothing back, one that writes gets some time. */
static void stream_flush(FILE *stream)
{
	struct timespec moment = {.tv_nsec = 1000000};
	for (int i = 0; ftrylockfile(stream) != 0; i++) {
		if (!(stream->_flags & __SWR) || i == FLUSH_TRIES)
			return;
		nanosleep(&moment, NULL);
	}
	_fflush_r(_REENT, stream);
	funlockfile(stream);
}

/* newlib's list: a stream whose flags are 0 is free, one with 1 is being opened. */
void __hermit_streams_flush(void)
{
	for (struct _glue *some = &_GLOBAL_REENT->__sglue; some; some = some->_next)
		for (FILE *stream = some->_iobs; stream < some->_iobs + some->_niobs; stream++)
			if (stream->_flags != 0 && stream->_flags != 1 && stream->_file != -1)
				stream_flush(stream);
}
