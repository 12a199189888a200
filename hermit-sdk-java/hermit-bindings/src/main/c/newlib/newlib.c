/* SPDX-License-Identifier: BSD-3-Clause */
/* Calls of newlib under the names of hermit/newlib.h. Compiled with newlib's headers. */
#include "../hermit/newlib.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int newlib_errno(void)
{
	return errno;
}

void newlib_errno_set(int number)
{
	errno = number;
}

uint64_t newlib_strlen(const char *text)
{
	return strlen(text);
}

int newlib_strcmp(const char *a, const char *b)
{
	return strcmp(a, b);
}

int newlib_strncmp(const char *a, const char *b, uint64_t size)
{
	return strncmp(a, b, size);
}

const char *newlib_strstr(const char *text, const char *part)
{
	return strstr(text, part);
}

const char *newlib_strerror(int number)
{
	return strerror(number);
}

void *newlib_memcpy(void *to, const void *from, uint64_t size)
{
	return memcpy(to, from, size);
}

void *newlib_memmove(void *to, const void *from, uint64_t size)
{
	return memmove(to, from, size);
}

void *newlib_memset(void *memory, int byte, uint64_t size)
{
	return memset(memory, byte, size);
}

int newlib_memcmp(const void *a, const void *b, uint64_t size)
{
	return memcmp(a, b, size);
}

void *newlib_malloc(uint64_t size)
{
	return malloc(size);
}

void *newlib_calloc(uint64_t count, uint64_t size)
{
	return calloc(count, size);
}

void *newlib_realloc(void *memory, uint64_t size)
{
	return realloc(memory, size);
}

void newlib_free(void *memory)
{
	free(memory);
}

void newlib_qsort(void *elements, uint64_t count, uint64_t size, newlib_compare compare)
{
	qsort(elements, count, size, compare);
}

void *newlib_bsearch(const void *key, const void *elements, uint64_t count, uint64_t size, newlib_compare compare)
{
	return bsearch(key, elements, count, size, compare);
}

int64_t newlib_strtol(const char *text, int base)
{
	return strtol(text, NULL, base);
}

double newlib_strtod(const char *text)
{
	return strtod(text, NULL);
}

double newlib_sin(double x)
{
	return sin(x);
}

double newlib_cos(double x)
{
	return cos(x);
}

double newlib_tan(double x)
{
	return tan(x);
}

double newlib_asin(double x)
{
	return asin(x);
}

double newlib_acos(double x)
{
	return acos(x);
}

double newlib_atan2(double y, double x)
{
	return atan2(y, x);
}

double newlib_exp(double x)
{
	return exp(x);
}

double newlib_log(double x)
{
	return log(x);
}

double newlib_log10(double x)
{
	return log10(x);
}

double newlib_pow(double x, double y)
{
	return pow(x, y);
}

double newlib_sqrt(double x)
{
	return sqrt(x);
}

double newlib_cbrt(double x)
{
	return cbrt(x);
}

double newlib_hypot(double x, double y)
{
	return hypot(x, y);
}

double newlib_fmod(double x, double y)
{
	return fmod(x, y);
}

double newlib_floor(double x)
{
	return floor(x);
}

double newlib_ceil(double x)
{
	return ceil(x);
}

double newlib_erf(double x)
{
	return erf(x);
}

double newlib_tgamma(double x)
{
	return tgamma(x);
}

double newlib_fma(double x, double y, double z)
{
	return fma(x, y, z);
}

int64_t newlib_time(void)
{
	return time(NULL);
}

uint64_t newlib_strftime(char *text, uint64_t size, const char *format, int64_t time)
{
	time_t seconds = time;
	struct tm fields;

	return gmtime_r(&seconds, &fields) ? strftime(text, size, format, &fields) : 0;
}

void *newlib_stdin(void)
{
	return stdin;
}

void *newlib_stdout(void)
{
	return stdout;
}

void *newlib_stderr(void)
{
	return stderr;
}

void *newlib_fopen(const char *path, const char *mode)
{
	return fopen(path, mode);
}

void *newlib_fdopen(int descriptor, const char *mode)
{
	return fdopen(descriptor, mode);
}

int newlib_fclose(void *stream)
{
	return fclose(stream);
}

int newlib_fflush(void *stream)
{
	return fflush(stream);
}

int newlib_fputs(const char *text, void *stream)
{
	return fputs(text, stream);
}

char *newlib_fgets(char *text, int size, void *stream)
{
	return fgets(text, size, stream);
}

uint64_t newlib_fread(void *elements, uint64_t size, uint64_t count, void *stream)
{
	return fread(elements, size, count, stream);
}

uint64_t newlib_fwrite(const void *elements, uint64_t size, uint64_t count, void *stream)
{
	return fwrite(elements, size, count, stream);
}

int newlib_fseek(void *stream, int64_t offset, int whence)
{
	return fseek(stream, offset, whence);
}

int64_t newlib_ftell(void *stream)
{
	return ftell(stream);
}

int newlib_feof(void *stream)
{
	return (feof)(stream); /* the function: the macro wants a FILE */
}

int newlib_ferror(void *stream)
{
	return (ferror)(stream);
}

int newlib_remove(const char *path)
{
	return remove(path);
}

int newlib_format(char *text, uint64_t size, const char *format, double number)
{
	return snprintf(text, size, format, number);
}
