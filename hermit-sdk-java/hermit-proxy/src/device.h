/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The operations on /dev/hermit/isleN and /sys/hermit (hermit/isle_device.h), and nothing that decides. Tests put
 * others in their place (test/fakedevice).
 */
#ifndef PROXY_DEVICE_H
#define PROXY_DEVICE_H

#include <hermit/isle_device.h>

#include <stdbool.h>

/** Whether this Linux can split itself: it has /sys/hermit. */
bool device_is_there(void);

/** "/dev/hermit/isleN", as a new string. */
char *device_path(unsigned isle);

/** Opens the isle's device, and so owns it. A descriptor or a negative errno. */
int device_open(unsigned isle);

int device_info(int device, struct hermit_device_info *info);
int device_start(int device, struct hermit_device_start *start);
/** A descriptor that does not block, or a negative errno. */
int device_log(int device);
/** The descriptor of a stream, or a negative errno. */
int device_stream(int device, unsigned number);
int device_stop(int device);

/** The text of /sys/hermit/isleN/ATTRIBUTE without the line feed at its end, as a new string; NULL: there is none. */
char *device_attribute(unsigned isle, const char *attribute);

#endif
