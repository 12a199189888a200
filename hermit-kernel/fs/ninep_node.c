/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/ninep_node.h"

#include <asm-generic/fcntl.h>
#include <linux/errno.h>
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"

#define NINEP_UNUSED_MAX 1024u /* nodes that are kept for a next use */

/* Attributes */

static void node_take_attributes(struct ninep_node *node, const struct ninep_attributes *attributes)
{
	spin_lock(&node->lock);
	node->attributes = *attributes;
	atomic_store(&node->inode.mode, (node->inode.mode & S_IFMT) | (attributes->mode & 07777));
	/* pages that are not written back yet may lie behind what the server calls the end */
	if (S_ISREG(node->inode.mode) && !(node->dirty && attributes->size < node->inode.size))
		atomic_store(&node->inode.size, attributes->size);
	spin_unlock(&node->lock);
}

/** Servers ask the host by path, so an open file without a name cannot be asked about: what is known is right, since
 * only this isle has it. */
static bool node_is_nameless(struct ninep_node *node)
{
	spin_lock(&node->lock);
	bool open = !list_empty(&node->opens);
	if (open) {
		node->attributes.links = 0;
		node->attributes.size = node->inode.size;
	}
	spin_unlock(&node->lock);
	return open;
}

int ninep_node_refresh(struct ninep_node *node)
{
	struct ninep_attributes attributes;
	struct ninep_fid *fid = ninep_node_fid(&node->inode);
	int error = ninep_getattr(fid, &attributes);
	ninep_fid_put(fid);
	/* a path that names another file by now: this one was renamed over, or removed and made anew, on either side */
	if (!error && attributes.qid.path != node->inode.number)
		error = -ENOENT;
	if (error == -ENOENT && node_is_nameless(node))
		return 0;
	if (!error)
		node_take_attributes(node, &attributes);
	return error;
}

static struct timestamp timestamp_of(const struct ninep_time *time)
{
	return (struct timestamp){.seconds = (int64_t)time->seconds, .nanoseconds = (uint32_t)time->nanoseconds};
}

int ninep_get_inode_attributes(struct inode *inode, struct attributes *to)
{
	struct ninep_node *node = ninep_node_of(inode);
	int error = ninep_node_refresh(node);
	if (error)
		return error;
	spin_lock(&node->lock);
	const struct ninep_attributes *from = &node->attributes;
	to->mode = (inode->mode & S_IFMT) | (from->mode & 07777);
	to->links = (uint32_t)from->links;
	to->uid = from->uid;
	to->gid = from->gid;
	to->size = S_ISREG(inode->mode) ? inode->size : from->size;
	to->blocks = from->blocks;
	to->block_size = (uint32_t)from->block_size;
	to->device_id = from->device_id;
	to->accessed = timestamp_of(&from->accessed);
	to->modified = timestamp_of(&from->modified);
	to->changed = timestamp_of(&from->changed);
	spin_unlock(&node->lock);
	return 0;
}

static struct ninep_time ninep_time_of(const struct timestamp *time)
{
	return (struct ninep_time){.seconds = (uint64_t)time->seconds, .nanoseconds = time->nanoseconds};
}

static void setattr_values(struct ninep_setattr_values *values, const struct attributes *from, unsigned mask)
{
	_Static_assert((int)ATTRIBUTE_MODE == NINEP_SET_MODE && (int)ATTRIBUTE_UID == NINEP_SET_UID &&
			       (int)ATTRIBUTE_GID == NINEP_SET_GID && (int)ATTRIBUTE_SIZE == NINEP_SET_SIZE &&
			       (int)ATTRIBUTE_ACCESSED == NINEP_SET_ATIME && (int)ATTRIBUTE_MODIFIED == NINEP_SET_MTIME,
		"the masks begin alike");
	*values = (struct ninep_setattr_values){
		.valid = mask,
		.mode = from->mode & 07777,
		.uid = from->uid,
		.gid = from->gid,
		.size = from->size,
		.accessed = ninep_time_of(&from->accessed),
		.modified = ninep_time_of(&from->modified),
	};
	if (mask & ATTRIBUTE_ACCESSED)
		values->valid |= NINEP_SET_ATIME_VALUE;
	if (mask & ATTRIBUTE_MODIFIED)
		values->valid |= NINEP_SET_MTIME_VALUE;
}

int ninep_set_inode_attributes(struct inode *inode, const struct attributes *attributes, unsigned mask)
{
	struct ninep_node *node = ninep_node_of(inode);
	struct ninep_setattr_values values;
	int error = 0;
	setattr_values(&values, attributes, mask);
	mutex_lock(&node->write_lock);
	if (mask & ATTRIBUTE_MODIFIED && node->dirty) /* or a later write-back would change the time again */
		error = ninep_pages_write_back(node, 0, UINT64_MAX);
	if (!error) {
		struct ninep_fid *fid = ninep_node_fid(inode);
		error = ninep_setattr(fid, &values);
		ninep_fid_put(fid);
	}
	if (!error && mask & ATTRIBUTE_SIZE)
		ninep_pages_truncate(node, attributes->size);
	mutex_unlock(&node->write_lock);
	return error;
}

/* Fids */

struct ninep_fid *ninep_node_fid(struct inode *inode)
{
	struct ninep_node *node = ninep_node_of(inode);
	spin_lock(&node->lock);
	struct ninep_fid *fid = ninep_fid_get(node->fid);
	spin_unlock(&node->lock);
	return fid;
}

int ninep_node_open_anew(struct ninep_node *node, unsigned flags, struct ninep_fid **opened)
{
	struct ninep_fid *at = ninep_node_fid(&node->inode), *fid;
	struct ninep_qid qid;
	int error = ninep_walk(at, NULL, 0, &fid, &qid);
	ninep_fid_put(at);
	if (error)
		return error;
	error = ninep_open(fid, flags | O_LARGEFILE);
	if (error)
		ninep_fid_put(fid);
	else
		*opened = fid;
	return error;
}

struct ninep_fid *ninep_node_open_fid(struct ninep_node *node, unsigned access)
{
	struct ninep_fid *found = NULL;
	struct ninep_open *open;
	unsigned unfit = access == O_RDONLY ? O_WRONLY : O_RDONLY;
	spin_lock(&node->lock);
	list_for_each (open, &node->opens, link)
		if (open->access != unfit)
			found = open->fid;
	if (found)
		ninep_fid_get(found);
	spin_unlock(&node->lock);
	return found;
}

/** The fid of the latest look-up is the best: its path exists now. */
static void node_replace_fid(struct ninep_node *node, struct ninep_fid *fid)
{
	spin_lock(&node->lock);
	struct ninep_fid *old = node->fid;
	node->fid = fid;
	spin_unlock(&node->lock);
	ninep_fid_put(old);
}

/* Life */

static const struct inode_ops *ops_for(uint32_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return &ninep_directory_ops;
	case S_IFREG:
		return &ninep_file_inode_ops;
	case S_IFLNK:
		return &ninep_link_ops;
	default:
		return &ninep_special_ops;
	}
}

/** Takes over `fid` on success. */
static struct ninep_node *node_new(
	struct ninep_mount *mount, struct ninep_fid *fid, const struct ninep_attributes *attributes)
{
	struct ninep_node *node = heap_zalloc(sizeof(*node));
	if (!node)
		return NULL;
	inode_init(&node->inode, &mount->super, ops_for(attributes->mode), attributes->mode);
	node->inode.file_ops = S_ISREG(attributes->mode) ? &ninep_file_ops : NULL;
	node->inode.number = attributes->qid.path;
	node->mount = mount;
	list_init(&node->unused_link);
	spin_init(&node->lock);
	list_init(&node->opens);
	waitq_init(&node->page_filled);
	mutex_init(&node->write_lock);
	mutex_init(&node->lock_mutex);
	node->fid = fid;
	node_take_attributes(node, attributes);
	return node;
}

static void node_free(struct ninep_node *node)
{
	ninep_pages_free(node);
	ninep_fid_put(node->fid);
	ninep_fid_put(node->directory);
	ninep_fid_put(node->lock_fid);
	if (node->created) {
		ninep_fid_put(node->created->fid);
		heap_free(node->created);
	}
	heap_free(node);
}

static bool qid_has_mode(const struct ninep_qid *qid, uint32_t mode)
{
	return !!(qid->type & NINEP_QID_DIRECTORY) == S_ISDIR(mode) &&
	       !!(qid->type & NINEP_QID_SYMLINK) == S_ISLNK(mode);
}

/** Take a node out of the table; under mount->lock. */
static void node_unlist_locked(struct ninep_node *node)
{
	if (node->listed)
		radix_remove(&node->mount->nodes, node->inode.number);
	node->listed = false;
}

/** A reference to the node of that number, if the table has one for such a file. */
static struct ninep_node *node_get_known(struct ninep_mount *mount, const struct ninep_qid *qid)
{
	spin_lock(&mount->lock);
	struct ninep_node *node = radix_get(&mount->nodes, qid->path);
	if (node && !qid_has_mode(qid, node->inode.mode)) { /* the host gave a deleted file's number to a new one */
		node_unlist_locked(node);
		node = NULL;
	}
	if (node && atomic_fetch_add(&node->inode.refs, 1) == 0) {
		if (list_empty(&node->unused_link)) {
			node->releases_to_skip++; /* the one that the last reference called has not run yet */
		} else {
			list_remove(&node->unused_link);
			mount->unused_count--;
		}
	}
	spin_unlock(&mount->lock);
	return node;
}

static int node_reuse(struct ninep_node *node, struct ninep_fid *fid, const struct ninep_qid *qid, struct inode **found)
{
	/* diod's version is always 0 */
	bool changed = node->attributes.qid.version != qid->version || (!qid->version && S_ISREG(node->inode.mode));
	node_replace_fid(node, fid);
	int error = changed ? ninep_node_refresh(node) : 0;
	if (error)
		inode_put(&node->inode);
	else
		*found = &node->inode;
	return error;
}

int ninep_node_find(struct ninep_mount *mount, struct ninep_fid *fid, const struct ninep_qid *qid, struct inode **found)
{
	struct ninep_node *node = node_get_known(mount, qid);
	struct ninep_attributes attributes;
	if (node)
		return node_reuse(node, fid, qid, found);
	int error = ninep_getattr(fid, &attributes);
	if (!error && !qid_has_mode(qid, attributes.mode)) {
		log_line("9p %s: mode %o does not fit the qid", mount->client.transport->tag, attributes.mode);
		error = -EIO;
	}
	attributes.qid = *qid;
	node = error ? NULL : node_new(mount, fid, &attributes);
	if (!node) {
		ninep_fid_put(fid);
		return error ? error : -ENOMEM;
	}
	spin_lock(&mount->lock);
	node->listed = radix_insert(&mount->nodes, qid->path, node) ==
		       0; /* unlisted is right, if less good: a race, or no memory */
	spin_unlock(&mount->lock);
	*found = &node->inode;
	return 0;
}

void ninep_node_unlist(struct ninep_node *node)
{
	spin_lock(&node->mount->lock);
	node_unlist_locked(node);
	spin_unlock(&node->mount->lock);
}

/** The longest unused node, out of all lists; NULL if there are at most `keep`. Under mount->lock. */
static struct ninep_node *node_take_unused_locked(struct ninep_mount *mount, unsigned keep)
{
	if (mount->unused_count <= keep)
		return NULL;
	struct ninep_node *node = list_first(&mount->unused, struct ninep_node, unused_link);
	list_remove(&node->unused_link);
	mount->unused_count--;
	node_unlist_locked(node);
	return node;
}

void ninep_node_release(struct inode *inode)
{
	struct ninep_node *node = ninep_node_of(inode), *old = NULL;
	struct ninep_mount *mount = node->mount;
	spin_lock(&mount->lock);
	bool gone =
		!node->releases_to_skip; /* else a look-up was faster; the node goes when that one's reference goes */
	if (!gone)
		node->releases_to_skip--;
	bool keep = gone && node->listed;
	if (keep) {
		list_append(&mount->unused, &node->unused_link);
		mount->unused_count++;
		old = node_take_unused_locked(mount, NINEP_UNUSED_MAX);
	}
	spin_unlock(&mount->lock);
	if (gone && !keep)
		node_free(node);
	if (old)
		node_free(old);
}

uint64_t ninep_node_trim(struct ninep_mount *mount, unsigned count)
{
	uint64_t pages = 0;
	while (count--) {
		spin_lock(&mount->lock);
		struct ninep_node *node = node_take_unused_locked(mount, 0);
		spin_unlock(&mount->lock);
		if (!node)
			break;
		pages += ninep_pages_free(node);
		node_free(node);
	}
	return pages;
}
