/* SPDX-License-Identifier: BSD-3-Clause */
/* Host folders that the isle sees, each at the path that it has on the host. */
#ifndef PROXY_SHARE_H
#define PROXY_SHARE_H

#include <stdbool.h>
#include <stddef.h>

/* Each takes a virtio-mmio slot; microvm has 24, and two go to the console and the random numbers. */
#define SHARE_MAX 20u

struct share {
	char *path; /* absolute */
	bool read_only;
};

struct shares {
	struct share items[SHARE_MAX];
	size_t count;
};

/**
 * Adds "path" or "path:ro" ("path:rw" says what is the default anyway). NULL, or what is wrong with it.
 * A path named twice counts as it was named last.
 */
const char *share_add(struct shares *shares, const char *text);

/** Adds a list of them, separated by commas; `wrong` is set to a copy of the item that is meant by an error. */
const char *share_add_list(struct shares *shares, const char *text, char **wrong);

/**
 * Puts enclosing folders before what they enclose, the order in which they are mounted, and drops a folder that the
 * one around it shows already in the same way.
 */
void share_merge(struct shares *shares);

/** Enclosing folders before what they enclose. */
void share_sort(struct shares *shares);

/** Whether `path` is one of the folders or lies in one. */
bool share_covers(const struct shares *shares, const char *path);

#endif
