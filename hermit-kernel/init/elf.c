/* SPDX-License-Identifier: BSD-3-Clause */
/* ELF loader. */
#include "init/elf.h"
#include <linux/errno.h>
#include <linux/mman.h>
#include "fs/file.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "mm/user.h"

#define SEGMENTS_MAX 128

static int read_exactly(struct file *file, void *to, size_t size, uint64_t position)
{
	ssize64_t count = file_read(file, to, size, position);

	if (count < 0)
		return (int)count;
	return (size_t)count == size ? 0 : -ENOEXEC;
}

int elf_check_header(const struct elf64_hdr *header)
{
	if (memcmp(header->e_ident, ELFMAG, SELFMAG) || header->e_ident[EI_CLASS] != ELFCLASS64 ||
		header->e_ident[EI_DATA] != ELFDATA2LSB || header->e_machine != EM_X86_64)
		return -ENOEXEC;
	if (header->e_type != ET_EXEC && header->e_type != ET_DYN)
		return -ENOEXEC;
	if (header->e_phentsize != sizeof(struct elf64_phdr) || !header->e_phnum || header->e_phnum > SEGMENTS_MAX)
		return -ENOEXEC;
	return 0;
}

static int protection_of(const struct elf64_phdr *segment)
{
	return (segment->p_flags & PF_R ? PROT_READ : 0) | (segment->p_flags & PF_W ? PROT_WRITE : 0) |
	       (segment->p_flags & PF_X ? PROT_EXEC : 0);
}

/* Addresses that a segment may have, before the base is added. */
static bool segment_valid(const struct elf64_phdr *segment)
{
	return segment->p_memsz >= segment->p_filesz && segment->p_vaddr <= USER_END &&
	       segment->p_memsz <= USER_END - segment->p_vaddr &&
	       segment->p_vaddr % PAGE_SIZE == segment->p_offset % PAGE_SIZE;
}

/* Lowest and highest address of all PT_LOAD segments. False: there is none, or a wrong one. */
static bool span(const struct elf64_phdr *segments, unsigned count, uint64_t *low, uint64_t *high)
{
	*low = UINT64_MAX;
	*high = 0;
	for (unsigned i = 0; i < count; i++) {
		if (segments[i].p_type != PT_LOAD)
			continue;
		if (!segment_valid(&segments[i]))
			return false;
		*low = min(*low, align_down(segments[i].p_vaddr, PAGE_SIZE));
		*high = max(*high, segments[i].p_vaddr + segments[i].p_memsz);
	}
	return *low < *high;
}

/* The rest of the last file page, and pages that the file has nothing for. */
static long map_zeroes(const struct elf64_phdr *segment, uint64_t base, int protection)
{
	uint64_t file_end = base + segment->p_vaddr + segment->p_filesz;
	uint64_t end = base + segment->p_vaddr + segment->p_memsz;
	uint64_t page_end = align_up(file_end, PAGE_SIZE);

	/* to the end of the page, even beyond the segment: the dynamic linker's first allocations lie there */
	if (segment->p_filesz && end > file_end && protection & PROT_WRITE && user_clear(file_end, page_end - file_end))
		return -ENOEXEC;
	uint64_t from = segment->p_filesz ? align_up(file_end, PAGE_SIZE) : align_down(file_end, PAGE_SIZE);
	if (end <= from)
		return 0;
	return mm_mmap(
		from, align_up(end, PAGE_SIZE) - from, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, NULL, 0);
}

static long map_segment(struct file *file, const struct elf64_phdr *segment, uint64_t base)
{
	int protection = protection_of(segment);
	uint64_t start = align_down(base + segment->p_vaddr, PAGE_SIZE);
	uint64_t skip = segment->p_vaddr % PAGE_SIZE;

	if (segment->p_filesz) {
		long at = mm_mmap(start, align_up(segment->p_filesz + skip, PAGE_SIZE), protection,
			MAP_PRIVATE | MAP_FIXED, file, segment->p_offset - skip);
		if (at < 0)
			return at;
	}
	return map_zeroes(segment, base, protection);
}

static int map_all(struct file *file, const struct elf64_phdr *segments, unsigned count, bool fixed, uint64_t position,
	struct elf_image *image)
{
	uint64_t low, high;

	if (!span(segments, count, &low, &high))
		return -ENOEXEC;
	/* reserve the whole span first, so that the parts lie together and hit nothing */
	uint64_t wanted = fixed ? low : position;
	long at = mm_mmap(wanted, align_up(high, PAGE_SIZE) - low, PROT_NONE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (wanted ? MAP_FIXED_NOREPLACE : 0), NULL, 0);
	if (at < 0)
		return (int)at;
	image->base = (uint64_t)at - low;
	image->end = image->base + high;
	for (unsigned i = 0; i < count; i++) {
		long error = segments[i].p_type == PT_LOAD ? map_segment(file, &segments[i], image->base) : 0;
		if (error < 0)
			return (int)error;
	}
	return 0;
}

static int read_interpreter(struct file *file, const struct elf64_phdr *segment, struct elf_image *image)
{
	if (segment->p_filesz < 2 || segment->p_filesz > sizeof(image->interpreter))
		return -ENOEXEC;
	int error = read_exactly(file, image->interpreter, segment->p_filesz, segment->p_offset);
	if (!error && image->interpreter[segment->p_filesz - 1])
		error = -ENOEXEC;
	return error;
}

/* Where the program finds its headers: PT_PHDR says so, else the segment that holds them in the file. */
static uint64_t headers_address(const struct elf64_hdr *header, const struct elf64_phdr *segments, uint64_t base)
{
	for (unsigned i = 0; i < header->e_phnum; i++)
		if (segments[i].p_type == PT_PHDR)
			return base + segments[i].p_vaddr;
	for (unsigned i = 0; i < header->e_phnum; i++)
		if (segments[i].p_type == PT_LOAD && header->e_phoff >= segments[i].p_offset &&
			header->e_phoff < segments[i].p_offset + segments[i].p_filesz)
			return base + segments[i].p_vaddr + header->e_phoff - segments[i].p_offset;
	return 0;
}

static int map_with_headers(struct file *file, const struct elf64_hdr *header, const struct elf64_phdr *segments,
	uint64_t position, struct elf_image *image)
{
	int error = map_all(file, segments, header->e_phnum, header->e_type == ET_EXEC, position, image);

	if (error)
		return error;
	image->entry = image->base + header->e_entry;
	image->headers = headers_address(header, segments, image->base);
	image->header_count = header->e_phnum;
	for (unsigned i = 0; i < header->e_phnum && !error; i++) {
		if (segments[i].p_type == PT_INTERP)
			error = read_interpreter(file, &segments[i], image);
		else if (segments[i].p_type == PT_GNU_STACK)
			image->executable_stack = segments[i].p_flags & PF_X;
	}
	return error;
}

int elf_map(struct file *file, uint64_t position, struct elf_image *image)
{
	struct elf64_hdr header;

	memset(image, 0, sizeof(*image));
	int error = read_exactly(file, &header, sizeof(header), 0);
	if (!error)
		error = elf_check_header(&header);
	if (error)
		return error;
	size_t size = header.e_phnum * sizeof(struct elf64_phdr);
	struct elf64_phdr *segments = heap_alloc(size);
	if (!segments)
		return -ENOMEM;
	error = read_exactly(file, segments, size, header.e_phoff);
	if (!error)
		error = map_with_headers(file, &header, segments, position, image);
	heap_free(segments);
	return error;
}
