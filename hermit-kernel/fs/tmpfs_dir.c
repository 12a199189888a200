/* SPDX-License-Identifier: BSD-3-Clause */
/* Directories of tmpfs: a hash table by name, a radix tree by cookie for getdents. All under the directory's
 * inode.lock. */
#include <linux/errno.h>
#include <linux/fs.h>
#include "fs/dirent.h"
#include "fs/tmpfs_internal.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "sched/process.h"

#define FIRST_BUCKETS 8u
#define FIRST_COOKIE  2u /* 0 and 1 are "." and ".." */

static uint32_t hash_of(const char *name, size_t length)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (uint8_t)name[i]) * 16777619u;
	return hash;
}

int tmpfs_dir_init(struct tmpfs_node *node)
{
	struct tmpfs_dir *dir = &node->dir;
	dir->buckets = heap_zalloc(FIRST_BUCKETS * sizeof(*dir->buckets));
	dir->bucket_count = FIRST_BUCKETS;
	dir->next_cookie = FIRST_COOKIE;
	return dir->buckets ? 0 : -ENOMEM;
}

static struct tmpfs_entry **chain_of(struct tmpfs_dir *dir, uint32_t hash)
{
	return &dir->buckets[hash & (dir->bucket_count - 1)];
}

static struct tmpfs_entry *find(struct tmpfs_dir *dir, const char *name, size_t length)
{
	uint32_t hash = hash_of(name, length);
	for (struct tmpfs_entry *entry = *chain_of(dir, hash); entry; entry = entry->chain)
		if (entry->hash == hash && entry->length == length && !memcmp(entry->name, name, length))
			return entry;
	return NULL;
}

/** Twice the buckets; without memory the chains just get longer. */
static void grow_table(struct tmpfs_dir *dir)
{
	struct tmpfs_entry **old = dir->buckets;
	uint32_t old_count = dir->bucket_count;
	struct tmpfs_entry **buckets = heap_zalloc(2 * old_count * sizeof(*buckets));
	if (!buckets)
		return;
	dir->buckets = buckets;
	dir->bucket_count = 2 * old_count;
	for (uint32_t i = 0; i < old_count; i++) {
		struct tmpfs_entry *next;
		for (struct tmpfs_entry *entry = old[i]; entry; entry = next) {
			next = entry->chain;
			entry->chain = *chain_of(dir, entry->hash);
			*chain_of(dir, entry->hash) = entry;
		}
	}
	heap_free(old);
}

static void entry_free(struct tmpfs_entry *entry)
{
	if (entry->name_is_ours)
		heap_free((char *)entry->name);
	if (entry->node)
		inode_put(&entry->node->inode);
	heap_free(entry);
}

/** `copy`: the name is not in the image. */
static struct tmpfs_entry *entry_new(const char *name, size_t length, bool copy)
{
	struct tmpfs_entry *entry = heap_zalloc(sizeof(*entry));
	char *own = entry && copy ? heap_alloc(length) : NULL;
	if (!entry || (copy && !own)) {
		heap_free(entry);
		return NULL;
	}
	if (copy)
		memcpy(own, name, length);
	entry->name = copy ? own : name;
	entry->name_is_ours = copy;
	entry->length = length;
	entry->hash = hash_of(name, length);
	return entry;
}

static int insert(struct tmpfs_dir *dir, struct tmpfs_entry *entry)
{
	entry->cookie = dir->next_cookie;
	if (radix_insert(&dir->by_cookie, entry->cookie, entry) < 0)
		return -ENOMEM;
	dir->next_cookie++;
	if (++dir->count > dir->bucket_count)
		grow_table(dir);
	entry->chain = *chain_of(dir, entry->hash);
	*chain_of(dir, entry->hash) = entry;
	return 0;
}

static void take_out(struct tmpfs_dir *dir, struct tmpfs_entry *entry)
{
	struct tmpfs_entry **at = chain_of(dir, entry->hash);
	while (*at != entry)
		at = &(*at)->chain;
	*at = entry->chain;
	radix_remove(&dir->by_cookie, entry->cookie);
	dir->count--;
}

void tmpfs_dir_free(struct tmpfs_node *node)
{
	struct tmpfs_dir *dir = &node->dir;
	uint64_t cookie = 0;
	for (struct tmpfs_entry *entry; (entry = radix_next(&dir->by_cookie, &cookie)); cookie++)
		entry_free(entry);
	radix_clear(&dir->by_cookie);
	heap_free(dir->buckets);
}

static int insert_lower(struct tmpfs_dir *dir, const char *name, size_t length, bool copy, uint64_t number,
	unsigned type, struct tmpfs_entry **made)
{
	struct tmpfs_entry *entry = entry_new(name, length, copy);
	if (!entry)
		return -ENOMEM;
	entry->lower_number = number;
	entry->type = type;
	int error = insert(dir, entry);
	if (error)
		entry_free(entry);
	else
		*made = entry;
	return error;
}

static int load_name(const struct erofs_name *name, void *arg)
{
	struct tmpfs_dir *dir = arg;
	struct tmpfs_entry *made;
	if (find(dir, name->name, name->length))
		return 0;
	return insert_lower(dir, name->name, name->length, false, name->number, name->type, &made);
}

/** From here on the table has all names. */
static int load(struct tmpfs_node *node)
{
	if (node->dir.loaded)
		return 0;
	int error = erofs_for_each_name(node->tmpfs->lower, node->lower, load_name, &node->dir);
	if (!error)
		node->dir.loaded = true;
	return error;
}

/** The entry of a name, from the table or the image. */
static int find_anywhere(struct tmpfs_node *node, const char *name, size_t length, struct tmpfs_entry **found)
{
	uint64_t number;
	*found = find(&node->dir, name, length);
	if (*found)
		return 0;
	if (node->dir.loaded)
		return -ENOENT;
	int error = erofs_lookup(node->tmpfs->lower, node->lower, name, length, &number);
	/* the type is known when the node is */
	return error ? error : insert_lower(&node->dir, name, length, true, number, DT_UNKNOWN, found);
}

static int need_node(struct tmpfs_node *dir, struct tmpfs_entry *entry)
{
	if (entry->node)
		return 0;
	struct tmpfs_node *node = tmpfs_node_from_lower(dir->tmpfs, entry->lower_number);
	if (is_error(node))
		return ptr_error(node);
	entry->node = node;
	entry->type = DT_OF_MODE(node->inode.mode);
	if (S_ISDIR(node->inode.mode))
		node->dir.parent_number = dir->inode.number;
	return 0;
}

static int lookup(struct inode *inode, const char *name, size_t length, struct inode **found)
{
	struct tmpfs_entry *entry;
	int error = find_anywhere(tmpfs_node(inode), name, length, &entry);
	if (!error)
		error = need_node(tmpfs_node(inode), entry);
	if (!error)
		*found = inode_get(&entry->node->inode);
	return error;
}

static void change_links(struct tmpfs_node *node, int by)
{
	spin_lock(&node->lock);
	node->links += by;
	spin_unlock(&node->lock);
}

/** A name for `node`, whose reference it takes over on success. */
static int add(struct tmpfs_node *dir, const char *name, size_t length, struct tmpfs_node *node)
{
	struct tmpfs_entry *entry = entry_new(name, length, true);
	if (!entry)
		return -ENOMEM;
	int error = insert(&dir->dir, entry);
	if (error) {
		entry_free(entry);
		return error;
	}
	entry->node = node;
	entry->type = DT_OF_MODE(node->inode.mode);
	if (S_ISDIR(node->inode.mode)) {
		node->dir.parent_number = dir->inode.number;
		change_links(dir, 1);
	}
	tmpfs_touch(dir, true);
	return 0;
}

static int add_new(struct inode *dir, const char *name, size_t length, struct tmpfs_node *node, struct inode **made)
{
	if (!node)
		return -ENOMEM;
	int error = add(tmpfs_node(dir), name, length, node);
	if (error) {
		inode_put(&node->inode);
		return error;
	}
	*made = inode_get(&node->inode);
	return 0;
}

/** Set-group-ID directories hand on their group, and the bit to directories. */
static void inherit_group(struct inode *dir, struct tmpfs_node *node)
{
	if (!node || !(dir->mode & S_ISGID))
		return;
	node->gid = tmpfs_node(dir)->gid;
	if (S_ISDIR(node->inode.mode))
		node->inode.mode |= S_ISGID;
}

static int make(struct inode *dir, const char *name, size_t length, uint32_t mode, uint64_t device, struct inode **made)
{
	struct tmpfs_node *node = tmpfs_node_new(tmpfs_node(dir)->tmpfs, mode);
	inherit_group(dir, node);
	if (node)
		node->device = device;
	return add_new(dir, name, length, node, made);
}

static int create(struct inode *dir, const char *name, size_t length, uint32_t mode, struct inode **made)
{
	return make(dir, name, length, S_IFREG | mode, 0, made);
}

static int make_directory(struct inode *dir, const char *name, size_t length, uint32_t mode, struct inode **made)
{
	return make(dir, name, length, S_IFDIR | mode, 0, made);
}

static int make_link(struct inode *dir, const char *name, size_t length, const char *target, struct inode **made)
{
	struct tmpfs_node *node = tmpfs_node_new(tmpfs_node(dir)->tmpfs, S_IFLNK | 0777);
	inherit_group(dir, node);
	if (node)
		node->target = heap_strdup(target);
	if (node && !node->target) {
		inode_put(&node->inode);
		node = NULL;
	}
	return add_new(dir, name, length, node, made);
}

static int make_nameless(struct inode *dir, uint32_t mode, struct inode **made)
{
	struct tmpfs_node *node = tmpfs_node_new(tmpfs_node(dir)->tmpfs, S_IFREG | mode);
	if (!node)
		return -ENOMEM;
	inherit_group(dir, node);
	node->links = 0;
	*made = &node->inode;
	return 0;
}

static int add_link(struct inode *dir, const char *name, size_t length, struct inode *target)
{
	int error = add(tmpfs_node(dir), name, length, tmpfs_node(target));
	if (error)
		return error;
	inode_get(target);
	change_links(tmpfs_node(target), 1);
	tmpfs_touch(tmpfs_node(target), false);
	return 0;
}

/** The node of `entry` loses this name; a directory is empty and goes altogether. */
static void drop_name(struct tmpfs_node *dir, struct tmpfs_node *node)
{
	bool directory = S_ISDIR(node->inode.mode);
	change_links(node, directory ? -2 : -1);
	if (directory)
		change_links(dir, -1);
	tmpfs_touch(node, false);
}

static int remove_name(struct tmpfs_node *dir, const char *name, size_t length)
{
	struct tmpfs_entry *entry;
	int error = load(dir);
	if (!error)
		error = find_anywhere(dir, name, length, &entry);
	if (!error)
		error = need_node(dir, entry);
	if (error)
		return error;
	take_out(&dir->dir, entry);
	drop_name(dir, entry->node);
	entry_free(entry);
	tmpfs_touch(dir, true);
	return 0;
}

static int unlink(struct inode *dir, const char *name, size_t length, struct inode *victim)
{
	return remove_name(tmpfs_node(dir), name, length);
}

/** 0, -ENOTEMPTY, -EUCLEAN. */
static int check_empty(struct tmpfs_node *dir)
{
	int error = load(dir);
	return error ? error : dir->dir.count ? -ENOTEMPTY : 0;
}

static int remove_directory(struct inode *dir, const char *name, size_t length, struct inode *victim)
{
	int error = check_empty(tmpfs_node(victim));
	return error ? error : remove_name(tmpfs_node(dir), name, length);
}

/** A directory that moved has a new "..". */
static void reparent(struct tmpfs_node *node, struct tmpfs_node *from, struct tmpfs_node *to)
{
	if (!S_ISDIR(node->inode.mode) || from == to)
		return;
	node->dir.parent_number = to->inode.number;
	change_links(from, -1);
	change_links(to, 1);
}

static void exchange(struct tmpfs_node *from, struct tmpfs_entry *a, struct tmpfs_node *to, struct tmpfs_entry *b)
{
	struct tmpfs_node *node = a->node;
	uint8_t type = a->type;
	a->node = b->node;
	a->type = b->type;
	b->node = node;
	b->type = type;
	reparent(a->node, to, from);
	reparent(b->node, from, to);
}

/** `target` takes over the node of `source`, whose name goes. */
static int replace(
	struct tmpfs_node *from, struct tmpfs_entry *source, struct tmpfs_node *to, struct tmpfs_entry *target)
{
	struct tmpfs_node *victim = target->node;
	int error = S_ISDIR(victim->inode.mode) ? check_empty(victim) : 0;
	if (error)
		return error;
	drop_name(to, victim);
	target->node = source->node;
	target->type = source->type;
	reparent(target->node, from, to);
	source->node = victim; /* entry_free drops it */
	take_out(&from->dir, source);
	entry_free(source);
	return 0;
}

static int move(
	struct tmpfs_node *from, struct tmpfs_entry *source, struct tmpfs_node *to, const char *name, size_t length)
{
	struct tmpfs_entry *entry = entry_new(name, length, true);
	if (!entry)
		return -ENOMEM;
	int error = insert(&to->dir, entry);
	if (error) {
		entry_free(entry);
		return error;
	}
	entry->node = source->node;
	entry->type = source->type;
	source->node = NULL;
	reparent(entry->node, from, to);
	take_out(&from->dir, source);
	entry_free(source);
	return 0;
}

static int rename_entry(struct tmpfs_node *from, struct tmpfs_entry *source, struct tmpfs_node *to,
	struct tmpfs_entry *target, const char *name, size_t length, unsigned flags)
{
	struct tmpfs_node *moved = source->node;
	int error = 0;
	if (target && flags & RENAME_EXCHANGE)
		exchange(from, source, to, target);
	else if (target)
		error = replace(from, source, to, target);
	else
		error = move(from, source, to, name, length);
	if (error)
		return error;
	tmpfs_touch(moved, false);
	tmpfs_touch(from, true);
	tmpfs_touch(to, true);
	return 0;
}

static int rename(struct inode *from_inode, const char *name, size_t length, struct inode *to_inode,
	const char *new_name, size_t new_length, unsigned flags)
{
	struct tmpfs_node *from = tmpfs_node(from_inode), *to = tmpfs_node(to_inode);
	struct tmpfs_entry *source, *target = NULL;
	int error = load(from);
	if (!error)
		error = load(to);
	if (!error)
		error = find_anywhere(from, name, length, &source);
	if (!error)
		error = need_node(from, source);
	if (!error && find_anywhere(to, new_name, new_length, &target) == 0)
		error = need_node(to, target);
	return error ? error : rename_entry(from, source, to, target, new_name, new_length, flags);
}

static int read_directory(struct inode *inode, uint64_t position, struct directory_sink *sink)
{
	struct tmpfs_node *node = tmpfs_node(inode);
	int error = load(node);
	if (error)
		return error;
	if (position < 1 && !sink->emit(sink, ".", 1, inode->number, DT_DIR, 1))
		return 0;
	if (position < 2 && !sink->emit(sink, "..", 2, node->dir.parent_number, DT_DIR, 2))
		return 0;
	uint64_t cookie = max(position, (uint64_t)FIRST_COOKIE);
	for (struct tmpfs_entry *entry; (entry = radix_next(&node->dir.by_cookie, &cookie)); cookie++) {
		uint64_t number = entry->node ? entry->node->inode.number : entry->lower_number + 1;
		if (!sink->emit(sink, entry->name, entry->length, number, entry->type, cookie + 1))
			break;
	}
	return 0;
}

const struct inode_ops tmpfs_dir_ops = {
	.lookup = lookup,
	.create = create,
	.mkdir = make_directory,
	.mknod = make,
	.symlink = make_link,
	.link = add_link,
	.unlink = unlink,
	.rmdir = remove_directory,
	.rename = rename,
	.tmpfile = make_nameless,
	.read_directory = read_directory,
	.get_attributes = tmpfs_get_attributes,
	.set_attributes = tmpfs_set_attributes,
	.release = tmpfs_release,
};
