/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Mapping of the vDSO: a small file, a copy of the embedded image, mapped privately. A breakpoint of a debugger
 * in the program hits a copy, as it does on Linux.
 */
#include "arch/x86_64/vdso/imports.h"
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

#define VDSO_ORDER 1
_Static_assert(VDSO_SIZE == PAGE_SIZE << VDSO_ORDER, "size of the vDSO");

static struct page *vdso_pages; /* 2^VDSO_ORDER, never freed */

extern const char gate_entry[];

static int vdso_get_page(struct inode *inode, uint64_t index, bool write, struct file_page *page)
{
	struct page *own = vdso_pages + index;

	if (index >= 1u << VDSO_ORDER)
		return -ENXIO;
	page_get(own);
	page->page = own;
	page->phys = page_to_phys(own);
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

/** The image, with what only the link of the kernel told: its addresses. The section headers lie outside. */
static struct page *make_pages(void)
{
	const struct vdso_imports imports = {.clock = &clock_params, .gate = gate_entry};
	struct page *page = page_alloc(VDSO_ORDER, 0, NODE_ANY);
	struct elf64_hdr *header;

	if (!page)
		return NULL;
	header = page_to_virt(page);
	memcpy(header, vdso_image, VDSO_SIZE);
	memcpy((char *)header + VDSO_SIZE - sizeof(imports), &imports, sizeof(imports));
	page_split(page);
	header->e_shoff = 0;
	header->e_shnum = 0;
	header->e_shstrndx = 0;
	return page;
}

long vdso_map(void)
{
	struct file *file = file_new(&vdso_file_ops, O_RDONLY, NULL, "[vdso]");
	long address = -ENOMEM;

	vdso_pages = make_pages();
	inode_init(&vdso_inode, &vdso_super, &vdso_inode_ops, S_IFREG | 0555);
	if (file && vdso_pages) {
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
