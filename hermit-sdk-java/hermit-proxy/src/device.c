/* SPDX-License-Identifier: BSD-3-Clause */
#include "device.h"

#include "host.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEVICE_SYSFS "/sys/hermit"

bool device_is_there(void)
{
	return access(DEVICE_SYSFS, F_OK) == 0;
}

char *device_path(unsigned isle)
{
	return memory_format("/dev/hermit/isle%u", isle);
}

int device_open(unsigned isle)
{
	char *path = device_path(isle);
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
	int error = errno;
	free(path);
	return fd < 0 ? -error : fd;
}

int device_info(int device, struct hermit_device_info *info)
{
	return ioctl(device, HERMIT_DEVICE_INFO, info) < 0 ? -errno : 0;
}

int device_start(int device, struct hermit_device_start *start)
{
	return ioctl(device, HERMIT_DEVICE_START, start) < 0 ? -errno : 0;
}

int device_stream(int device, unsigned number)
{
	int fd = ioctl(device, HERMIT_DEVICE_STREAM, (unsigned long)number);
	return fd < 0 ? -errno : fd;
}

int device_log(int device)
{
	int fd = device_stream(device, HERMIT_DEVICE_LOG);
	if (fd >= 0)
		fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

int device_stop(int device)
{
	return ioctl(device, HERMIT_DEVICE_STOP) < 0 ? -errno : 0;
}

char *device_attribute(unsigned isle, const char *attribute)
{
	char *path = memory_format(DEVICE_SYSFS "/isle%u/%s", isle, attribute);
	char *text = host_read_file(path);
	free(path);
	if (text && *text && text[strlen(text) - 1] == '\n')
		text[strlen(text) - 1] = 0;
	return text;
}
