/* SPDX-License-Identifier: BSD-3-Clause */
/* How newlib is built for hermit; <sys/config.h> includes this file, so programs agree with the library. */
#ifndef HERMIT_MACHINE_CONFIG_H
#define HERMIT_MACHINE_CONFIG_H

#define __DYNAMIC_REENT__ /* a struct _reent for each thread, found by __getreent() */
#define _REENT_GLOBAL_ATEXIT
#define _REENT_GLOBAL_STDIO_STREAMS /* one stdout for all threads */
#define _READ_WRITE_RETURN_TYPE     _ssize_t
#define _READ_WRITE_BUFSIZE_TYPE    __SIZE_TYPE__
#define __FILENAME_MAX__            4096

#endif
