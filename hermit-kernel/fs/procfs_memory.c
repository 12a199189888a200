/* SPDX-License-Identifier: BSD-3-Clause */
/* /proc/self/maps, smaps, statm. */
#include <asm/mman.h>
#include <linux/errno.h>
#include "fs/file.h"
#include "fs/procfs.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/mm.h"
#include "mm/page.h"

#define PATH_SIZE   4096
#define NAME_COLUMN 73 /* where names begin, as on Linux */

static void show_name(struct text *text, const struct vma_info *vma, char *path)
{
	if (vma->file) {
		if (file_path(vma->file, path, PATH_SIZE) > 0)
			text_printf(text, "%s", path);
	} else if (vma->heap) {
		text_printf(text, "[heap]");
	} else if (vma->stack) {
		text_printf(text, "[stack]");
	}
}

/** `start-end perms offset device inode`, then the name in its column. */
static void show_vma(struct text *text, const struct vma_info *vma, char *path)
{
	struct attributes attributes = {0};
	size_t line = text->length;
	if (vma->file)
		file_attributes(vma->file, &attributes);
	unsigned major = attributes.device >> 8 & 0xfff;
	unsigned minor = (attributes.device & 0xff) | (attributes.device >> 12 & 0xfff00);
	text_printf(text, "%08lx-%08lx %c%c%c%c %08lx %02x:%02x %lu ", (unsigned long)vma->start,
		(unsigned long)vma->end, vma->prot & PROT_READ ? 'r' : '-', vma->prot & PROT_WRITE ? 'w' : '-',
		vma->prot & PROT_EXEC ? 'x' : '-', vma->shared ? 's' : 'p', (unsigned long)vma->offset, major, minor,
		vma->file ? (unsigned long)attributes.inode : 0UL);
	if (vma->file || vma->heap || vma->stack) {
		size_t used = text->length - line;
		text_printf(text, "%*s", used < NAME_COLUMN ? (int)(NAME_COLUMN - used) : 0, "");
		show_name(text, vma, path);
	}
	text_printf(text, "\n");
}

static void show_vma_sizes(struct text *text, const struct vma_info *vma)
{
	bool file = vma->file;
	text_kib(text, "Size:", vma->end - vma->start);
	text_kib(text, "KernelPageSize:", PAGE_SIZE);
	text_kib(text, "MMUPageSize:", PAGE_SIZE);
	text_kib(text, "Rss:", vma->resident);
	text_kib(text, "Pss:", vma->resident);
	text_kib(text, "Shared_Clean:", 0);
	text_kib(text, "Shared_Dirty:", 0);
	text_kib(text, "Private_Clean:", vma->resident - min(vma->resident, vma->dirty));
	text_kib(text, "Private_Dirty:", min(vma->resident, vma->dirty));
	text_kib(text, "Referenced:", vma->resident);
	text_kib(text, "Anonymous:", file ? 0 : vma->resident);
	text_kib(text, "LazyFree:", 0);
	text_kib(text, "AnonHugePages:", file ? 0 : vma->huge);
	text_kib(text, "ShmemPmdMapped:", 0);
	text_kib(text, "FilePmdMapped:", file ? vma->huge : 0);
	text_kib(text, "Shared_Hugetlb:", 0);
	text_kib(text, "Private_Hugetlb:", 0);
	text_kib(text, "Swap:", 0);
	text_kib(text, "SwapPss:", 0);
	text_kib(text, "Locked:", 0);
	text_printf(text, "THPeligible:    %u\n", !file && vma->end - vma->start >= HUGE_PAGE_SIZE);
	text_printf(text, "VmFlags:%s%s%s%s mr mw me\n", vma->prot & PROT_READ ? " rd" : "",
		vma->prot & PROT_WRITE ? " wr" : "", vma->prot & PROT_EXEC ? " ex" : "", vma->shared ? " sh" : "");
}

static int show_all(struct text *text, bool sizes)
{
	char *path = heap_alloc(PATH_SIZE);
	struct vma_info vma;
	if (!path)
		return -ENOMEM;
	for (uint64_t address = 0; mm_next_vma(address, &vma); address = vma.end) {
		show_vma(text, &vma, path);
		if (sizes)
			show_vma_sizes(text, &vma);
		file_put(vma.file);
	}
	heap_free(path);
	return 0;
}

static int show_maps(struct text *text, const uint64_t *ids)
{
	return show_all(text, false);
}

static int show_smaps(struct text *text, const uint64_t *ids)
{
	return show_all(text, true);
}

static int show_statm(struct text *text, const uint64_t *ids)
{
	struct mm_stats stats;
	mm_stats(&stats);
	text_printf(text, "%lu %lu %lu %lu 0 %lu 0\n", (unsigned long)(stats.mapped >> PAGE_SHIFT),
		(unsigned long)(stats.resident >> PAGE_SHIFT), 0UL, (unsigned long)(stats.text >> PAGE_SHIFT),
		(unsigned long)((stats.data + stats.stack) >> PAGE_SHIFT));
	return 0;
}

static const struct pseudo_entry entries[] = {
	{.path = "@/maps", .show = show_maps},
	{.path = "@/smaps", .show = show_smaps},
	{.path = "@/statm", .show = show_statm},
	{.path = "@/task/*/maps", .show = show_maps},
	{.path = "@/task/*/smaps", .show = show_smaps},
	{.path = "@/task/*/statm", .show = show_statm},
};

const struct pseudo_table procfs_memory_files = PSEUDO_TABLE(entries);
