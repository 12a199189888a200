/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * /proc/self/maps: parseable, sorted, without overlap, and it says the truth about program, libraries, heap, stack,
 * vDSO, new mappings, protections, file names and offsets.
 */
#include <inttypes.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include "test.h"

struct entry {
	uint64_t start, end, offset, inode;
	char protection[5], name[512];
};

/* The entry that contains the address; its start is 0 where there is none. Checks the whole file by the way. */
static struct entry find(const void *address)
{
	struct entry entry, found = {0};
	uint64_t last_end = 0;
	unsigned major_number, minor_number;
	char line[1024];
	FILE *maps = fopen("/proc/self/maps", "r");

	CHECK(maps != NULL);
	while (fgets(line, sizeof(line), maps)) {
		entry.name[0] = 0;
		CHECK_OP(sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %x:%x %" SCNu64 " %511[^\n]",
				 &entry.start, &entry.end, entry.protection, &entry.offset, &major_number,
				 &minor_number, &entry.inode, entry.name),
			>=, 7);
		CHECK(entry.start < entry.end && entry.start % 4096 == 0 && entry.end % 4096 == 0);
		if (entry.start < 0x800000000000)
			CHECK_OP(entry.start, >=, last_end);
		last_end = entry.end;
		if ((uint64_t)address >= entry.start && (uint64_t)address < entry.end)
			found = entry;
	}
	fclose(maps);
	return found;
}

static void check_entry(const void *address, const char *protection, const char *name_part)
{
	struct entry entry = find(address);

	CHECK(entry.start != 0);
	CHECK_STR(entry.protection, protection);
	if (!strstr(entry.name, name_part))
		CHECK_STR(entry.name, name_part);
}

static void check_new_mappings(void)
{
	char *memory = OK(mmap(NULL, 5 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)), *file;
	int fd = OK(open("/proc/self/exe", O_RDONLY));

	check_entry(memory, "rw-p", "");
	CHECK_EQ(mprotect(memory + 4096, 4096, PROT_NONE), 0);
	check_entry(memory + 4096, "---p", "");
	CHECK_EQ(find(memory + 4096).start, memory + 4096);
	CHECK_EQ(find(memory + 4096).end, memory + 8192);
	check_entry(memory + 8192, "rw-p", "");
	CHECK_EQ(munmap(memory + 2 * 4096, 4096), 0);
	CHECK_EQ(find(memory + 2 * 4096).start, 0);
	file = OK(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 4096));
	check_entry(file, "r--s", "maps");
	CHECK_EQ(find(file).offset, 4096);
	CHECK(find(file).inode != 0);
}

int main(void)
{
	static int data = 1;
	char local, *heap = sbrk(4096);

	check_entry((void *)main, "r-xp", "maps");
	check_entry(&data, "rw-p", "maps");
	check_entry((void *)find, "r-xp", "maps");
	check_entry((void *)strerror(0), "r--p", "libc");
	check_entry(&local, "rw-p", "[stack]");
	check_entry(heap, "rw-p", "[heap]");
	check_entry((void *)getauxval(AT_SYSINFO_EHDR), "r-xp", "[vdso]");
	CHECK_EQ(find(NULL).start, 0);
	check_new_mappings();
	return 0;
}
