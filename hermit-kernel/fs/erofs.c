/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/erofs.h"

#include <linux/errno.h>
#include "lib/log.h"
#include "lib/string.h"

#define SUPER_OFFSET 1024
#define SUPER_MAGIC  0xe0f5e1e2u
#define PAGE_BYTES   4096u
#define SLOT_SIZE    32u /* inode numbers count in these */
#define NAME_LIMIT   255u

/** Incompatible features that change nothing for uncompressed files: zero padding of compressed data. */
#define FEATURES_KNOWN 1u

struct super_block {
	uint32_t magic, checksum, compatible;
	uint8_t block_bits, extra_slots;
	uint16_t root;
	uint64_t inodes, build_seconds;
	uint32_t build_nanoseconds, blocks, meta_block, xattr_block;
	uint8_t uuid[16], label[16];
	uint32_t incompatible;
	uint16_t compression, extra_devices, device_slot;
	uint8_t directory_block_bits, xattr_prefixes;
	uint8_t reserved[36];
} __attribute__((packed));
_Static_assert(sizeof(struct super_block) == 128, "EROFS super block");

struct compact_inode {
	uint16_t format, xattr_count, mode, links;
	uint32_t size, reserved, start, inode;
	uint16_t uid, gid;
	uint32_t reserved2;
} __attribute__((packed));
_Static_assert(sizeof(struct compact_inode) == 32, "EROFS compact inode");

struct extended_inode {
	uint16_t format, xattr_count, mode, reserved;
	uint64_t size;
	uint32_t start, inode, uid, gid;
	uint64_t modified_seconds;
	uint32_t modified_nanoseconds, links;
	uint8_t reserved2[16];
} __attribute__((packed));
_Static_assert(sizeof(struct extended_inode) == 64, "EROFS extended inode");

struct directory_entry {
	uint64_t number;
	uint16_t name_offset;
	uint8_t type, reserved;
} __attribute__((packed));
_Static_assert(sizeof(struct directory_entry) == 12, "EROFS directory entry");

#define FORMAT_EXTENDED  1u
#define FORMAT_LAYOUT(f) ((f) >> 1 & 7)
#define LAYOUT_PLAIN     0u
#define LAYOUT_INLINE    2u

/** [offset, offset + size) of the image, or NULL where that is not all inside. */
static const void *range(const struct erofs *erofs, uint64_t offset, uint64_t size)
{
	return offset <= erofs->size && size <= erofs->size - offset ? erofs->image + offset : NULL;
}

int erofs_open(const void *image, uint64_t size, struct erofs *erofs)
{
	*erofs = (struct erofs){.image = image, .size = size};
	const struct super_block *super = range(erofs, SUPER_OFFSET, sizeof(*super));
	if (!super || super->magic != SUPER_MAGIC) {
		log_line("root image: no EROFS super block");
		return -EINVAL;
	}
	if (super->incompatible & ~FEATURES_KNOWN || super->extra_devices || super->block_bits != 12 ||
		super->directory_block_bits) {
		log_line("root image: EROFS features 0x%x, block size 2^%u: make it with 4 KiB blocks, uncompressed",
			super->incompatible, super->block_bits);
		return -EOPNOTSUPP;
	}
	erofs->block_size = 1u << super->block_bits;
	erofs->meta_start = (uint64_t)super->meta_block * erofs->block_size;
	erofs->root = super->root;
	erofs->nodes = super->inodes;
	erofs->blocks = super->blocks;
	erofs->built = (struct timestamp){super->build_seconds, super->build_nanoseconds % NS_PER_SEC};
	if (erofs->blocks * erofs->block_size > size) {
		log_line("root image: cut off: %lu bytes of %lu", (unsigned long)size,
			(unsigned long)(erofs->blocks * erofs->block_size));
		return -EUCLEAN;
	}
	return 0;
}

static void decode_compact(const struct erofs *erofs, const struct compact_inode *raw, struct erofs_node *node)
{
	node->mode = raw->mode;
	node->links = raw->links;
	node->uid = raw->uid;
	node->gid = raw->gid;
	node->size = raw->size;
	node->modified = erofs->built;
}

static void decode_extended(const struct extended_inode *raw, struct erofs_node *node)
{
	node->mode = raw->mode;
	node->links = raw->links;
	node->uid = raw->uid;
	node->gid = raw->gid;
	node->size = raw->size;
	node->modified = (struct timestamp){raw->modified_seconds, raw->modified_nanoseconds % NS_PER_SEC};
}

/** Bytes of the extended attributes behind an inode: a header of 12 bytes, then 4 a unit. */
static uint64_t xattr_size(uint16_t count)
{
	return count ? 12 + 4 * ((uint64_t)count - 1) : 0;
}

/** Finds and checks where the data of a node lie. `start`: its first block; `tail`: offset behind the inode. */
static int place_data(
	const struct erofs *erofs, struct erofs_node *node, unsigned layout, uint32_t start, uint64_t tail)
{
	uint64_t block_start = (uint64_t)start * erofs->block_size;
	if (node->size > erofs->size)
		return -EUCLEAN;
	node->blocks_size = node->size;
	node->tail_start = tail;
	if (layout == LAYOUT_INLINE)
		node->blocks_size = align_down(node->size, (uint64_t)erofs->block_size);
	else if (layout != LAYOUT_PLAIN)
		return -EUCLEAN;
	node->blocks_start = node->blocks_size ? block_start : 0;
	if (!range(erofs, node->blocks_start, node->blocks_size) ||
		!range(erofs, node->tail_start, node->size - node->blocks_size))
		return -EUCLEAN;
	return 0;
}

static bool has_data(uint32_t mode)
{
	return S_ISREG(mode) || S_ISDIR(mode) || S_ISLNK(mode);
}

static bool has_known_type(uint32_t mode)
{
	return has_data(mode) || S_ISCHR(mode) || S_ISBLK(mode) || S_ISFIFO(mode) || S_ISSOCK(mode);
}

int erofs_read_node(const struct erofs *erofs, uint64_t number, struct erofs_node *node)
{
	if (number > erofs->size / SLOT_SIZE)
		return -EUCLEAN;
	uint64_t offset = erofs->meta_start + number * SLOT_SIZE;
	const struct compact_inode *compact = range(erofs, offset, sizeof(*compact));
	if (!compact)
		return -EUCLEAN;
	*node = (struct erofs_node){.number = number};
	uint64_t inode_size = sizeof(*compact);
	if (compact->format & FORMAT_EXTENDED) {
		inode_size = sizeof(struct extended_inode);
		const struct extended_inode *extended = range(erofs, offset, inode_size);
		if (!extended)
			return -EUCLEAN;
		decode_extended(extended, node);
	} else {
		decode_compact(erofs, compact, node);
	}
	if (!has_known_type(node->mode))
		return -EUCLEAN;
	if (!has_data(node->mode)) {
		node->device = compact->start; /* in the encoding of stat(2) */
		node->size = 0;
		return 0;
	}
	return place_data(erofs, node, FORMAT_LAYOUT(compact->format), compact->start,
		offset + inode_size + xattr_size(compact->xattr_count));
}

void erofs_page(const struct erofs *erofs, const struct erofs_node *node, uint64_t index, struct erofs_page *page)
{
	*page = (struct erofs_page){0};
	if (index >= (node->size + PAGE_BYTES - 1) / PAGE_BYTES)
		return;
	uint64_t start = index * PAGE_BYTES;
	page->valid = min(node->size - start, (uint64_t)PAGE_BYTES);
	if (start >= node->blocks_size) {
		page->bytes = erofs->image + node->tail_start + (start - node->blocks_size);
		return;
	}
	page->bytes = erofs->image + node->blocks_start + start;
	page->whole = is_aligned((uintptr_t)page->bytes, PAGE_BYTES) &&
		      range(erofs, node->blocks_start + start, PAGE_BYTES) != NULL;
}

ssize64_t erofs_readlink(const struct erofs *erofs, const struct erofs_node *node, char *to, size_t size)
{
	struct erofs_page page;
	erofs_page(erofs, node, 0, &page);
	if (node->size > page.valid || page.valid == 0 || memchr(page.bytes, 0, page.valid))
		return -EUCLEAN;
	size_t length = min((size_t)page.valid, size);
	memcpy(to, page.bytes, length);
	return length;
}

/** One block of a directory: entries in front, their names behind. */
struct directory_block {
	const uint8_t *bytes;
	uint32_t size;
	uint32_t count;
};

static int read_block(
	const struct erofs *erofs, const struct erofs_node *dir, uint64_t index, struct directory_block *block)
{
	struct erofs_page page; /* blocks are pages: erofs_open saw to it */
	erofs_page(erofs, dir, index, &page);
	if (page.valid < sizeof(struct directory_entry))
		return -EUCLEAN;
	uint32_t names = ((const struct directory_entry *)page.bytes)->name_offset;
	if (names < sizeof(struct directory_entry) || names > page.valid || names % sizeof(struct directory_entry))
		return -EUCLEAN;
	*block = (struct directory_block){page.bytes, page.valid, names / sizeof(struct directory_entry)};
	return 0;
}

static unsigned type_of(uint8_t file_type)
{
	/* numbers of the format; DT_* of dirent.h */
	static const uint8_t types[] = {
		0, 8 /* REG */, 4 /* DIR */, 2 /* CHR */, 6 /* BLK */, 1 /* FIFO */, 12 /* SOCK */, 10 /* LNK */};
	return file_type < array_size(types) ? types[file_type] : 0;
}

/** Entry `i` of a block. The last name of a block ends at a NUL or with the block. */
static int read_entry(const struct directory_block *block, uint32_t i, struct erofs_name *name)
{
	const struct directory_entry *entry = (const struct directory_entry *)block->bytes + i;
	uint32_t start = entry->name_offset;
	uint32_t end = i + 1 < block->count ? entry[1].name_offset : block->size;
	if (start < block->count * sizeof(*entry) || start >= end || end > block->size)
		return -EUCLEAN;
	name->name = (const char *)block->bytes + start;
	name->length = strnlen(name->name, end - start);
	name->number = entry->number;
	name->type = type_of(entry->type);
	if (name->length == 0 || name->length > NAME_LIMIT || memchr(name->name, '/', name->length))
		return -EUCLEAN;
	return 0;
}

/** Order of names in a directory: bytewise. */
static int compare(const char *a, size_t a_length, const struct erofs_name *b)
{
	int order = memcmp(a, b->name, min(a_length, b->length));
	if (order)
		return order;
	return a_length < b->length ? -1 : a_length > b->length;
}

/** Where does `name` stand to the first name of the block? */
static int compare_to_block(const struct erofs *erofs, const struct erofs_node *dir, uint64_t index, const char *name,
	size_t length, int *order)
{
	struct directory_block block;
	struct erofs_name first;
	int error = read_block(erofs, dir, index, &block);
	if (!error)
		error = read_entry(&block, 0, &first);
	if (!error)
		*order = compare(name, length, &first);
	return error;
}

static int search_block(const struct directory_block *block, const char *name, size_t length, uint64_t *number)
{
	uint32_t low = 0, high = block->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct erofs_name entry;
		int error = read_entry(block, middle, &entry);
		if (error)
			return error;
		int order = compare(name, length, &entry);
		if (order == 0) {
			*number = entry.number;
			return 0;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -ENOENT;
}

static uint64_t block_count(const struct erofs *erofs, const struct erofs_node *dir)
{
	return (dir->size + erofs->block_size - 1) / erofs->block_size;
}

int erofs_lookup(
	const struct erofs *erofs, const struct erofs_node *dir, const char *name, size_t length, uint64_t *number)
{
	uint64_t low = 0,
		 high = block_count(erofs, dir); /* the block is the last one that begins at or before the name */
	struct directory_block block;
	if (high == 0)
		return -ENOENT;
	while (high - low > 1) {
		uint64_t middle = low + (high - low) / 2;
		int order;
		int error = compare_to_block(erofs, dir, middle, name, length, &order);
		if (error)
			return error;
		if (order < 0)
			high = middle;
		else
			low = middle;
	}
	int error = read_block(erofs, dir, low, &block);
	return error ? error : search_block(&block, name, length, number);
}

static bool is_dots(const struct erofs_name *name)
{
	return name->name[0] == '.' && (name->length == 1 || (name->length == 2 && name->name[1] == '.'));
}

int erofs_for_each_name(const struct erofs *erofs, const struct erofs_node *dir,
	int (*each)(const struct erofs_name *name, void *arg), void *arg)
{
	for (uint64_t index = 0; index < block_count(erofs, dir); index++) {
		struct directory_block block;
		int error = read_block(erofs, dir, index, &block);
		for (uint32_t i = 0; !error && i < block.count; i++) {
			struct erofs_name name;
			error = read_entry(&block, i, &name);
			if (!error && !is_dots(&name))
				error = each(&name, arg);
		}
		if (error)
			return error;
	}
	return 0;
}
