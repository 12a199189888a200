/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading folders with getdents64(2), whose entries are struct dirent as they stand. */
#include "port.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/lock.h>
#include <sys/stat.h>
#include <unistd.h>

struct __hermit_dir {
	int fd;
	_LOCK_T lock; /* guards all below */
	size_t used;  /* bytes in the buffer */
	size_t next;  /* where the next entry begins */
	off_t offset; /* cookie of the next entry */
	char buffer[8192] __attribute__((aligned(8)));
};

DIR *fdopendir(int fd)
{
	struct stat status;
	if (fstat(fd, &status) < 0)
		return NULL;
	if (!S_ISDIR(status.st_mode)) {
		errno = ENOTDIR;
		return NULL;
	}
	DIR *dir = malloc(sizeof(*dir));
	if (dir == NULL)
		return NULL;
	dir->fd = fd;
	__lock_init(dir->lock);
	dir->used = dir->next = 0;
	dir->offset = 0;
	return dir;
}

DIR *opendir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	DIR *dir = fdopendir(fd);
	if (dir == NULL)
		close(fd);
	return dir;
}

int closedir(DIR *dir)
{
	int fd = dir->fd;
	free(dir);
	return close(fd);
}

int fdclosedir(DIR *dir)
{
	int fd = dir->fd;
	free(dir);
	return fd;
}

int dirfd(DIR *dir)
{
	return dir->fd;
}

/* NULL at the end, or with errno on an error. */
static struct dirent *dir_next_locked(DIR *dir)
{
	if (dir->next == dir->used) {
		long got = port_result(port_call(SYS_getdents64, dir->fd, dir->buffer, sizeof(dir->buffer)));
		if (got <= 0)
			return NULL;
		dir->used = got;
		dir->next = 0;
	}
	struct dirent *entry = (struct dirent *)(dir->buffer + dir->next);
	dir->next += entry->d_reclen;
	dir->offset = entry->d_off;
	return entry;
}

struct dirent *readdir(DIR *dir)
{
	__lock_acquire(dir->lock);
	struct dirent *entry = dir_next_locked(dir);
	__lock_release(dir->lock);
	return entry;
}

int readdir_r(DIR *__restrict dir, struct dirent *__restrict room, struct dirent **__restrict result)
{
	int saved = errno;
	__lock_acquire(dir->lock);
	errno = 0;
	struct dirent *entry = dir_next_locked(dir);
	if (entry)
		memcpy(room, entry, entry->d_reclen < sizeof(*room) ? entry->d_reclen : sizeof(*room));
	int failure = entry ? 0 : errno;
	__lock_release(dir->lock);
	errno = saved;
	*result = entry ? room : NULL;
	return failure;
}

void seekdir(DIR *dir, long offset)
{
	__lock_acquire(dir->lock);
	lseek(dir->fd, offset, SEEK_SET);
	dir->used = dir->next = 0;
	dir->offset = offset;
	__lock_release(dir->lock);
}

long telldir(DIR *dir)
{
	__lock_acquire(dir->lock);
	long offset = dir->offset;
	__lock_release(dir->lock);
	return offset;
}

void rewinddir(DIR *dir)
{
	seekdir(dir, 0);
}

int alphasort(const struct dirent **a, const struct dirent **b)
{
	return strcoll((*a)->d_name, (*b)->d_name);
}

/* Adds a copy of an entry to a growing list. False where there is no memory. */
static int scandir_add(struct dirent ***list, size_t *count, size_t *room, const struct dirent *entry)
{
	if (*count == *room) {
		size_t wanted = *room ? *room * 2 : 32;
		struct dirent **grown = realloc(*list, wanted * sizeof(**list));
		if (grown == NULL)
			return 0;
		*list = grown;
		*room = wanted;
	}
	struct dirent *copy = malloc(sizeof(*copy));
	if (copy == NULL)
		return 0;
	memcpy(copy, entry, entry->d_reclen < sizeof(*copy) ? entry->d_reclen : sizeof(*copy));
	(*list)[(*count)++] = copy;
	return 1;
}

int scandir(const char *path, struct dirent ***result, int (*wanted)(const struct dirent *),
	int (*compare)(const struct dirent **, const struct dirent **))
{
	DIR *dir = opendir(path);
	if (dir == NULL)
		return -1;
	struct dirent **list = NULL, *entry;
	size_t count = 0, room = 0;
	int complete = 1;
	errno = 0;
	while (complete && (entry = readdir(dir)))
		if (wanted == NULL || wanted(entry))
			complete = scandir_add(&list, &count, &room, entry);
	int failure = errno;
	closedir(dir);
	if (!complete || failure) {
		while (count > 0)
			free(list[--count]);
		free(list);
		errno = complete ? failure : ENOMEM;
		return -1;
	}
	if (compare)
		qsort(list, count, sizeof(*list), (int (*)(const void *, const void *))compare);
	*result = list;
	return count;
}
