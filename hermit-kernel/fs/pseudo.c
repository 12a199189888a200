/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/pseudo.h"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include "fs/dirent.h"
#include "fs/file.h"
#include "lib/format.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "sched/process.h"
#include "time/clock.h"

#define STORE_MAX 4096u
#define NUMBERED_BASE                                                                                                  \
	(1ULL << 32) /* positions in a directory: ".", "..", named children, from here on numbered ones                \
		      */
#define DIGITS_MAX 9u

/** One component of the tree of paths; built at boot, constant afterwards. */
struct pseudo_node {
	const struct pseudo_entry *entry; /* NULL: a directory on the way to others */
	struct pseudo_node *parent, *children, *sibling;
	const char *name; /* not terminated; without the '*' */
	uint16_t length;
	bool numbered;
	uint8_t depth; /* ids before this component */
	uint32_t number;
};

struct pseudo_inode {
	struct inode inode;
	const struct pseudo_node *node;
	uint64_t ids[PSEUDO_IDS];
};

struct pseudo_super {
	struct superblock super;
	struct pseudo_node root;
	struct timestamp made;
	uint32_t nodes;
};

/** What an open file has generated. */
struct pseudo_file {
	struct mutex lock;
	struct text text;
	bool valid;
};

static char own_id[12]; /* the process' */

static const struct inode_ops inode_ops, link_ops, jump_ops;
static const struct file_ops file_ops;

static struct pseudo_inode *pseudo(struct inode *inode)
{
	return container_of(inode, struct pseudo_inode, inode);
}

static uint32_t mode_of(const struct pseudo_node *node)
{
	const struct pseudo_entry *entry = node->entry;
	if (!entry || node->children)
		return S_IFDIR | 0555;
	if (entry->mode)
		return entry->mode;
	return S_IFREG | (entry->store ? 0644 : 0444);
}

static const struct inode_ops *ops_of(const struct pseudo_node *node)
{
	if (!S_ISLNK(mode_of(node)))
		return &inode_ops;
	return node->entry->follow ? &jump_ops : &link_ops;
}

static struct inode *new_inode(struct superblock *super, const struct pseudo_node *node, const uint64_t ids[PSEUDO_IDS])
{
	struct pseudo_inode *made = heap_zalloc(sizeof(*made));
	if (!made)
		return NULL;
	inode_init(&made->inode, super, ops_of(node), mode_of(node));
	made->inode.file_ops = S_ISREG(made->inode.mode) ? &file_ops : NULL;
	made->inode.number = (uint64_t)node->number << 44 | ids[0] << 12 | ids[1];
	made->node = node;
	memcpy(made->ids, ids, sizeof(made->ids));
	return &made->inode;
}

/** A number as /proc writes it: decimal, no leading zero. -1: it is none. */
static int64_t parse_number(const char *digits, size_t length)
{
	int64_t number = 0;
	if (length == 0 || length > DIGITS_MAX || (digits[0] == '0' && length > 1))
		return -1;
	for (size_t i = 0; i < length; i++) {
		if (digits[i] < '0' || digits[i] > '9')
			return -1;
		number = number * 10 + (digits[i] - '0');
	}
	return number;
}

/** Does the child have that name? Fills the id of a numbered one. */
static bool matches(const struct pseudo_node *child, const char *name, size_t length, uint64_t ids[PSEUDO_IDS])
{
	if (length < child->length || memcmp(name, child->name, child->length))
		return false;
	if (!child->numbered)
		return length == child->length;
	int64_t number = parse_number(name + child->length, length - child->length);
	if (number < 0 || child->entry->next(number, ids) != number)
		return false;
	ids[child->depth] = number;
	return true;
}

static int lookup(struct inode *dir, const char *name, size_t length, struct inode **found)
{
	struct pseudo_inode *parent = pseudo(dir);
	uint64_t ids[PSEUDO_IDS];
	memcpy(ids, parent->ids, sizeof(ids));
	if (!S_ISDIR(dir->mode))
		return -ENOTDIR;
	const struct pseudo_node *child = parent->node->children;
	while (child && !matches(child, name, length, ids))
		child = child->sibling;
	if (!child)
		return -ENOENT;
	*found = new_inode(dir->super, child, ids);
	return *found ? 0 : -ENOMEM;
}

static uint64_t number_of(const struct pseudo_node *node, const struct pseudo_inode *dir, uint64_t id)
{
	uint64_t ids[PSEUDO_IDS];
	memcpy(ids, dir->ids, sizeof(ids));
	if (node->numbered)
		ids[node->depth] = id;
	return (uint64_t)node->number << 44 | ids[0] << 12 | ids[1];
}

static bool emit_child(struct directory_sink *sink, struct pseudo_inode *dir, const struct pseudo_node *child,
	uint64_t id, uint64_t next)
{
	char name[64];
	size_t length = child->length;
	memcpy(name, child->name, length);
	if (child->numbered)
		length += snprintf(name + length, sizeof(name) - length, "%lu", (unsigned long)id);
	return sink->emit(sink, name, length, number_of(child, dir, id), DT_OF_MODE(mode_of(child)), next);
}

/** Numbered children: at most one family in a directory. False when the sink is full. */
static bool emit_numbered(
	struct directory_sink *sink, struct pseudo_inode *dir, const struct pseudo_node *family, uint64_t from)
{
	for (int64_t id = from; (id = family->entry->next(id, dir->ids)) >= 0; id++)
		if (!emit_child(sink, dir, family, id, NUMBERED_BASE + id + 1))
			return false;
	return true;
}

static int read_directory(struct inode *inode, uint64_t position, struct directory_sink *sink)
{
	struct pseudo_inode *dir = pseudo(inode);
	const struct pseudo_node *node = dir->node, *family = NULL;
	uint64_t parent = node->parent ? number_of(node->parent, dir, 0) : inode->number;
	if (position < 1 && !sink->emit(sink, ".", 1, inode->number, DT_DIR, 1))
		return 0;
	if (position < 2 && !sink->emit(sink, "..", 2, parent, DT_DIR, 2))
		return 0;
	uint64_t at = 2;
	for (const struct pseudo_node *child = node->children; child; child = child->sibling) {
		if (child->numbered) {
			family = child;
			continue;
		}
		if (at++ >= position && !emit_child(sink, dir, child, 0, at))
			return 0;
	}
	if (family)
		emit_numbered(sink, dir, family, position > NUMBERED_BASE ? position - NUMBERED_BASE : 0);
	return 0;
}

static ssize64_t readlink(struct inode *inode, char *to, size_t size)
{
	struct pseudo_inode *link = pseudo(inode);
	struct text text = {0};
	int error = link->node->entry->show(&text, link->ids);
	ssize64_t length = error ? error : text.short_of_memory ? -ENOMEM : (ssize64_t)min(text.length, size);
	if (length > 0)
		memcpy(to, text.data, length);
	text_free(&text);
	return length;
}

static int follow_link(struct inode *inode, struct dentry **target)
{
	struct pseudo_inode *link = pseudo(inode);
	return link->node->entry->follow(target, link->ids);
}

/** What the process shows about itself is its own; the rest is root's. */
static bool is_own(const struct pseudo_node *node)
{
	while (node->parent && node->parent->parent)
		node = node->parent;
	return node->length && node->name[0] >= '0' && node->name[0] <= '9';
}

static int get_attributes(struct inode *inode, struct attributes *attributes)
{
	struct pseudo_super *super = container_of(inode->super, struct pseudo_super, super);
	bool own = is_own(pseudo(inode)->node);
	attributes->uid = own ? process.uid : 0;
	attributes->gid = own ? process.gid : 0;
	attributes->size = 0;
	attributes->links = S_ISDIR(inode->mode) ? 2 : 1;
	attributes->accessed = attributes->modified = attributes->changed = super->made;
	return 0;
}

/** O_TRUNC and touch do no harm; the rest is fixed. */
static int set_attributes(struct inode *inode, const struct attributes *attributes, unsigned mask)
{
	return mask & (ATTRIBUTE_MODE | ATTRIBUTE_UID | ATTRIBUTE_GID) ? -EPERM : 0;
}

static void release_inode(struct inode *inode)
{
	heap_free(pseudo(inode));
}

static int open(struct inode *inode, struct file *file)
{
	const struct pseudo_entry *entry = pseudo(inode)->node->entry;
	unsigned access = file->flags & O_ACCMODE;
	if (!S_ISREG(inode->mode))
		return 0;
	if ((access != O_WRONLY && !entry->show) || (access != O_RDONLY && !entry->store))
		return -EACCES;
	struct pseudo_file *state = heap_zalloc(sizeof(*state));
	if (!state)
		return -ENOMEM;
	mutex_init(&state->lock);
	file->private = state;
	return 0;
}

static void release_file(struct file *file)
{
	struct pseudo_file *state = file->private;
	text_free(&state->text);
	heap_free(state);
}

/** Reading from the beginning shows how things are now; the rest of it belongs to what the beginning showed. */
static int generate_locked(struct pseudo_file *state, struct pseudo_inode *inode, uint64_t position)
{
	if (state->valid && position > 0)
		return 0;
	text_free(&state->text);
	int error = inode->node->entry->show(&state->text, inode->ids);
	if (!error && state->text.short_of_memory)
		error = -ENOMEM;
	state->valid = !error;
	return error;
}

static ssize64_t read(struct file *file, void *to, size_t size, uint64_t position)
{
	struct pseudo_file *state = file->private;
	mutex_lock(&state->lock);
	ssize64_t result = generate_locked(state, pseudo(file->inode), position);
	if (!result && position < state->text.length) {
		size = min(size, state->text.length - position);
		int error = copy_fault(to, state->text.data + position, size);
		result = error ? error : (ssize64_t)size;
	}
	mutex_unlock(&state->lock);
	return result;
}

static ssize64_t write(struct file *file, const void *from, size_t size, uint64_t position)
{
	struct pseudo_inode *inode = pseudo(file->inode);
	if (size >= STORE_MAX)
		return -EINVAL;
	char *text = heap_alloc(size + 1);
	if (!text)
		return -ENOMEM;
	int error = copy_fault(text, from, size);
	text[size] = 0;
	if (!error)
		error = inode->node->entry->store(text, inode->ids);
	heap_free(text);
	return error ? error : (ssize64_t)size;
}

static const struct inode_ops inode_ops = {
	.lookup = lookup,
	.read_directory = read_directory,
	.get_attributes = get_attributes,
	.set_attributes = set_attributes,
	.open = open,
	.release = release_inode,
};

static const struct inode_ops link_ops = {
	.readlink = readlink,
	.get_attributes = get_attributes,
	.set_attributes = set_attributes,
	.release = release_inode,
};

static const struct inode_ops jump_ops = {
	.readlink = readlink,
	.follow_link = follow_link,
	.get_attributes = get_attributes,
	.set_attributes = set_attributes,
	.release = release_inode,
};

static const struct file_ops file_ops = {
	.read = read,
	.write = write,
	.release = release_file,
};

/** The child of that name, made if there is none; it becomes the last one. */
static struct pseudo_node *child_of(
	struct pseudo_super *super, struct pseudo_node *node, const char *name, size_t length)
{
	bool numbered = length && name[length - 1] == '*';
	size_t kept = numbered ? length - 1 : length;
	struct pseudo_node **at = &node->children;
	for (; *at; at = &(*at)->sibling)
		if ((*at)->length == kept && (*at)->numbered == numbered && !memcmp((*at)->name, name, kept))
			return *at;
	struct pseudo_node *child = heap_zalloc(sizeof(*child));
	if (!child)
		return NULL;
	*child = (struct pseudo_node){.parent = node,
		.name = name,
		.length = kept,
		.numbered = numbered,
		.depth = node->depth + node->numbered,
		.number = ++super->nodes};
	*at = child;
	return child;
}

static int add_entry(struct pseudo_super *super, const struct pseudo_entry *entry)
{
	struct pseudo_node *node = &super->root;
	for (const char *name = entry->path; node && *name;) {
		const char *slash = strchr(name, '/');
		size_t length = slash ? (size_t)(slash - name) : strlen(name);
		bool own = length == 1 && *name == '@';
		node = child_of(super, node, own ? own_id : name, own ? strlen(own_id) : length);
		name += slash ? length + 1 : length;
	}
	if (!node)
		return -ENOMEM;
	node->entry = entry;
	return 0;
}

struct superblock *pseudo_new(const char *type, uint64_t magic, const struct pseudo_table *tables, unsigned count)
{
	static const uint64_t no_ids[PSEUDO_IDS];
	struct pseudo_super *super = heap_zalloc(sizeof(*super));
	int error = super ? 0 : -ENOMEM;
	snprintf(own_id, sizeof(own_id), "%d", process.pid);
	for (unsigned i = 0; !error && i < count; i++)
		for (unsigned k = 0; !error && k < tables[i].count; k++)
			error = add_entry(super, &tables[i].entries[k]);
	if (error)
		return error_ptr(error);
	super->made = vfs_now();
	super->super = (struct superblock){
		.type = type, .source = type, .device = vfs_new_device(), .revalidate = true, .magic = magic};
	super->root.number = 0;
	super->super.root = new_inode(&super->super, &super->root, no_ids);
	return super->super.root ? &super->super : error_ptr(-ENOMEM);
}
