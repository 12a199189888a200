/* SPDX-License-Identifier: BSD-3-Clause */
#include "java_words.h"

#include "memory.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A text that is read from the front, and the word that is made of it. */
struct reader {
	const char *at, *end;
	char *word;
	size_t length;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\f' || c == '\n' || c == '\r';
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static void skip_space(struct reader *r)
{
	while (r->at < r->end && is_space(*r->at))
		r->at++;
}

static void skip_line(struct reader *r)
{
	while (r->at < r->end && !is_line_end(*r->at))
		r->at++;
}

/* Behind a backslash in quotes. At the end of a line it joins the next one, without the blanks that begin that. */
static void read_escape(struct reader *r)
{
	static const char letters[] = "nrtf", meanings[] = "\n\r\t\f";
	if (r->at == r->end)
		return;
	if (is_line_end(*r->at)) {
		skip_space(r);
		return;
	}
	const char *letter = strchr(letters, *r->at);
	r->word[r->length++] = letter && *letter ? meanings[letter - letters] : *r->at;
	r->at++;
}

/* Up to the closing quote, or to the end of the line, which ends the word as well. */
static void read_quoted(struct reader *r, char quote)
{
	while (r->at < r->end && !is_line_end(*r->at)) {
		char c = *r->at++;
		if (c == quote)
			return;
		if (c == '\\')
			read_escape(r);
		else
			r->word[r->length++] = c;
	}
}

/* False: a comment began in it, and what stood before that is no word. */
static bool read_word(struct reader *r)
{
	r->length = 0;
	while (r->at < r->end && !is_space(*r->at)) {
		char c = *r->at++;
		if (c == '#') {
			skip_line(r);
			return false;
		}
		if (c == '"' || c == '\'')
			read_quoted(r, c);
		else
			r->word[r->length++] = c;
	}
	r->word[r->length] = 0;
	return true;
}

void java_words_of_file(struct strings *words, const char *text, size_t length)
{
	struct reader reader = {.at = text, .end = text + length, .word = memory_resize(NULL, length + 1)};
	for (skip_space(&reader); reader.at < reader.end; skip_space(&reader))
		if (read_word(&reader))
			strings_add(words, reader.word);
	free(reader.word);
}

void java_words_of_variable(struct strings *words, const char *text)
{
	char *word = memory_resize(NULL, strlen(text) + 1);
	for (;;) {
		while (isspace((unsigned char)*text))
			text++;
		if (!*text)
			break;
		size_t length = 0;
		char quote = 0;
		for (; *text && (quote || !isspace((unsigned char)*text)); text++) {
			if (quote ? *text == quote : *text == '"' || *text == '\'')
				quote = quote ? 0 : *text;
			else
				word[length++] = *text;
		}
		word[length] = 0;
		strings_add(words, word);
	}
	free(word);
}
