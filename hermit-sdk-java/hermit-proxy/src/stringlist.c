/* SPDX-License-Identifier: BSD-3-Clause */
#include "stringlist.h"

#include "fail.h"
#include "memory.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void strings_add_owned(struct strings *list, char *text)
{
	list->items = memory_resize(list->items, (list->count + 2) * sizeof(char *));
	list->items[list->count++] = text;
	list->items[list->count] = NULL;
}

void strings_add(struct strings *list, const char *text)
{
	strings_add_owned(list, memory_copy_text(text));
}

void strings_insert(struct strings *list, size_t index, const char *text)
{
	strings_add(list, text);
	char *added = list->items[list->count - 1];
	memmove(&list->items[index + 1], &list->items[index], (list->count - 1 - index) * sizeof(char *));
	list->items[index] = added;
}

void strings_add_format(struct strings *list, const char *format, ...)
{
	char *text;
	va_list arguments;
	va_start(arguments, format);
	int length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0)
		fail_exit(FAIL_ISLE, "out of memory");
	strings_add_owned(list, text);
}

void strings_add_pair(struct strings *list, const char *first, const char *second)
{
	strings_add(list, first);
	strings_add(list, second);
}

/* Inside double quotes a backslash quotes only these (POSIX.1-2017, XCU 2.2.3). */
static int word_backslash_quotes(char quote, char next)
{
	return next && (!quote || strchr("\"\\$`", next));
}

/* Copies one word from *text to `word`; leaves *text behind it. */
static int word_read(const char **text, char *word)
{
	char quote = 0;
	const char *p = *text;
	for (; *p && (quote || !strchr(" \t\n", *p)); p++) {
		if (*p == '\\' && quote != '\'' && word_backslash_quotes(quote, p[1]))
			*word++ = *++p;
		else if (quote ? *p == quote : *p == '\'' || *p == '"')
			quote = quote ? 0 : *p;
		else
			*word++ = *p;
	}
	*word = 0;
	*text = p;
	return quote ? -EINVAL : 0;
}

int strings_add_words(struct strings *list, const char *text)
{
	char *word = memory_resize(NULL, strlen(text) + 1);
	int status = 0;
	while (!status) {
		text += strspn(text, " \t\n");
		if (!*text)
			break;
		status = word_read(&text, word);
		if (!status)
			strings_add(list, word);
	}
	free(word);
	return status;
}

void strings_free(struct strings *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct strings){0};
}
