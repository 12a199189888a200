/* SPDX-License-Identifier: BSD-3-Clause */
#include "java_command.h"

#include "java_words.h"
#include "memory.h"
#include "stringlist.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const struct java_file_kind java_class_path_entry = {"class path entry", .needed = true, .classes = true};
static const struct java_file_kind module_path_entry = {"module path entry", .needed = true};
static const struct java_file_kind jar_file = {"jar", .needed = true, .classes = true};
static const struct java_file_kind agent_file = {"agent", .needed = true, .classes = true};
static const struct java_file_kind argument_file = {"argument file", .needed = true};
static const struct java_file_kind source_file = {"source file", .needed = true};
static const struct java_file_kind option_file = {"option", .needed = true, .writable = true};
static const struct java_file_kind value = {"value", .writable = true}; /* of a property, or an argument */

/* What the next word is. */
enum expected {
	EXPECT_OPTION,
	EXPECT_CLASS_PATH,
	EXPECT_MODULE_PATH,
	EXPECT_PATCH, /* MODULE=PATH:… */
	EXPECT_JAR,
	EXPECT_MODULE,
	EXPECT_NO_FILE,
};

struct state {
	struct java_command *command;
	enum expected expected;
	bool found;       /* what is to be run: the rest is the program's */
	bool has_jar;     /* then it alone is the class path */
	bool literal;     /* --disable-@files */
	char *class_path; /* the last one given */
};

static const struct {
	const char *name;
	enum expected value;
} options_with_value[] = {
	{"-cp", EXPECT_CLASS_PATH},
	{"-classpath", EXPECT_CLASS_PATH},
	{"--class-path", EXPECT_CLASS_PATH},
	{"-p", EXPECT_MODULE_PATH},
	{"--module-path", EXPECT_MODULE_PATH},
	{"--upgrade-module-path", EXPECT_MODULE_PATH},
	{"--patch-module", EXPECT_PATCH},
	{"-jar", EXPECT_JAR},
	{"-m", EXPECT_MODULE},
	{"--module", EXPECT_MODULE},
	{"--add-modules", EXPECT_NO_FILE},
	{"--limit-modules", EXPECT_NO_FILE},
	{"--add-exports", EXPECT_NO_FILE},
	{"--add-opens", EXPECT_NO_FILE},
	{"--add-reads", EXPECT_NO_FILE},
	{"--enable-native-access", EXPECT_NO_FILE},
	{"--describe-module", EXPECT_NO_FILE},
	{"-d", EXPECT_NO_FILE},
	{"--source", EXPECT_NO_FILE},
};
#define OPTIONS_WITH_VALUE (sizeof(options_with_value) / sizeof(options_with_value[0]))

void java_command_add(struct java_command *command, const struct java_file_kind *kind, const char *path)
{
	command->files = memory_resize(command->files, (command->file_count + 1) * sizeof(*command->files));
	command->files[command->file_count++] = (struct java_file){.kind = kind, .path = memory_copy_text(path)};
}

/* Paths separated by ':'. An empty one is the working folder. */
static void add_path(struct java_command *command, const struct java_file_kind *kind, const char *text)
{
	for (;;) {
		size_t length = strcspn(text, ":");
		char *path = length ? memory_format("%.*s", (int)length, text) : memory_copy_text(".");
		java_command_add(command, kind, path);
		free(path);
		if (!text[length])
			return;
		text += length + 1;
	}
}

/* Whether a part of an option is meant as a path: relative ones below the working folder need no care. */
static bool looks_like_path(const char *text)
{
	return *text == '/' || !strncmp(text, "../", 3);
}

/* The parts of -XX:Name=PATH, -Xlog:gc:file=PATH:tags, -XX:StartFlightRecording=filename=PATH,… that are paths. */
static void add_parts(struct java_command *command, const struct java_file_kind *kind, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "=:,");
		if (looks_like_path(text)) {
			char *path = memory_format("%.*s", (int)length, text);
			java_command_add(command, kind, path);
			free(path);
		}
		text += length;
		text += strspn(text, "=:,");
	}
}

/* -javaagent:PATH=OPTIONS, whose options may name files too. */
static void add_agent(struct java_command *command, const char *text)
{
	size_t length = strcspn(text, "=");
	char *path = memory_format("%.*s", (int)length, text);
	java_command_add(command, &agent_file, path);
	free(path);
	add_parts(command, &value, text + length);
}

static void take_module_patch(struct java_command *command, const char *text)
{
	const char *equals = strchr(text, '=');
	if (equals)
		add_path(command, &module_path_entry, equals + 1);
}

static void take_main(struct state *state, const char *word, int index)
{
	size_t length = strlen(word);
	state->found = true;
	state->command->main = memory_copy_text(word);
	state->command->main_index = index;
	if (length > 5 && !strcmp(word + length - 5, ".java"))
		java_command_add(state->command, &source_file, word);
}

static void take_value(struct state *state, enum expected expected, const char *word, int index)
{
	switch (expected) {
	case EXPECT_CLASS_PATH:
		free(state->class_path);
		state->class_path = memory_copy_text(word);
		break;
	case EXPECT_MODULE_PATH:
		add_path(state->command, &module_path_entry, word);
		break;
	case EXPECT_PATCH:
		take_module_patch(state->command, word);
		break;
	case EXPECT_JAR:
		java_command_add(state->command, &jar_file, word);
		state->found = state->has_jar = true;
		break;
	case EXPECT_MODULE:
		take_main(state, word, index);
		break;
	default:
		break;
	}
}

static void take_option(struct state *state, const char *word, int index)
{
	for (size_t i = 0; i < OPTIONS_WITH_VALUE; i++) {
		const char *name = options_with_value[i].name;
		size_t length = strlen(name);
		if (strncmp(word, name, length) != 0)
			continue;
		if (!word[length]) {
			state->expected = options_with_value[i].value;
			return;
		}
		if (word[length] == '=' && word[1] == '-') {
			take_value(state, options_with_value[i].value, word + length + 1, index);
			return;
		}
	}
	if (!strcmp(word, "--disable-@files"))
		state->literal = true;
	else if (!strncmp(word, "-javaagent:", 11))
		add_agent(state->command, word + 11);
	else if (!strncmp(word, "-agentpath:", 11))
		add_agent(state->command, word + 11);
	else
		add_parts(state->command, word[1] == 'D' ? &value : &option_file, word);
}

/* Of an argument of the program: all of it, or what follows "name=". */
static void take_argument(struct java_command *command, const char *word)
{
	const char *equals = strchr(word, '=');
	if (looks_like_path(word))
		java_command_add(command, &value, word);
	else if (equals && looks_like_path(equals + 1))
		java_command_add(command, &value, equals + 1);
}

static void take(struct state *state, const char *word, int index)
{
	enum expected expected = state->expected;
	state->expected = EXPECT_OPTION;
	if (state->found)
		take_argument(state->command, word);
	else if (expected != EXPECT_OPTION)
		take_value(state, expected, word, index);
	else if (*word == '-')
		take_option(state, word, index);
	else
		take_main(state, word, index);
}

/* Words that begin with '@' in a file are not expanded once more. */
static void take_argument_file(struct state *state, const char *path)
{
	struct stat status;
	struct strings words = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	java_command_add(state->command, &argument_file, path);
	if (fd < 0)
		return;
	/* a pipe could be read only once, and the isle is to read it */
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
		size_t size = (size_t)status.st_size;
		void *text = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (text != MAP_FAILED) {
			java_words_of_file(&words, text, size);
			munmap(text, size);
		}
	}
	close(fd);
	for (size_t i = 0; i < words.count; i++)
		take(state, words.items[i], 0);
	strings_free(&words);
}

/* "@@name" is the word "@name". */
static void take_expanded(struct state *state, const char *word, int index)
{
	if (state->found || state->literal || word[0] != '@' || !word[1])
		take(state, word, index);
	else if (word[1] == '@')
		take(state, word + 1, index);
	else
		take_argument_file(state, word + 1);
}

/* A variable may not name what is to be run: HotSpot refuses that. */
static void take_variable(struct state *state, const char *name, bool expand)
{
	struct strings words = {0};
	const char *text = getenv(name);
	if (!text)
		return;
	java_words_of_variable(&words, text);
	for (size_t i = 0; i < words.count && !state->found; i++) {
		if (expand)
			take_expanded(state, words.items[i], 0);
		else
			take(state, words.items[i], 0);
	}
	state->expected = EXPECT_OPTION;
	strings_free(&words);
}

void java_command_read(struct java_command *command, int argc, char **argv)
{
	struct state state = {.command = command};
	*command = (struct java_command){0};
	take_variable(&state, "JDK_JAVA_OPTIONS", true);
	for (int i = 1; i < argc; i++)
		take_expanded(&state, argv[i], i);
	const char *class_path = state.class_path ? state.class_path : getenv("CLASSPATH");
	if (class_path && !state.has_jar)
		add_path(command, &java_class_path_entry, class_path);
	free(state.class_path);
	/* read by the JVM itself, in which words that are no options have no meaning */
	struct state of_machine = {.command = command};
	take_variable(&of_machine, "JAVA_TOOL_OPTIONS", false);
	take_variable(&of_machine, "_JAVA_OPTIONS", false);
}

void java_command_free(struct java_command *command)
{
	for (size_t i = 0; i < command->file_count; i++)
		free(command->files[i].path);
	free(command->files);
	free(command->main);
	*command = (struct java_command){0};
}
