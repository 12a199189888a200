/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The auxiliary vector: program headers, entry, interpreter base, page size, random bytes, file name, identity, vDSO.
 */
#include <elf.h>
#include <link.h>
#include <sys/auxv.h>
#include "test.h"

extern char __executable_start[], _start[];

static void check_program(void)
{
	const Elf64_Ehdr *header = (const Elf64_Ehdr *)__executable_start;
	const Elf64_Phdr *program = (const Elf64_Phdr *)getauxval(AT_PHDR);

	CHECK_EQ(program, __executable_start + header->e_phoff);
	CHECK_EQ(getauxval(AT_PHNUM), header->e_phnum);
	CHECK_EQ(getauxval(AT_PHENT), sizeof(Elf64_Phdr));
	CHECK_EQ(getauxval(AT_ENTRY), _start);
	CHECK_EQ(memcmp((void *)getauxval(AT_BASE), ELFMAG, SELFMAG), 0); /* the dynamic linker */
	CHECK_EQ(program[0].p_type, PT_PHDR);
	CHECK_EQ((char *)program - program[0].p_vaddr, __executable_start);
}

/* glibc's getauxval has a meaning of its own for AT_HWCAP: read the vector itself. */
static uint64_t hardware_capabilities(void)
{
	char **end = environ;
	Elf64_auxv_t *entry;

	while (*end)
		end++;
	for (entry = (Elf64_auxv_t *)(end + 1); entry->a_type != AT_NULL; entry++)
		if (entry->a_type == AT_HWCAP)
			return entry->a_un.a_val;
	return 0;
}

static void check_identity(void)
{
	CHECK_EQ(getauxval(AT_UID), getuid());
	CHECK_EQ(getauxval(AT_EUID), geteuid());
	CHECK_EQ(getauxval(AT_GID), getgid());
	CHECK_EQ(getauxval(AT_EGID), getegid());
	CHECK_EQ(getauxval(AT_SECURE), 0);
}

int main(int argc TEST_UNUSED, char **argv)
{
	const unsigned char *random = (const unsigned char *)getauxval(AT_RANDOM);
	int i, zeroes = 0;

	check_program();
	check_identity();
	CHECK_EQ(getauxval(AT_PAGESZ), 4096);
	CHECK_EQ(getauxval(AT_CLKTCK), 100);
	CHECK_STR((const char *)getauxval(AT_EXECFN), argv[0]);
	CHECK_STR((const char *)getauxval(AT_PLATFORM), "x86_64");
	CHECK(getauxval(AT_SYSINFO_EHDR) != 0);
	CHECK(random != NULL);
	for (i = 0; i < 16; i++)
		zeroes += random[i] == 0;
	CHECK_OP(zeroes, <, 8);
	CHECK(hardware_capabilities() & 1);       /* CPUID.1:EDX, bit 0: x87 */
	CHECK(hardware_capabilities() & 1 << 26); /* SSE2 */
	return 0;
}
