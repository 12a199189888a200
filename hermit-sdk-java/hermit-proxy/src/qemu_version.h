/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_QEMU_VERSION_H
#define PROXY_QEMU_VERSION_H

#include <stddef.h>

/* The first with everything that the command line of an isle uses: microvm with ACPI and a second I/O APIC. */
#define QEMU_MAJOR_MIN 6u

/** Runs `qemu --version`. The version as text ("7.2.22"), with *major; NULL where it does not say. */
char *qemu_ask_version(const char *qemu, unsigned *major);

/** The version in the first line of that output, as a new string; NULL: none. */
char *qemu_parse_version(const char *output, unsigned *major);

#endif
