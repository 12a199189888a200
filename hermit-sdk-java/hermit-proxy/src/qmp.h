/* SPDX-License-Identifier: BSD-3-Clause */
/* As much of QEMU's machine protocol (QMP) as finding the threads of the virtual CPUs takes. */
#ifndef PROXY_QMP_H
#define PROXY_QMP_H

#include <stddef.h>
#include <sys/types.h>

/** Thread ids of virtual CPUs 0 … count-1. 0; -EPIPE: QEMU ended; -ETIMEDOUT; -EPROTO: not what was expected. */
int qmp_find_cpu_threads(int fd, pid_t *threads, size_t count, int limit_ms);

/** The same, from the text of QEMU's answer. */
int qmp_parse_cpu_threads(const char *answer, pid_t *threads, size_t count);

#endif
