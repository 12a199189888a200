/* SPDX-License-Identifier: BSD-3-Clause */
#include "qmp.h"

#include "buffer.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define QMP_ANSWER_MAX (1u << 20)

struct qmp {
	int fd;
	int64_t deadline_ms;
	struct buffer in;
};

static int64_t qmp_now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int qmp_receive(struct qmp *qmp)
{
	int64_t left = qmp->deadline_ms - qmp_now_ms();
	struct pollfd slot = {.fd = qmp->fd, .events = POLLIN};
	if (left <= 0 || poll(&slot, 1, (int)left) == 0)
		return -ETIMEDOUT;
	ssize_t got = recv(qmp->fd, buffer_reserve(&qmp->in, 4096), 4096, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (got <= 0)
		return -EPIPE;
	buffer_commit(&qmp->in, (size_t)got);
	return buffer_length(&qmp->in) > QMP_ANSWER_MAX ? -EPROTO : 0;
}

/* Takes one line; 1: it is in *line, a new string; 0: not all there yet. */
static int qmp_take_line(struct qmp *qmp, char **line)
{
	const uint8_t *start = buffer_start(&qmp->in);
	size_t length = buffer_length(&qmp->in);
	const uint8_t *end = length ? memchr(start, '\n', length) : NULL;
	if (!end)
		return 0;
	*line = strndup((const char *)start, (size_t)(end - start));
	buffer_consume(&qmp->in, (size_t)(end - start) + 1);
	return *line ? 1 : -ENOMEM;
}

/* The next line that begins with `expected`; events in between are skipped, an error is -EPROTO. */
static int qmp_await(struct qmp *qmp, const char *expected, char **line)
{
	for (;;) {
		int status = qmp_take_line(qmp, line);
		if (status > 0) {
			if (!strncmp(*line, expected, strlen(expected)))
				return 0;
			status = strncmp(*line, "{\"error\"", 8) ? 0 : -EPROTO;
			free(*line);
		} else if (status == 0) {
			status = qmp_receive(qmp);
		}
		if (status < 0)
			return status;
	}
}

static int qmp_ask(struct qmp *qmp, const char *command, char **answer)
{
	if (send(qmp->fd, command, strlen(command), MSG_NOSIGNAL) != (ssize_t)strlen(command))
		return -EPIPE;
	return qmp_await(qmp, "{\"return\"", answer);
}

/* The number behind "key": in one JSON object; the keys asked for occur nowhere else in it. */
static int qmp_number(const char *object, size_t length, const char *key, long *number)
{
	const char *place = memmem(object, length, key, strlen(key));
	if (!place)
		return -EPROTO;
	place += strlen(key);
	place += strspn(place, ": ");
	if (*place < '0' || *place > '9')
		return -EPROTO;
	*number = strtol(place, NULL, 10);
	return 0;
}

/* The end of the object that begins at `start`; strings with braces in them do not occur in this answer. */
static const char *qmp_object_end(const char *start)
{
	int depth = 0;
	for (const char *p = start; *p; p++) {
		depth += *p == '{';
		depth -= *p == '}';
		if (!depth)
			return p;
	}
	return NULL;
}

int qmp_parse_cpu_threads(const char *answer, pid_t *threads, size_t count)
{
	size_t found = 0;
	const char *place = strchr(answer, '[');
	memset(threads, 0, count * sizeof(*threads));
	while (place && (place = strchr(place, '{'))) {
		long cpu, thread;
		const char *end = qmp_object_end(place);
		if (!end || qmp_number(place, (size_t)(end - place), "\"cpu-index\"", &cpu) < 0 ||
			qmp_number(place, (size_t)(end - place), "\"thread-id\"", &thread) < 0)
			return -EPROTO;
		if ((size_t)cpu >= count || threads[cpu] || thread <= 0)
			return -EPROTO;
		threads[cpu] = (pid_t)thread;
		found++;
		place = end;
	}
	return found == count ? 0 : -EPROTO;
}

int qmp_find_cpu_threads(int fd, pid_t *threads, size_t count, int limit_ms)
{
	struct qmp qmp = {.fd = fd, .deadline_ms = qmp_now_ms() + limit_ms};
	char *line;
	int status = qmp_await(&qmp, "{\"QMP\"", &line);
	if (status == 0) {
		free(line);
		status = qmp_ask(&qmp, "{\"execute\": \"qmp_capabilities\"}\n", &line);
	}
	if (status == 0) {
		free(line);
		status = qmp_ask(&qmp, "{\"execute\": \"query-cpus-fast\"}\n", &line);
	}
	if (status == 0) {
		status = qmp_parse_cpu_threads(line, threads, count);
		free(line);
	}
	buffer_free(&qmp.in);
	return status;
}
