/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Options of a benchmark: "--name VALUE" or "--name=VALUE", and "--help". Whatever is wrong ends the program with
 * status 2 and a line that names the value and what is allowed.
 */
#ifndef NATIVE_OPTIONS_H
#define NATIVE_OPTIONS_H

/* One option, with a whole number or a text as its value. A table of them ends with an empty one. */
struct option_entry {
	const char *name; /* without the dashes */
	const char *meaning;
	long *number; /* holds the default */
	long minimum, maximum;
	const char **text; /* where `number` is NULL */
};

/* What --help shows beside the options. */
struct option_usage {
	const char *summary;
	const char *operands; /* what follows the options, as "[NAME...]"; NULL: nothing may */
};

/* Reads the options. Returns the index of the first argument that belongs to none. */
int options_read(int argc, char **argv, const struct option_entry *options, const struct option_usage *usage);

/* Ends the program with status 2 and a line on stderr that begins with its name. */
void options_refuse(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
