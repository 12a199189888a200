/* SPDX-License-Identifier: BSD-3-Clause */
/* How `java` splits text into arguments: argument files and JDK_JAVA_OPTIONS ("The java Command", JDK documentation).
 */
#ifndef PROXY_JAVA_WORDS_H
#define PROXY_JAVA_WORDS_H

#include "stringlist.h"

#include <stddef.h>

/** Appends the words of an argument file: quotes, escapes in quotes, comments, lines continued in quotes. */
void java_words_of_file(struct strings *words, const char *text, size_t length);

/** Appends the words of a variable: blanks separate, quotes keep them together, nothing is escaped. */
void java_words_of_variable(struct strings *words, const char *text);

#endif
