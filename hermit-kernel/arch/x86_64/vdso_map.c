/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Mapping of the vDSO: a file of one page, a copy of the embedded image, mapped privately. A breakpoint of a debugger
 * in the program hits a copy, as it does on Linux.
 */
#include "arch/x86_64/vdso/vdso.h"

#include <asm/errno.h>
#include <linux/elf.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/stat.h>
#include "fs/file.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "time/clock_params.h"

_Static_assert(VDSO_SIZE == PAGE_SIZE, "the vDSO is one page");

static struct page *vdso_page;

static int vdso_get_page(struct inode *inode, uint64_t index, bool write, struct file_page *page)
{
	if (index > 0)
		return -ENXIO;
	page_get(vdso_page);
	page->page = vdso_page;
	page->phys = page_to_phys(vdso_page);
	page->writable = false;
	return 0;
}

static int vdso_get_attributes(struct inode *inode, struct attributes *attributes)
{
	memset(attributes, 0, sizeof(*attributes));
	attributes->mode = S_IFREG | 0555;
	attributes->links = 1;
	attributes->size = VDSO_SIZE;
	attributes->block_size = VDSO_SIZE;
	return 0;
}

static const struct inode_ops vdso_inode_ops = {
	.get_page = vdso_get_page,
	.get_attributes = vdso_get_attributes,
};
static const struct file_ops vdso_file_ops;
static struct superblock vdso_super = {.type = "vdso", .source = "vdso", .read_only = true};
static struct inode vdso_inode;

/** The image, with what only the link of the kernel told: where the clock is. Its section headers lie outside of the
 * page. */
static struct page *make_page(void)
{
	const struct clock_params *params = &clock_params;
	struct page *page = page_alloc(0, 0, NODE_ANY);
	struct elf64_hdr *header;

	if (!page)
		return NULL;
	header = page_to_virt(page);
	memcpy(header, vdso_image, VDSO_SIZE);
	memcpy((char *)header + VDSO_SIZE - sizeof(params), &params, sizeof(params));
	header->e_shoff = 0;
	header->e_shnum = 0;
	header->e_shstrndx = 0;
	return page;
}

long vdso_map(void)
{
	struct file *file = file_new(&vdso_file_ops, O_RDONLY, NULL, "[vdso]");
	long address = -ENOMEM;

	vdso_page = make_page();
	inode_init(&vdso_inode, &vdso_super, &vdso_inode_ops, S_IFREG | 0555);
	if (file && vdso_page) {
		file->inode =
			&vdso_inode; /* file_put drops the reference that inode_init made; the mapping keeps the file */
		address = mm_mmap(0, VDSO_SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0);
	}
	if (file)
		file_put(file);
	if (address < 0) {
		log_line("vdso: cannot be mapped (error %ld); clocks cost a system call", -address);
		return 0;
	}
	return address;
}
