/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * pack PROXY OUTPUT NAME=FILE...: a copy of an ELF file with more sections, as the image builder makes it: contents at
 * page boundaries, type PROGBITS, then a new table of names and a new table of section headers.
 */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PACK_MAX 8

struct pack {
	unsigned char *bytes;
	size_t size;
};

static void pack_append(struct pack *pack, const void *bytes, size_t size, size_t alignment)
{
	size_t start = (pack->size + alignment - 1) / alignment * alignment;
	pack->bytes = realloc(pack->bytes, start + size);
	if (!pack->bytes)
		exit(1);
	memset(pack->bytes + pack->size, 0, start - pack->size);
	memcpy(pack->bytes + start, bytes, size);
	pack->size = start + size;
}

static struct pack pack_read(const char *path)
{
	struct pack pack = {0};
	static char piece[65536];
	size_t got;
	FILE *file = fopen(path, "rb");
	if (!file) {
		perror(path);
		exit(1);
	}
	while ((got = fread(piece, 1, sizeof(piece), file)))
		pack_append(&pack, piece, got, 1);
	fclose(file);
	return pack;
}

static void pack_add_section(struct pack *out, struct pack *names, Elf64_Shdr *header, const char *argument)
{
	const char *equals = strchr(argument, '=');
	if (!equals)
		exit(2);
	struct pack contents = pack_read(equals + 1);
	pack_append(out, contents.bytes, contents.size, 4096);
	*header = (Elf64_Shdr){.sh_name = (Elf64_Word)names->size,
		.sh_type = SHT_PROGBITS,
		.sh_offset = out->size - contents.size,
		.sh_size = contents.size,
		.sh_addralign = 4096};
	pack_append(names, argument, (size_t)(equals - argument), 1);
	pack_append(names, "", 1, 1);
	free(contents.bytes);
}

int main(int argc, char **argv)
{
	if (argc < 3 || argc > 3 + PACK_MAX)
		return 2;
	struct pack out = pack_read(argv[1]), names = {0};
	Elf64_Ehdr elf;
	memcpy(&elf, out.bytes, sizeof(elf));
	size_t old = elf.e_shnum;
	Elf64_Shdr *headers = calloc(old + PACK_MAX, sizeof(*headers));
	if (!headers)
		return 1;
	memcpy(headers, out.bytes + elf.e_shoff, old * sizeof(*headers));
	pack_append(&names, out.bytes + headers[elf.e_shstrndx].sh_offset, headers[elf.e_shstrndx].sh_size, 1);
	for (int i = 3; i < argc; i++)
		pack_add_section(&out, &names, &headers[old + (size_t)i - 3], argv[i]);
	pack_append(&out, names.bytes, names.size, 8);
	headers[elf.e_shstrndx].sh_offset = out.size - names.size;
	headers[elf.e_shstrndx].sh_size = names.size;
	elf.e_shnum = (Elf64_Half)(old + (size_t)argc - 3);
	pack_append(&out, headers, elf.e_shnum * sizeof(*headers), 8);
	elf.e_shoff = out.size - elf.e_shnum * sizeof(*headers);
	memcpy(out.bytes, &elf, sizeof(elf));
	FILE *file = fopen(argv[2], "wb");
	if (!file || fwrite(out.bytes, 1, out.size, file) != out.size || fclose(file))
		return 1;
	free(headers);
	free(names.bytes);
	free(out.bytes);
	return 0;
}
