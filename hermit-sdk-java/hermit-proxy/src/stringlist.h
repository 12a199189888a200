/* SPDX-License-Identifier: BSD-3-Clause */
/* A growing list of strings that it owns, always followed by a NULL, as execve wants it. */
#ifndef PROXY_STRINGLIST_H
#define PROXY_STRINGLIST_H

#include <stddef.h>

struct strings {
	char **items;
	size_t count;
};

void strings_add(struct strings *list, const char *text);
/** Puts the text before what has this index now. */
void strings_insert(struct strings *list, size_t index, const char *text);

void strings_add_format(struct strings *list, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strings_add_pair(struct strings *list, const char *first, const char *second);

/** Appends the words of `text`, split and unquoted as sh does it (blanks, quotes, backslash). -EINVAL: an open quote.
 */
int strings_add_words(struct strings *list, const char *text);

void strings_free(struct strings *list);

#endif
