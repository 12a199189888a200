/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The vDSO is there, an ELF image with Linux' symbols, and its functions agree with the system calls.
 */
#include <elf.h>
#include <sys/auxv.h>
#include <sys/time.h>
#include "test.h"

struct vdso {
	const char *base, *strings;
	const Elf64_Sym *symbols;
	const uint32_t *hash, *gnu_hash;
	uint64_t bias;
};

static void parse_dynamic(struct vdso *vdso, const Elf64_Dyn *dynamic)
{
	for (; dynamic->d_tag != DT_NULL; dynamic++) {
		const char *address = (const char *)(vdso->bias + dynamic->d_un.d_ptr);

		if (dynamic->d_tag == DT_STRTAB)
			vdso->strings = address;
		else if (dynamic->d_tag == DT_SYMTAB)
			vdso->symbols = (const Elf64_Sym *)address;
		else if (dynamic->d_tag == DT_HASH)
			vdso->hash = (const uint32_t *)address;
		else if (dynamic->d_tag == DT_GNU_HASH)
			vdso->gnu_hash = (const uint32_t *)address;
	}
}

static void parse(struct vdso *vdso)
{
	const Elf64_Ehdr *header = (const Elf64_Ehdr *)vdso->base;
	const Elf64_Phdr *program = (const Elf64_Phdr *)(vdso->base + header->e_phoff), *dynamic = NULL;
	int i;

	CHECK_EQ(memcmp(header->e_ident, ELFMAG, SELFMAG), 0);
	CHECK_EQ(header->e_type, ET_DYN);
	for (i = 0; i < header->e_phnum; i++) {
		if (program[i].p_type == PT_LOAD)
			vdso->bias = (uint64_t)vdso->base + program[i].p_offset - program[i].p_vaddr;
		else if (program[i].p_type == PT_DYNAMIC)
			dynamic = &program[i];
	}
	CHECK(dynamic != NULL);
	parse_dynamic(vdso, (const Elf64_Dyn *)(vdso->base + dynamic->p_offset));
	CHECK(vdso->strings && vdso->symbols && (vdso->hash || vdso->gnu_hash));
}

/* How many symbols there are, by whichever hash table the image has. */
static uint32_t count_symbols(const struct vdso *vdso)
{
	const uint32_t *gnu = vdso->gnu_hash, *buckets, *chain;
	uint32_t i, last = 0;

	if (vdso->hash)
		return vdso->hash[1];
	buckets = gnu + 4 + gnu[2] * 2;
	chain = buckets + gnu[0];
	for (i = 0; i < gnu[0]; i++)
		if (buckets[i] > last)
			last = buckets[i];
	while (last && !(chain[last - gnu[1]] & 1))
		last++;
	return last + 1;
}

static void *lookup(const struct vdso *vdso, const char *name)
{
	uint32_t i, count = count_symbols(vdso);

	for (i = 0; i < count; i++)
		if (strcmp(vdso->strings + vdso->symbols[i].st_name, name) == 0 &&
			vdso->symbols[i].st_shndx != SHN_UNDEF)
			return (void *)(vdso->bias + vdso->symbols[i].st_value);
	test_fail(__FILE__, __LINE__, 0, "the vDSO has no %s", name);
}

static int64_t system_call_ns(clockid_t id)
{
	struct timespec now;

	CHECK_EQ(syscall(SYS_clock_gettime, id, &now), 0);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void check_clock(int (*get)(clockid_t, struct timespec *), clockid_t id)
{
	int i;

	for (i = 0; i < 100; i++) {
		int64_t before = system_call_ns(id), after;
		struct timespec now;

		CHECK_EQ(get(id, &now), 0);
		after = system_call_ns(id);
		CHECK_OP(now.tv_sec * 1000000000LL + now.tv_nsec, >=, before);
		CHECK_OP(now.tv_sec * 1000000000LL + now.tv_nsec, <=, after);
		CHECK(now.tv_nsec >= 0 && now.tv_nsec < 1000000000);
	}
}

static void check_others(const struct vdso *vdso)
{
	int (*get_day)(struct timeval *, void *) = lookup(vdso, "__vdso_gettimeofday");
	time_t (*get_time)(time_t *) = lookup(vdso, "__vdso_time");
	long (*get_cpu)(unsigned *, unsigned *, void *) = lookup(vdso, "__vdso_getcpu");
	int64_t before = system_call_ns(CLOCK_REALTIME);
	unsigned cpu = 99999, node = 99999;
	struct timeval day;
	time_t seconds;

	CHECK_EQ(get_day(&day, NULL), 0);
	CHECK_OP(day.tv_sec * 1000000LL + day.tv_usec, >=, before / 1000);
	CHECK_OP(day.tv_sec * 1000000LL + day.tv_usec, <=, system_call_ns(CLOCK_REALTIME) / 1000);
	seconds = get_time(NULL);
	CHECK_OP(seconds, >=, before / 1000000000 - 1);
	CHECK_OP(seconds, <=, system_call_ns(CLOCK_REALTIME) / 1000000000);
	test_bind(test_cpu(0));
	CHECK_EQ(get_cpu(&cpu, &node, NULL), 0);
	CHECK_EQ(cpu, test_cpu(0));
	CHECK_OP(node, <, 1024);
	CHECK_EQ(get_cpu(&cpu, NULL, NULL), 0);
}

int main(void)
{
	struct vdso vdso = {.base = (const char *)getauxval(AT_SYSINFO_EHDR)};
	int (*get)(clockid_t, struct timespec *);
	struct timespec now;

	CHECK(vdso.base != NULL);
	parse(&vdso);
	get = lookup(&vdso, "__vdso_clock_gettime");
	check_clock(get, CLOCK_MONOTONIC);
	check_clock(get, CLOCK_REALTIME);
	check_clock(get, CLOCK_MONOTONIC_RAW);
	check_clock(get, CLOCK_BOOTTIME);
	check_clock(get, CLOCK_THREAD_CPUTIME_ID); /* falls back to the system call */
	CHECK_EQ(get(99, &now), -EINVAL);
	check_others(&vdso);
	return 0;
}
