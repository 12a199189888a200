/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_PIN_H
#define PROXY_PIN_H

#include "cpulist.h"

/**
 * Binds virtual CPU i to the i-th CPU of the list. Returns NULL, or what went wrong as a new string. That QEMU ended in
 * between is no problem here: the relay will tell why.
 */
char *pin_cpus(int qmp_fd, const struct cpulist *cpus);

#endif
