/* SPDX-License-Identifier: BSD-3-Clause */
/* Arguments, environment, auxiliary vector: System V ABI, x86-64 supplement, section 3.4.1; getauxval(3). */
#include "init/stack.h"
#include <arch/start.h>
#include <linux/auxvec.h>
#include <linux/errno.h>
#include <linux/mman.h>
#include <linux/resource.h>
#include "arch/x86_64/vdso/vdso.h"
#include "init/elf.h"
#include "lib/log.h"
#include "lib/random.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "mm/user.h"
#include "sched/process.h"
#include "sched/rlimit.h"

#define STACK_TOP      (USER_END - PAGE_SIZE)
#define STACK_RESERVED MIB(8)
#define AUX_MAX        24

char *boot_string_dup(struct boot_string string)
{
	char *copy = heap_alloc(string.length + 1UL);

	if (copy) {
		memcpy(copy, string.text, string.length);
		copy[string.length] = 0;
	}
	return copy;
}

static char **strings_dup(const struct boot_string *strings, unsigned count)
{
	char **list = heap_zalloc((count + 1) * sizeof(*list));

	for (unsigned i = 0; list && i < count; i++) {
		list[i] = boot_string_dup(strings[i]);
		if (!list[i])
			return NULL; /* the boot fails; nothing to tidy up */
	}
	return list;
}

int arguments_from_boot(struct argument_list *list)
{
	list->argc = boot_info.argc;
	list->envc = boot_info.envc;
	list->argv = strings_dup(boot_info.argv, list->argc);
	list->envv = strings_dup(boot_info.envv, list->envc);
	return list->argv && list->envv ? 0 : -ENOMEM;
}

int arguments_replace_first(struct argument_list *list, const char *a, const char *b, const char *c)
{
	unsigned added = b ? 3 : 2, kept = list->argc ? list->argc - 1 : 0;
	char **argv = heap_zalloc((added + kept + 1) * sizeof(*argv));

	if (!argv)
		return -ENOMEM;
	argv[0] = heap_strdup(a);
	argv[1] = heap_strdup(b ? b : c);
	if (b)
		argv[2] = heap_strdup(c);
	for (unsigned i = 0; i < added; i++)
		if (!argv[i])
			return -ENOMEM;
	for (unsigned i = 0; i < kept; i++)
		argv[added + i] = list->argv[i + 1];
	if (list->argc)
		heap_free(list->argv[0]);
	heap_free(list->argv);
	list->argv = argv;
	list->argc = added + kept;
	return 0;
}

void arguments_free(struct argument_list *list)
{
	for (unsigned i = 0; i < list->argc; i++)
		heap_free(list->argv[i]);
	for (unsigned i = 0; i < list->envc; i++)
		heap_free(list->envv[i]);
	heap_free(list->argv);
	heap_free(list->envv);
}

/* Writes downwards; an error sticks. */
struct writer {
	uint64_t at;
	int error;
};

static uint64_t push_bytes(struct writer *writer, const void *bytes, size_t size)
{
	writer->at -= size;
	if (!writer->error)
		writer->error = user_copy_to(writer->at, bytes, size);
	return writer->at;
}

static uint64_t push_string(struct writer *writer, const char *string)
{
	return push_bytes(writer, string, strlen(string) + 1);
}

/* Strings lie in the order of their numbers, as Linux has them: ps and the like rely on it. */
static void push_strings(struct writer *writer, char **strings, unsigned count, uint64_t *addresses)
{
	for (unsigned i = count; i-- > 0;)
		addresses[i] = push_string(writer, strings[i]);
}

struct aux {
	uint64_t type, value;
};

static unsigned aux_fill(struct aux *aux, const struct elf_image *program, const struct elf_image *linker,
	uint64_t random, uint64_t platform, uint64_t path)
{
	const struct aux all[] = {
		{AT_SYSINFO_EHDR, (uint64_t)vdso_map()},
		{AT_MINSIGSTKSZ, arch_signal_stack_min()},
		{AT_HWCAP, arch_hwcap()},
		{AT_PAGESZ, PAGE_SIZE},
		{AT_CLKTCK, 100},
		{AT_PHDR, program->headers},
		{AT_PHENT, sizeof(struct elf64_phdr)},
		{AT_PHNUM, program->header_count},
		{AT_BASE, linker->base},
		{AT_FLAGS, 0},
		{AT_ENTRY, program->entry},
		{AT_UID, process.uid},
		{AT_EUID, process.uid},
		{AT_GID, process.gid},
		{AT_EGID, process.gid},
		{AT_SECURE, 0},
		{AT_RANDOM, random},
		{AT_HWCAP2, 0},
		{AT_EXECFN, path},
		{AT_PLATFORM, platform},
		{AT_NULL, 0},
	};
	_Static_assert(array_size(all) <= AUX_MAX, "auxiliary vector");
	memcpy(aux, all, sizeof(all));
	return array_size(all);
}

static int stack_map(bool executable)
{
	uint64_t size = STACK_RESERVED;
	long at = mm_mmap(STACK_TOP - size, size, PROT_READ | PROT_WRITE | (executable ? PROT_EXEC : 0),
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE | MAP_STACK | MAP_GROWSDOWN | MAP_NORESERVE, NULL, 0);

	return at < 0 ? (int)at : 0;
}

static void push_vectors(struct writer *writer, const struct argument_list *list, const uint64_t *addresses,
	const struct aux *aux, unsigned aux_count)
{
	const uint64_t zero = 0, argc = list->argc;
	size_t words = 1 + list->argc + 1 + list->envc + 1;

	/* the stack pointer is a multiple of 16 at the first instruction, where argc lies */
	writer->at = align_down(writer->at, 16);
	if ((words + 2UL * aux_count) % 2)
		writer->at -= 8;
	process.auxv_size = aux_count * sizeof(*aux);
	process.auxv_start = push_bytes(writer, aux, aux_count * sizeof(*aux));
	push_bytes(writer, &zero, 8);
	push_bytes(writer, addresses + list->argc, list->envc * 8UL);
	push_bytes(writer, &zero, 8);
	push_bytes(writer, addresses, list->argc * 8UL);
	push_bytes(writer, &argc, 8);
}

int stack_build(const struct elf_image *program, const struct elf_image *linker, const char *path,
	const struct argument_list *list, uint64_t *stack)
{
	struct writer writer = {STACK_TOP - 8, 0};
	struct aux aux[AUX_MAX];
	uint8_t seed[16];
	int error = stack_map(program->executable_stack);
	uint64_t *addresses = heap_zalloc((list->argc + list->envc + 1) * sizeof(*addresses));

	if (error || !addresses)
		return error ? error : -ENOMEM;
	uint64_t path_at = push_string(&writer, path);
	process.env_end = writer.at;
	push_strings(&writer, list->envv, list->envc, addresses + list->argc);
	process.env_start = process.arg_end = writer.at;
	push_strings(&writer, list->argv, list->argc, addresses);
	process.arg_start = writer.at;
	uint64_t platform = push_string(&writer, "x86_64");
	random_bytes(seed, sizeof(seed));
	writer.at = align_down(writer.at, 16);
	uint64_t random = push_bytes(&writer, seed, sizeof(seed));
	unsigned count = aux_fill(aux, program, linker, random, platform, path_at);
	push_vectors(&writer, list, addresses, aux, count);
	heap_free(addresses);
	*stack = writer.at;
	return writer.error ? -E2BIG : 0;
}
