/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * newlib in a process whose C library is glibc: functions of the C standard under names of their own. Arguments,
 * results and errors are those of the functions without the prefix, errno is newlib_errno(). Streams, memory and errno
 * of the two libraries are different things: what one made the other must not get.
 *
 * On an isle its system calls are calls of the kernel, on Linux they are Linux'. Any thread may call these functions,
 * under the rules of the C standard; of one thread's errno no other one sees anything.
 */
#ifndef HERMIT_NEWLIB_H
#define HERMIT_NEWLIB_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The calling thread's error number, as newlib counts them. */
int newlib_errno(void);
void newlib_errno_set(int number);

/* string.h */
uint64_t newlib_strlen(const char *text);
int newlib_strcmp(const char *a, const char *b);
int newlib_strncmp(const char *a, const char *b, uint64_t size);
const char *newlib_strstr(const char *text, const char *part);
const char *newlib_strerror(int number);
void *newlib_memcpy(void *to, const void *from, uint64_t size);
void *newlib_memmove(void *to, const void *from, uint64_t size);
void *newlib_memset(void *memory, int byte, uint64_t size);
int newlib_memcmp(const void *a, const void *b, uint64_t size);

/* stdlib.h */
typedef int (*newlib_compare)(const void *a, const void *b);
void *newlib_malloc(uint64_t size);
void *newlib_calloc(uint64_t count, uint64_t size);
void *newlib_realloc(void *memory, uint64_t size);
void newlib_free(void *memory);
void newlib_qsort(void *elements, uint64_t count, uint64_t size, newlib_compare compare);
void *newlib_bsearch(const void *key, const void *elements, uint64_t count, uint64_t size, newlib_compare compare);
int64_t newlib_strtol(const char *text, int base);
double newlib_strtod(const char *text);

/* math.h */
double newlib_sin(double x);
double newlib_cos(double x);
double newlib_tan(double x);
double newlib_asin(double x);
double newlib_acos(double x);
double newlib_atan2(double y, double x);
double newlib_exp(double x);
double newlib_log(double x);
double newlib_log10(double x);
double newlib_pow(double x, double y);
double newlib_sqrt(double x);
double newlib_cbrt(double x);
double newlib_hypot(double x, double y);
double newlib_fmod(double x, double y);
double newlib_floor(double x);
double newlib_ceil(double x);
double newlib_erf(double x);
double newlib_tgamma(double x);
double newlib_fma(double x, double y, double z);

/* time.h */
int64_t newlib_time(void);
/** Of a time in UTC. */
uint64_t newlib_strftime(char *text, uint64_t size, const char *format, int64_t time);

/* stdio.h; a stream is a FILE of newlib. The three of the standard are the process's own descriptors 0, 1 and 2. */
void *newlib_stdin(void);
void *newlib_stdout(void);
void *newlib_stderr(void);
void *newlib_fopen(const char *path, const char *mode);
void *newlib_fdopen(int descriptor, const char *mode);
int newlib_fclose(void *stream);
int newlib_fflush(void *stream);
int newlib_fputs(const char *text, void *stream);
char *newlib_fgets(char *text, int size, void *stream);
uint64_t newlib_fread(void *elements, uint64_t size, uint64_t count, void *stream);
uint64_t newlib_fwrite(const void *elements, uint64_t size, uint64_t count, void *stream);
int newlib_fseek(void *stream, int64_t offset, int whence);
int64_t newlib_ftell(void *stream);
int newlib_feof(void *stream);
int newlib_ferror(void *stream);
int newlib_remove(const char *path);
/** snprintf with one number; the format has one conversion for a double. */
int newlib_format(char *text, uint64_t size, const char *format, double number);

#ifdef __cplusplus
}
#endif

#endif
