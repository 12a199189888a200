/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The linker script of HermitCore executables (libc-port/toolchain/program.lds) puts a complete ELF file behind the
 * kernel: header, program headers and segments, in this order and without gaps. So the loader takes it as any other.
 */
#include "init/embedded.h"

#include <arch/paging.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include "fs/file.h"
#include "lib/string.h"
#include "mm/page.h"

/* of the linker script; equal where there is no program */
extern const char program_start[], program_end[];

static uint64_t program_size(void)
{
	return (uint64_t)(program_end - program_start);
}

static phys_t program_phys(void)
{
	return kernel_image_phys(program_start);
}

static int embedded_get_page(struct inode *inode, uint64_t index, bool write, struct file_page *page)
{
	if (index >= program_size() / PAGE_SIZE)
		return -ENXIO;
	page->page = NULL;
	page->phys = program_phys() + index * PAGE_SIZE;
	page->writable = false;
	return 0;
}

static int embedded_get_attributes(struct inode *inode, struct attributes *attributes)
{
	memset(attributes, 0, sizeof(*attributes));
	attributes->mode = S_IFREG | 0555;
	attributes->links = 1;
	attributes->size = program_size();
	attributes->block_size = PAGE_SIZE;
	return 0;
}

static ssize64_t embedded_read(struct file *file, void *to, size_t size, uint64_t position)
{
	uint64_t length = min((uint64_t)size, program_size() - min(position, program_size()));

	memcpy(to, (const char *)phys_to_virt(program_phys()) + position, length);
	return (ssize64_t)length;
}

static const struct inode_ops embedded_inode_ops = {
	.get_page = embedded_get_page,
	.get_attributes = embedded_get_attributes,
};
static const struct file_ops embedded_file_ops = {.read = embedded_read};
static struct superblock embedded_super = {.type = "image", .source = "image", .read_only = true};
static struct inode embedded_inode;

bool embedded_exists(void)
{
	return program_size() > 0;
}

struct file *embedded_open(void)
{
	struct file *file = embedded_exists() ? file_new(&embedded_file_ops, O_RDONLY, NULL, "program") : NULL;

	if (file) {
		inode_init(&embedded_inode, &embedded_super, &embedded_inode_ops, S_IFREG | 0555);
		file->inode = &embedded_inode; /* takes over the reference that inode_init made */
	}
	return file;
}
