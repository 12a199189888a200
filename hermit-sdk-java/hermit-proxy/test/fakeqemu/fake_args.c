/* SPDX-License-Identifier: BSD-3-Clause */
#include "fake.h"

#include "crc32c.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static _Noreturn void fake_refuse(const char *what)
{
	fprintf(stderr, "fakeqemu: %s\n", what);
	exit(1);
}

const char *fake_argument(const struct fake *fake, const char *option, int nth)
{
	for (int i = 1; i + 1 < fake->argc; i++)
		if (!strcmp(fake->argv[i], option) && nth-- == 0)
			return fake->argv[i + 1];
	return NULL;
}

uint8_t *fake_read_file(const char *path, size_t *size)
{
	struct stat status;
	int fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &status) < 0)
		fake_refuse("a file cannot be opened");
	*size = (size_t)status.st_size;
	uint8_t *bytes = malloc(*size + 1);
	for (size_t done = 0; bytes && done < *size;) {
		ssize_t got = read(fd, bytes + done, *size - done);
		if (got <= 0)
			fake_refuse("a file cannot be read");
		done += (size_t)got;
	}
	close(fd);
	return bytes;
}

static int fake_socket(const struct fake *fake, const char *id)
{
	const char *value;
	char pattern[64];
	int length = snprintf(pattern, sizeof(pattern), "socket,id=%s,fd=", id);
	for (int i = 0; (value = fake_argument(fake, "-chardev", i)); i++)
		if (!strncmp(value, pattern, (size_t)length))
			return atoi(value + length);
	return -1;
}

static void fake_read_blob(struct fake *fake)
{
	struct hermit_boot_header header;
	const char *value = fake_argument(fake, "-fw_cfg", 0);
	const char *path = value ? strstr(value, "file=") : NULL;
	if (!path || strncmp(value, "name=" HERMIT_BOOT_FWCFG_NAME ",", sizeof("name=" HERMIT_BOOT_FWCFG_NAME)) != 0)
		fake_refuse("no boot blob");
	fake->blob = fake_read_file(path + 5, &fake->blob_size);
	memcpy(&header, fake->blob, sizeof(header));
	if (fake->blob_size < sizeof(header) || header.magic != HERMIT_BOOT_MAGIC ||
		header.version != HERMIT_BOOT_VERSION || header.size != fake->blob_size ||
		header.crc32c != crc32c(0, fake->blob + sizeof(header), fake->blob_size - sizeof(header)))
		fake_refuse("the boot blob is broken");
}

const void *fake_record(const struct fake *fake, uint32_t type, int nth, size_t *length)
{
	struct hermit_boot_record record;
	for (size_t at = sizeof(struct hermit_boot_header); at + sizeof(record) <= fake->blob_size;) {
		memcpy(&record, fake->blob + at, sizeof(record));
		at += sizeof(record);
		if (record.length > fake->blob_size - at)
			fake_refuse("a record of the boot blob is too long");
		if (record.type == type && nth-- == 0) {
			*length = record.length;
			return fake->blob + at;
		}
		at += (record.length + 7) & ~7u;
	}
	return NULL;
}

static void fake_read_program(struct fake *fake)
{
	size_t length;
	const void *text;
	while ((text = fake_record(fake, HERMIT_BOOT_ARG, fake->program_count, &length))) {
		fake->program = realloc(fake->program, (size_t)(fake->program_count + 2) * sizeof(char *));
		fake->program[fake->program_count++] = strndup(text, length);
		fake->program[fake->program_count] = NULL;
	}
	if (!fake->program_count)
		fake_refuse("no program");
}

void fake_read_arguments(struct fake *fake, int argc, char **argv)
{
	*fake = (struct fake){.argc = argc, .argv = argv};
	fake->credit[1] = fake->credit[2] = fake->granted = HERMIT_CHANNEL_WINDOW;
	fake_read_blob(fake);
	fake_read_program(fake);
	fake->channel_fd = fake_socket(fake, "channel");
	fake->log_fd = fake_socket(fake, "log");
	fake->qmp_fd = fake_socket(fake, "qmp");
	if (fake->channel_fd < 3 || fake->log_fd < 3)
		fake_refuse("no channel or no log");
}
