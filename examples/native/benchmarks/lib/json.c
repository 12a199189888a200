/* SPDX-License-Identifier: BSD-3-Clause */
#include "json.h"

#include "options.h"
#include "system.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Comma and name, as the place wants them. */
static void introduce(struct json *json, const char *name)
{
	if (!json->first)
		fputs(", ", json->file);
	json->first = 0;
	if (name)
		fprintf(json->file, "\"%s\": ", name);
}

void json_open(struct json *json, const char *path, const char *benchmark)
{
	*json = (struct json){.path = path, .first = 1};
	if (!path)
		return;
	json->file = fopen(path, "w");
	if (!json->file)
		options_refuse("--json: cannot write '%s': %s", path, strerror(errno));
	json_begin(json, NULL, '{');
	json_text(json, "benchmark", benchmark);
	json_text(json, "system", system_name());
	json_text(json, "libc", system_libc());
	json_count(json, "cores", (uint64_t)system_cores());
	json_count(json, "tsc_hz", system_tsc_hz());
}

void json_close(struct json *json)
{
	if (!json->file)
		return;
	json_end(json, '}');
	fputc('\n', json->file);
	int failed = ferror(json->file);
	if (fclose(json->file) != 0 || failed) {
		fprintf(stderr, "--json: cannot write '%s': %s\n", json->path, strerror(errno));
		exit(1);
	}
}

void json_begin(struct json *json, const char *name, char bracket)
{
	if (!json->file)
		return;
	introduce(json, name);
	fputc(bracket, json->file);
	json->first = 1;
}

void json_end(struct json *json, char bracket)
{
	if (!json->file)
		return;
	fputc(bracket, json->file);
	json->first = 0;
}

void json_count(struct json *json, const char *name, uint64_t value)
{
	if (!json->file)
		return;
	introduce(json, name);
	fprintf(json->file, "%" PRIu64, value);
}

void json_real(struct json *json, const char *name, double value)
{
	if (!json->file)
		return;
	introduce(json, name);
	fprintf(json->file, "%.6g", value);
}

void json_text(struct json *json, const char *name, const char *value)
{
	if (!json->file)
		return;
	introduce(json, name);
	fprintf(json->file, "\"%s\"", value);
}
