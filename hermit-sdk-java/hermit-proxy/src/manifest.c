/* SPDX-License-Identifier: BSD-3-Clause */
#include "manifest.h"

#include "crc32c.h"
#include "memory.h"
#include "options.h"
#include "parse.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MANIFEST_SUM_LENGTH (sizeof("crc32c=01234567\n") - 1)

static int manifest_set_text(char **field, const char *value)
{
	if (!*value)
		return -EINVAL;
	*field = memory_copy_text(value);
	return 0;
}

static int manifest_set_version(struct manifest *m, const char *value)
{
	(void)m;
	return strcmp(value, "1") ? -EINVAL : 0;
}

static int manifest_set_name(struct manifest *m, const char *value)
{
	return manifest_set_text(&m->name, value);
}

static int manifest_set_kernel_crc(struct manifest *m, const char *value)
{
	return parse_crc(value, &m->kernel_crc);
}

static int manifest_set_rootfs_crc(struct manifest *m, const char *value)
{
	return parse_crc(value, &m->rootfs_crc);
}

static int manifest_set_program(struct manifest *m, const char *value)
{
	return *value == '/' ? manifest_set_text(&m->program, value) : -EINVAL;
}

static int manifest_set_folder(struct manifest *m, const char *value)
{
	return *value == '/' ? manifest_set_text(&m->folder, value) : -EINVAL;
}

static int manifest_set_java_home(struct manifest *m, const char *value)
{
	return *value == '/' ? manifest_set_text(&m->java_home, value) : -EINVAL;
}

static int manifest_set_memory(struct manifest *m, const char *value)
{
	return parse_size(value, &m->memory) || m->memory < OPTIONS_MEMORY_MIN ? -EINVAL : 0;
}

static int manifest_set_cores(struct manifest *m, const char *value)
{
	uint64_t number = 0;
	int status = parse_unsigned(value, 1, OPTIONS_CORES_MAX, &number);
	m->cores = (unsigned)number;
	return status;
}

static int manifest_add_argument(struct manifest *m, const char *value)
{
	strings_add(&m->arguments, value);
	return 0;
}

static int manifest_add_environment(struct manifest *m, const char *value)
{
	if (*value == '=' || !strchr(value, '='))
		return -EINVAL;
	strings_add(&m->environment, value);
	return 0;
}

static int manifest_add_pass(struct manifest *m, const char *value)
{
	if (!*value)
		return -EINVAL;
	strings_add(&m->environment_pass, value);
	return 0;
}

static const struct manifest_key {
	const char *key;
	int (*set)(struct manifest *manifest, const char *value);
	bool repeated, required;
} manifest_keys[] = {
	{"hermit.manifest", manifest_set_version, false, true}, /* the first line, see manifest_parse */
	{"name", manifest_set_name, false, true},
	{"kernel.crc32c", manifest_set_kernel_crc, false, true},
	{"rootfs.crc32c", manifest_set_rootfs_crc, false, true},
	{"program", manifest_set_program, false, true},
	{"cwd", manifest_set_folder, false, false},
	{"java.home", manifest_set_java_home, false, false},
	{"memory", manifest_set_memory, false, false},
	{"cores", manifest_set_cores, false, false},
	{"arg", manifest_add_argument, true, false},
	{"env", manifest_add_environment, true, false},
	{"env.pass", manifest_add_pass, true, false},
};
#define MANIFEST_KEYS (sizeof(manifest_keys) / sizeof(manifest_keys[0]))

/* Replaces \\ and \n in place. */
static int manifest_unescape(char *value)
{
	char *out = value;
	for (const char *in = value; *in; in++) {
		if (*in != '\\')
			*out++ = *in;
		else if (*++in == '\\')
			*out++ = '\\';
		else if (*in == 'n')
			*out++ = '\n';
		else
			return -EINVAL;
	}
	*out = 0;
	return 0;
}

static char *manifest_parse_value(struct manifest *m, const char *key, char *value, unsigned number)
{
	if (manifest_unescape(value) < 0)
		return memory_format("line %u: %s: a backslash stands only before n or another one", number, key);
	for (unsigned i = 0; i < MANIFEST_KEYS; i++) {
		const struct manifest_key *known = &manifest_keys[i];
		if (strcmp(key, known->key) != 0)
			continue;
		if (!known->repeated && m->seen >> i & 1)
			return memory_format("line %u: %s is there twice", number, key);
		m->seen |= 1u << i;
		return known->set(m, value) < 0 ? memory_format("line %u: %s=%s: wrong value", number, key, value)
						: NULL;
	}
	if (!strncmp(key, "x-", 2))
		return NULL;
	return memory_format("line %u: %s: no such key", number, key);
}

static char *manifest_parse_line(struct manifest *m, char *line, unsigned number)
{
	char *equals = strchr(line, '=');
	if (!equals || equals == line)
		return memory_format("line %u: not key=value", number);
	*equals = 0;
	if (number == 1 && strcmp(line, manifest_keys[0].key) != 0)
		return memory_format("line 1: %s expected", manifest_keys[0].key);
	return manifest_parse_value(m, line, equals + 1, number);
}

static char *manifest_check_sum(const char *text, size_t length)
{
	uint32_t expected;
	if (length < MANIFEST_SUM_LENGTH || memchr(text, 0, length) || text[length - 1] != '\n')
		return memory_copy_text("not a manifest");
	size_t covered = length - MANIFEST_SUM_LENGTH;
	char *last = memory_format("%.*s", (int)MANIFEST_SUM_LENGTH - 1, text + covered);
	bool wrong = (covered && text[covered - 1] != '\n') || strncmp(last, "crc32c=", 7) != 0 ||
		     parse_crc(last + 7, &expected) < 0;
	free(last);
	if (wrong)
		return memory_copy_text("the last line is not crc32c=…");
	uint32_t actual = crc32c(0, text, covered);
	return actual == expected ? NULL : memory_format("checksum %08x, expected %08x", actual, expected);
}

char *manifest_parse(struct manifest *m, const char *text, size_t length)
{
	*m = (struct manifest){0};
	char *problem = manifest_check_sum(text, length);
	if (problem)
		return problem;
	char *lines = memory_format("%.*s", (int)(length - MANIFEST_SUM_LENGTH), text);
	unsigned number = 1;
	for (char *line = lines; *line && !problem; number++) {
		char *end = line + strcspn(line, "\n");
		*end = 0;
		problem = manifest_parse_line(m, line, number);
		line = end + 1;
	}
	free(lines);
	for (unsigned i = 0; i < MANIFEST_KEYS && !problem; i++)
		if (manifest_keys[i].required && !(m->seen >> i & 1))
			problem = memory_format("%s is missing", manifest_keys[i].key);
	return problem;
}

void manifest_free(struct manifest *m)
{
	free(m->name);
	free(m->program);
	free(m->folder);
	free(m->java_home);
	strings_free(&m->arguments);
	strings_free(&m->environment);
	strings_free(&m->environment_pass);
	*m = (struct manifest){0};
}
