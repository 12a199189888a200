/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Directory entries in use.
 *
 * A dentry lives as long as somebody refers to it; file systems keep names in memory themselves (or, on a host, want to
 * be asked anyway), so there is no cache of unused ones. What counts is that one name has one dentry: mounts hang on
 * it, rename moves it, and the path of an open file is read from it.
 *
 * Locks. A dentry can be found in the bucket of its (parent, name), under the bucket's lock; the last reference is
 * dropped under it too, so what is found there is alive. Names and parents are read under `names_lock`, and changed
 * under it, the locks of the directories concerned, and with the dentry out of its bucket. Order: inode.lock, then
 * bucket or names_lock; never both of these.
 */
#include "fs/dentry.h"

#include <linux/errno.h>
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"

#define BUCKETS 1024

static struct bucket {
	struct spinlock lock;
	struct list entries;
} buckets[BUCKETS];

static struct spinlock names_lock = SPINLOCK_INIT;

void dentry_init(void)
{
	for (unsigned i = 0; i < BUCKETS; i++)
		list_init(&buckets[i].entries);
}

/** FNV-1a over the name, with the parent's address mixed in. */
static uint32_t hash_of(const struct dentry *parent, const char *name, size_t length)
{
	uint64_t hash = 0xcbf29ce484222325ULL ^ (uintptr_t)parent >> 4;
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (uint8_t)name[i]) * 0x100000001b3ULL;
	return (uint32_t)(hash ^ hash >> 32);
}

static struct bucket *bucket_of(uint32_t hash)
{
	return &buckets[hash % BUCKETS];
}

struct dentry *dentry_get(struct dentry *dentry)
{
	atomic_fetch_add_explicit(&dentry->refs, 1, memory_order_relaxed);
	return dentry;
}

/** Drop a reference that is not the last one. */
static bool put_unless_last(struct dentry *dentry)
{
	uint32_t refs = atomic_load_explicit(&dentry->refs, memory_order_relaxed);
	while (refs > 1)
		if (atomic_compare_exchange_weak_explicit(
			    &dentry->refs, &refs, refs - 1, memory_order_release, memory_order_relaxed))
			return true;
	return false;
}

/** Lock the bucket that the dentry belongs to; rename may change which one that is until we have it. */
static struct bucket *lock_bucket(struct dentry *dentry)
{
	for (;;) {
		uint32_t hash = atomic_load(&dentry->hash);
		struct bucket *bucket = bucket_of(hash);
		spin_lock(&bucket->lock);
		if (bucket_of(atomic_load(&dentry->hash)) == bucket)
			return bucket;
		spin_unlock(&bucket->lock);
	}
}

void dentry_put(struct dentry *dentry)
{
	while (dentry && !put_unless_last(dentry)) {
		struct bucket *bucket = lock_bucket(dentry);
		bool last = atomic_fetch_sub_explicit(&dentry->refs, 1, memory_order_acq_rel) == 1;
		if (last)
			list_remove(&dentry->hash_link);
		spin_unlock(&bucket->lock);
		if (!last)
			return;
		struct dentry *parent = dentry->parent == dentry ? NULL : dentry->parent;
		inode_put(dentry->inode);
		heap_free(dentry->name);
		heap_free(dentry);
		dentry = parent; /* its child's reference goes too */
	}
}

static char *copy_name(const char *name, size_t length)
{
	char *copy = heap_alloc(length + 1);
	if (copy) {
		memcpy(copy, name, length);
		copy[length] = 0;
	}
	return copy;
}

/** In no bucket yet; takes over the inode's reference only on success. */
static struct dentry *dentry_new(struct inode *inode, const char *name, size_t length)
{
	struct dentry *dentry = heap_zalloc(sizeof(*dentry));
	if (!dentry)
		return NULL;
	dentry->name = copy_name(name, length);
	if (!dentry->name) {
		heap_free(dentry);
		return NULL;
	}
	dentry->length = length;
	dentry->inode = inode;
	dentry->parent = dentry;
	atomic_init(&dentry->refs, 1);
	list_init(&dentry->hash_link);
	return dentry;
}

struct dentry *dentry_new_root(struct inode *inode, const char *name, bool deleted)
{
	struct dentry *dentry = dentry_new(inode, name, strlen(name));
	if (!dentry)
		inode_put(inode);
	else
		dentry->deleted = deleted;
	return dentry;
}

static void bucket_insert(struct dentry *dentry)
{
	struct bucket *bucket = bucket_of(atomic_load(&dentry->hash));
	spin_lock(&bucket->lock);
	list_push(&bucket->entries, &dentry->hash_link);
	spin_unlock(&bucket->lock);
}

static void bucket_remove(struct dentry *dentry)
{
	struct bucket *bucket = lock_bucket(dentry);
	list_remove(&dentry->hash_link);
	spin_unlock(&bucket->lock);
}

struct dentry *dentry_find(struct dentry *parent, const char *name, size_t length)
{
	uint32_t hash = hash_of(parent, name, length);
	struct bucket *bucket = bucket_of(hash);
	struct dentry *dentry, *found = NULL;
	spin_lock(&bucket->lock);
	list_for_each (dentry, &bucket->entries, hash_link) {
		if (atomic_load_explicit(&dentry->hash, memory_order_relaxed) != hash || dentry->parent != parent ||
			dentry->length != length || memcmp(dentry->name, name, length))
			continue;
		found = dentry_get(dentry);
		break;
	}
	spin_unlock(&bucket->lock);
	return found;
}

int dentry_add_locked(struct dentry *parent, const char *name, size_t length, struct inode *inode, struct dentry **made)
{
	struct dentry *dentry = dentry_new(inode, name, length);
	if (!dentry) {
		inode_put(inode);
		return -ENOMEM;
	}
	dentry->parent = dentry_get(parent);
	atomic_store(&dentry->hash, hash_of(parent, name, length));
	bucket_insert(dentry);
	*made = dentry;
	return 0;
}

void dentry_remove_locked(struct dentry *dentry)
{
	bucket_remove(dentry);
	spin_lock(&names_lock);
	dentry->deleted = true;
	spin_unlock(&names_lock);
}

int dentry_move_locked(struct dentry *dentry, struct dentry *parent, const char *name, size_t length)
{
	char *copy = copy_name(name, length);
	if (!copy)
		return -ENOMEM;
	bucket_remove(dentry);
	spin_lock(&names_lock);
	struct dentry *old_parent = dentry->parent;
	char *old_name = dentry->name;
	dentry->parent = dentry_get(parent);
	dentry->name = copy;
	dentry->length = length;
	atomic_store(&dentry->hash, hash_of(parent, name, length));
	spin_unlock(&names_lock);
	bucket_insert(dentry);
	heap_free(old_name);
	dentry_put(old_parent);
	return 0;
}

/** Does a fresh look-up name the file that the dentry stands for? */
static bool same_file(const struct dentry *dentry, const struct inode *inode)
{
	const struct inode *known = dentry->inode;
	return known == inode || (known->super == inode->super && known->number == inode->number &&
					 (known->mode & S_IFMT) == (inode->mode & S_IFMT));
}

/** Ask the file system for a name. `known`: the dentry that has it now, or NULL; its reference is ours. */
static int lookup_afresh(
	struct dentry *parent, const char *name, size_t length, struct dentry *known, struct dentry **found)
{
	struct inode *inode = NULL;
	int error = parent->inode->ops->lookup(parent->inode, name, length, &inode);
	if (!error && known && same_file(known, inode)) {
		inode_put(inode);
		*found = known;
		return 0;
	}
	if (known && (!error || error == -ENOENT))
		dentry_remove_locked(known);
	dentry_put(known);
	return error ? error : dentry_add_locked(parent, name, length, inode, found);
}

int dentry_lookup_locked(struct dentry *parent, const char *name, size_t length, struct dentry **found)
{
	struct dentry *known = dentry_find(parent, name, length);
	if (known && (!parent->inode->super->revalidate || atomic_load(&known->mounted))) {
		*found = known;
		return 0;
	}
	return lookup_afresh(parent, name, length, known, found);
}

struct dentry *dentry_cross_mounts(struct dentry *dentry)
{
	struct dentry *root;
	while ((root = atomic_load(&dentry->mounted))) {
		dentry_get(root);
		dentry_put(dentry);
		dentry = root;
	}
	return dentry;
}

int dentry_lookup(struct dentry *parent, const char *name, size_t length, struct dentry **found)
{
	if (!parent->inode->ops->lookup)
		return -ENOTDIR;
	if (length > NAME_MAX)
		return -ENAMETOOLONG;
	if (!parent->inode->super->revalidate) {
		*found = dentry_find(parent, name, length);
		if (*found) {
			*found = dentry_cross_mounts(*found);
			return 0;
		}
	}
	mutex_lock(&parent->inode->lock);
	int error = dentry_lookup_locked(parent, name, length, found);
	mutex_unlock(&parent->inode->lock);
	if (!error)
		*found = dentry_cross_mounts(*found);
	return error;
}

/** Above a mounted root comes what is above its mount point. Under names_lock. */
static struct dentry *leave_mounts(struct dentry *dentry)
{
	while (dentry->parent == dentry && dentry->mountpoint)
		dentry = dentry->mountpoint;
	return dentry;
}

struct dentry *dentry_parent(struct dentry *dentry)
{
	spin_lock(&names_lock);
	struct dentry *parent = dentry_get(leave_mounts(dentry)->parent);
	spin_unlock(&names_lock);
	return dentry_cross_mounts(parent);
}

bool dentry_is_below(struct dentry *dentry, struct dentry *ancestor)
{
	bool below = false;
	spin_lock(&names_lock);
	for (;;) {
		if (dentry == ancestor)
			below = true;
		if (below || dentry->parent == dentry)
			break;
		dentry = dentry->parent;
	}
	spin_unlock(&names_lock);
	return below;
}

bool dentry_has_parent(struct dentry *dentry, struct dentry *parent)
{
	spin_lock(&names_lock);
	bool has = dentry->parent == parent && !dentry->deleted;
	spin_unlock(&names_lock);
	return has;
}

/** Writes the path backwards from the end of `to`; returns where it begins, or NULL when it does not fit. */
static char *write_path(struct dentry *dentry, char *to, char *end)
{
	static const char suffix[] = " (deleted)";
	bool deleted = dentry->deleted;
	if (deleted) {
		if (end - to < (long)sizeof(suffix))
			return NULL;
		end -= sizeof(suffix) - 1;
		memcpy(end, suffix, sizeof(suffix) - 1);
	}
	char *at = end;
	for (dentry = leave_mounts(dentry); dentry->parent != dentry || dentry->length;
		dentry = leave_mounts(dentry->parent)) {
		if (at - to < dentry->length + 1)
			return NULL;
		at -= dentry->length;
		memcpy(at, dentry->name, dentry->length);
		*--at = '/';
		if (dentry->parent == dentry)
			break; /* a tree of its own (memfd): its root has a name */
	}
	if (at == end && at > to)
		*--at = '/';
	return at;
}

ssize64_t vfs_path(struct dentry *dentry, char *to, size_t size)
{
	if (size == 0)
		return -ENAMETOOLONG;
	char *end = to + size - 1;
	spin_lock(&names_lock);
	char *start = write_path(dentry, to, end);
	spin_unlock(&names_lock);
	if (!start)
		return -ENAMETOOLONG;
	size_t length = end - start;
	memmove(to, start, length);
	to[length] = 0;
	return length;
}
