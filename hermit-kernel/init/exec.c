/* SPDX-License-Identifier: BSD-3-Clause */
/* Start of the program: its image, its dynamic linker, its first stack. */
#include "init/exec.h"
#include <arch/cpu.h>
#include <arch/start.h>
#include <linux/auxvec.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/stat.h>
#include "fs/file.h"
#include "init/elf.h"
#include "init/embedded.h"
#include "init/stack.h"
#include "isle/boot_info.h"
#include "isle/channel.h"
#include "isle/shared.h"
#include "lib/format.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "net/configure.h"
#include "sched/process.h"
#include "sched/thread.h"

/* Where Linux puts them, address randomisation off. */
#define PROGRAM_BASE     0x555555554000ULL
#define SCRIPT_LINE_MAX  256
#define SCRIPT_DEPTH_MAX 4

struct start {
	char *path;
	struct argument_list arguments;
	struct elf_image program, linker;
	uint64_t entry;
};

/** A line for the user, and for the log. */
__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
	struct file *stderr_file = fd_get(2);
	char message[480], line[sizeof(message) + 10];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	log_line("exec: %s", message);
	int length = snprintf(line, sizeof(line), "hermit: %s\n", message);
	if (stderr_file)
		file_write(stderr_file, line, (size_t)length, 0);
}

static _Noreturn void exec_fail(const char *path, int error)
{
	const char *reason = error == -ENOENT    ? "no such file on the isle (is its folder shared? see HERMIT_SHARE)"
			     : error == -EACCES  ? "not executable"
			     : error == -ENOEXEC ? "not an x86-64 ELF executable"
			     : error == -ENOMEM  ? "not enough memory to load it (see HERMIT_MEM)"
						 : "cannot be loaded";

	say("%s: %s (error %d)", path, reason, -error);
	channel_exit(error == -ENOENT ? 127 : 126, 0);
}

static void wait_for_network(void)
{
	int error = net_wait_for_address();

	if (!error)
		return;
	say("HERMIT_IP=dhcp: no DHCP server gave the isle an address within 10 s (error %d)", -error);
	channel_exit(125, 0);
}

static struct file *open_executable(const char *path)
{
	struct attributes attributes;
	struct file *file = file_open(NULL, path, O_RDONLY | O_CLOEXEC, 0);

	if (is_error(file))
		return file;
	int error = inode_attributes(file->inode, &attributes);
	if (!error && ((attributes.mode & S_IFMT) != S_IFREG || !(attributes.mode & 0111)))
		error = -EACCES;
	if (!error)
		return file;
	file_put(file);
	return error_ptr(error);
}

/* "#!interpreter argument": the interpreter runs, with the script's path among its arguments (execve(2)). */
static int exec_script(struct start *start, char *line)
{
	char *end = strchr(line, '\n'), *interpreter = line + 2, *argument;

	if (!end)
		return -ENOEXEC;
	while (end > interpreter && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	*end = 0;
	while (*interpreter == ' ' || *interpreter == '\t')
		interpreter++;
	if (!*interpreter)
		return -ENOEXEC;
	for (argument = interpreter; *argument && *argument != ' ' && *argument != '\t'; argument++)
		;
	while (*argument == ' ' || *argument == '\t')
		*argument++ = 0;
	int error = arguments_replace_first(&start->arguments, interpreter, *argument ? argument : NULL, start->path);
	heap_free(start->path);
	start->path = heap_strdup(interpreter);
	return error ? error : start->path ? 0 : -ENOMEM;
}

static int load_linker(struct start *start)
{
	struct file *file = open_executable(start->program.interpreter);

	int error = is_error(file) ? (int)ptr_error(file) : elf_map(file, 0, &start->linker);
	if (error)
		log_line("exec: dynamic linker %s: error %d", start->program.interpreter, -error);
	if (!is_error(file))
		file_put(file);
	start->entry = start->linker.entry;
	return error;
}

static int load_program(struct start *start, struct file *file)
{
	int error = elf_map(file, PROGRAM_BASE, &start->program);

	if (error) {
		log_line("exec: program: error %d", -error);
		return error;
	}
	process.exe = file->dentry ? dentry_get(file->dentry) : NULL;
	mm_set_brk_start(align_up(start->program.end, PAGE_SIZE));
	start->entry = start->program.entry;
	return start->program.interpreter[0] ? load_linker(start) : 0;
}

/* The program that was linked with the kernel, if there is one. */
static int load_embedded(struct start *start)
{
	struct file *file = embedded_open();

	if (!file)
		return -ENOMEM;
	int error = load_program(start, file);
	file_put(file);
	return error;
}

static int load(struct start *start, unsigned depth)
{
	char line[SCRIPT_LINE_MAX] = {0};
	struct file *file = open_executable(start->path);

	if (is_error(file))
		return (int)ptr_error(file);
	ssize64_t size = file_read(file, line, sizeof(line) - 1, 0);
	int error = size < 0 ? (int)size : 0;
	bool script = size > 2 && line[0] == '#' && line[1] == '!';
	if (!error && !script)
		error = load_program(start, file);
	file_put(file);
	if (error || !script)
		return error;
	if (depth == SCRIPT_DEPTH_MAX)
		return -ENOEXEC;
	error = exec_script(start, line);
	return error ? error : load(start, depth + 1);
}

static struct thread *first_thread(const struct start *start, uint64_t stack)
{
	struct thread *thread = thread_alloc_user();

	if (is_error(thread))
		return thread;
	const char *slash = strrchr(start->path, '/');
	strlcpy(thread->name, slash ? slash + 1 : start->path, sizeof(thread->name));
	signal_thread_init(thread, NULL);
	arch_program_start(thread_regs(thread), start->entry, stack);
	return thread;
}

void exec_start(void)
{
	struct start start = {0};
	uint64_t stack = 0;

	wait_for_network();
	int error = arguments_from_boot(&start.arguments);
	start.path = error ? NULL : boot_string_dup(boot_info.program);
	if (!start.path)
		exec_fail("program", -ENOMEM);
	error = embedded_exists() ? load_embedded(&start) : load(&start, 0);
	if (!error)
		error = stack_build(&start.program, &start.linker, start.path, &start.arguments, &stack);
	if (error)
		exec_fail(start.path, error);
	struct thread *thread = first_thread(&start, stack);
	if (is_error(thread))
		exec_fail(start.path, -ENOMEM);
	log_line("boot: %s starts at %#lx", start.path, start.entry);
	shared_running();
	thread_start(thread);
	arguments_free(&start.arguments);
	heap_free(start.path);
}
