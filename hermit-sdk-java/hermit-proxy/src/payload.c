/* SPDX-License-Identifier: BSD-3-Clause */
#include "payload.h"

#include "crc32c.h"
#include "fail.h"
#include "memory.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAYLOAD_MANIFEST_MAX (16u << 20)
#define PAYLOAD_SECTIONS_MAX 4096u
#define PAYLOAD_PIECE        (1u << 20) /* copied and summed at a time: fits a second-level cache */

static int payload_read(int fd, void *bytes, size_t size, uint64_t offset)
{
	for (size_t done = 0; done < size;) {
		ssize_t got = pread(fd, (char *)bytes + done, size - done, (off_t)(offset + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? -errno : -EINVAL;
		done += (size_t)got;
	}
	return 0;
}

/* True when the part lies within a file of `file_size` bytes. */
static bool payload_fits(uint64_t offset, uint64_t size, uint64_t file_size)
{
	return size <= file_size && offset <= file_size - size;
}

static struct payload_section *payload_slot(struct payload *payload, const char *name)
{
	if (!strcmp(name, ".hermit.kernel"))
		return &payload->kernel;
	if (!strcmp(name, ".hermit.rootfs"))
		return &payload->rootfs;
	if (!strcmp(name, ".hermit.manifest"))
		return &payload->manifest;
	return NULL;
}

static const char *payload_note_sections(struct payload *payload, const Elf64_Shdr *headers, unsigned count,
	const char *names, uint64_t names_size, uint64_t file_size)
{
	for (unsigned i = 0; i < count; i++) {
		if (headers[i].sh_type != SHT_PROGBITS || headers[i].sh_name >= names_size)
			continue;
		struct payload_section *slot = payload_slot(payload, names + headers[i].sh_name);
		if (!slot)
			continue;
		if (slot->size)
			return "a section is there twice";
		if (!headers[i].sh_size || !payload_fits(headers[i].sh_offset, headers[i].sh_size, file_size))
			return "a section reaches beyond the end of the file";
		*slot = (struct payload_section){.offset = headers[i].sh_offset, .size = headers[i].sh_size};
	}
	return NULL;
}

static const char *payload_read_sections(struct payload *payload, const Elf64_Ehdr *elf, uint64_t file_size)
{
	static const char cut[] = "the section headers reach beyond the end of the file";
	size_t table_size = elf->e_shnum * sizeof(Elf64_Shdr);
	if (elf->e_shentsize != sizeof(Elf64_Shdr) || elf->e_shnum > PAYLOAD_SECTIONS_MAX ||
		elf->e_shstrndx >= elf->e_shnum)
		return "the section headers make no sense";
	if (!payload_fits(elf->e_shoff, table_size, file_size))
		return cut;
	Elf64_Shdr *headers = memory_resize(NULL, table_size);
	char *names = NULL;
	const char *problem = cut;
	if (payload_read(payload->fd, headers, table_size, elf->e_shoff) == 0) {
		const Elf64_Shdr *strings = &headers[elf->e_shstrndx];
		if (payload_fits(strings->sh_offset, strings->sh_size, file_size) &&
			strings->sh_size < PAYLOAD_MANIFEST_MAX) {
			names = memory_resize(NULL, strings->sh_size + 1);
			names[strings->sh_size] = 0;
			if (payload_read(payload->fd, names, strings->sh_size, strings->sh_offset) == 0)
				problem = payload_note_sections(
					payload, headers, elf->e_shnum, names, strings->sh_size, file_size);
		}
	}
	free(names);
	free(headers);
	return problem;
}

int payload_find(struct payload *payload, int fd, char **problem)
{
	struct stat status;
	Elf64_Ehdr elf;
	*payload = (struct payload){.fd = fd};
	const char *what = "not an ELF file";
	if (fstat(fd, &status) == 0 && payload_read(fd, &elf, sizeof(elf), 0) == 0 &&
		!memcmp(elf.e_ident, ELFMAG, SELFMAG)) {
		if (!elf.e_shnum)
			return 0;
		what = payload_read_sections(payload, &elf, (uint64_t)status.st_size);
	}
	unsigned found = !!payload->kernel.size + !!payload->rootfs.size + !!payload->manifest.size;
	if (!what && found && found < 3)
		what = "of .hermit.kernel, .hermit.rootfs and .hermit.manifest not all are there";
	if (what) {
		*problem = memory_copy_text(what);
		return -EINVAL;
	}
	return found == 3;
}

void payload_refuse(const char *what, const char *problem)
{
	fail_exit(FAIL_ISLE, "this file is damaged: %s: %s; build it again", what, problem);
}

bool payload_open(struct payload *payload)
{
	char *problem = NULL;
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail_exit(FAIL_ISLE, "/proc/self/exe: %s; the proxy reads its payload there", strerror(errno));
	int found = payload_find(payload, fd, &problem);
	if (found < 0)
		payload_refuse("payload", problem);
	return found > 0;
}

void payload_read_manifest(const struct payload *payload, struct manifest *manifest)
{
	size_t size = payload->manifest.size;
	if (size > PAYLOAD_MANIFEST_MAX)
		payload_refuse(".hermit.manifest", "larger than 16M");
	char *text = memory_resize(NULL, size);
	if (payload_read(payload->fd, text, size, payload->manifest.offset) < 0)
		payload_refuse(".hermit.manifest", "cannot be read");
	char *problem = manifest_parse(manifest, text, size);
	if (problem)
		payload_refuse(".hermit.manifest", problem);
	free(text);
}

static void payload_write(int fd, const uint8_t *bytes, size_t size)
{
	while (size) {
		ssize_t written = write(fd, bytes, size);
		if (written < 0 && errno != EINTR)
			fail_exit(FAIL_ISLE, "no memory for the payload: %s", strerror(errno));
		if (written > 0) {
			bytes += written;
			size -= (size_t)written;
		}
	}
}

int payload_extract(const struct image *part, const char *name)
{
	size_t lead;
	uint32_t sum = 0;
	const uint8_t *map = image_map(part, &lead);
	if (!map)
		fail_exit(FAIL_ISLE, "the payload cannot be mapped: %s", strerror(errno));
	int fd = memfd_create(name, MFD_CLOEXEC);
	if (fd < 0)
		fail_exit(FAIL_ISLE, "memfd_create: %s", strerror(errno));
	for (size_t done = 0; done < part->size; done += PAYLOAD_PIECE) {
		size_t piece = part->size - done < PAYLOAD_PIECE ? part->size - done : PAYLOAD_PIECE;
		sum = crc32c(sum, map + lead + done, piece);
		payload_write(fd, map + lead + done, piece);
	}
	image_unmap(part, map);
	if (sum != part->crc) {
		char *problem = memory_format("checksum %08x, expected %08x", sum, part->crc);
		payload_refuse(name, problem);
	}
	return fd;
}
