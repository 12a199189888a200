/* SPDX-License-Identifier: BSD-3-Clause */
/* What the manifest of a jar names: the jars that its Class-Path adds to its own (JAR File Specification). */
#ifndef PROXY_JAVA_JAR_H
#define PROXY_JAVA_JAR_H

#include "stringlist.h"

/** Appends the paths that the jar's Class-Path means. A file that is no jar, or a damaged one, names none. */
void java_jar_class_path(const char *jar, struct strings *paths);

#endif
