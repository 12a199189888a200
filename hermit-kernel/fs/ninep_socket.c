/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/ninep_socket.h"

#include <linux/errno.h>
#include "fs/dirent.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "sched/process.h"

#define SOCKET_NUMBER (1ULL << 63) /* inode numbers from here on; a host's file systems count from below */

struct ninep_socket {
	struct inode inode;
	uint32_t uid, gid;
	struct timestamp accessed, modified, changed;
	/* under mount->lock */
	struct list link; /* of mount->sockets, with a reference, while it has a name */
	uint64_t directory;
	char *name;
	size_t length;
};

static const struct inode_ops socket_ops;

static struct ninep_socket *socket_of(struct inode *inode)
{
	return container_of(inode, struct ninep_socket, inode);
}

bool ninep_socket_is(const struct inode *inode)
{
	return inode->ops == &socket_ops;
}

static struct ninep_socket *find_locked(struct inode *dir, const char *name, size_t length)
{
	struct ninep_socket *socket;
	list_for_each (socket, &ninep_mount_of(dir)->sockets, link)
		if (socket->directory == dir->number && socket->length == length && !memcmp(socket->name, name, length))
			return socket;
	return NULL;
}

struct inode *ninep_socket_find(struct inode *dir, const char *name, size_t length)
{
	struct ninep_mount *mount = ninep_mount_of(dir);
	spin_lock(&mount->lock);
	struct ninep_socket *socket = find_locked(dir, name, length);
	struct inode *found = socket ? inode_get(&socket->inode) : NULL;
	spin_unlock(&mount->lock);
	return found;
}

static char *copy_name(const char *name, size_t length)
{
	char *copy = heap_alloc(length);
	if (copy)
		memcpy(copy, name, length);
	return copy;
}

int ninep_socket_make(struct inode *dir, const char *name, size_t length, uint32_t mode, struct inode **made)
{
	static _Atomic uint64_t last_number = SOCKET_NUMBER;
	struct ninep_mount *mount = ninep_mount_of(dir);
	struct ninep_socket *socket = heap_zalloc(sizeof(*socket));
	char *copy = socket ? copy_name(name, length) : NULL;
	if (!copy) {
		heap_free(socket);
		return -ENOMEM;
	}
	inode_init(&socket->inode, &mount->super, &socket_ops, mode);
	socket->inode.number = atomic_fetch_add(&last_number, 1);
	socket->uid = process.uid;
	socket->gid = process.gid;
	socket->accessed = socket->modified = socket->changed = vfs_now();
	socket->directory = dir->number;
	socket->name = copy;
	socket->length = length;
	*made = inode_get(&socket->inode);
	spin_lock(&mount->lock);
	list_append(&mount->sockets, &socket->link);
	spin_unlock(&mount->lock);
	return 0;
}

bool ninep_socket_remove(struct inode *dir, const char *name, size_t length)
{
	struct ninep_mount *mount = ninep_mount_of(dir);
	spin_lock(&mount->lock);
	struct ninep_socket *socket = find_locked(dir, name, length);
	if (socket)
		list_remove(&socket->link);
	spin_unlock(&mount->lock);
	inode_put(socket ? &socket->inode : NULL);
	return socket != NULL;
}

int ninep_socket_rename(
	struct inode *from, const char *name, size_t length, struct inode *to, const char *new_name, size_t new_length)
{
	struct ninep_mount *mount = ninep_mount_of(from);
	char *copy = copy_name(new_name, new_length), *old = copy;
	if (!copy)
		return -ENOMEM;
	spin_lock(&mount->lock);
	struct ninep_socket *socket = find_locked(from, name, length);
	struct ninep_socket *replaced = socket ? find_locked(to, new_name, new_length) : NULL;
	if (replaced)
		list_remove(&replaced->link);
	if (socket) {
		old = socket->name;
		socket->name = copy;
		socket->length = new_length;
		socket->directory = to->number;
	}
	spin_unlock(&mount->lock);
	heap_free(old);
	inode_put(replaced ? &replaced->inode : NULL);
	return socket ? 0 : -ENOENT;
}

bool ninep_socket_any(struct inode *dir)
{
	struct ninep_mount *mount = ninep_mount_of(dir);
	struct ninep_socket *socket;
	bool any = false;
	spin_lock(&mount->lock);
	list_for_each (socket, &mount->sockets, link)
		any = any || socket->directory == dir->number;
	spin_unlock(&mount->lock);
	return any;
}

/** The first of the directory at or behind a place in the mount's list, with a reference; moves the place behind it. */
static struct ninep_socket *next_of(struct inode *dir, uint64_t *place)
{
	struct ninep_mount *mount = ninep_mount_of(dir);
	struct ninep_socket *socket, *found = NULL;
	uint64_t at = 0;
	spin_lock(&mount->lock);
	list_for_each (socket, &mount->sockets, link) {
		if (at++ < *place || socket->directory != dir->number)
			continue;
		inode_get(&socket->inode);
		found = socket;
		break;
	}
	spin_unlock(&mount->lock);
	*place = at;
	return found;
}

void ninep_socket_read_directory(struct inode *dir, uint64_t position, struct directory_sink *sink)
{
	struct ninep_socket *socket;
	uint64_t place = position > NINEP_SOCKET_POSITION ? position - NINEP_SOCKET_POSITION : 0;
	bool more = true;
	while (more && (socket = next_of(dir, &place))) {
		/* its name stays: whoever changes names has the directory's lock, as we do */
		more = sink->emit(sink, socket->name, socket->length, socket->inode.number, DT_OF_MODE(S_IFSOCK),
			NINEP_SOCKET_POSITION + place);
		inode_put(&socket->inode);
	}
}

static int get_attributes(struct inode *inode, struct attributes *attributes)
{
	struct ninep_socket *socket = socket_of(inode);
	attributes->uid = socket->uid;
	attributes->gid = socket->gid;
	attributes->accessed = socket->accessed;
	attributes->modified = socket->modified;
	attributes->changed = socket->changed;
	return 0;
}

static int set_attributes(struct inode *inode, const struct attributes *attributes, unsigned mask)
{
	struct ninep_socket *socket = socket_of(inode);
	if (mask & ATTRIBUTE_SIZE)
		return -EINVAL;
	if (mask & ATTRIBUTE_MODE)
		inode->mode = S_IFSOCK | (attributes->mode & 07777);
	if (mask & ATTRIBUTE_UID)
		socket->uid = attributes->uid;
	if (mask & ATTRIBUTE_GID)
		socket->gid = attributes->gid;
	if (mask & ATTRIBUTE_ACCESSED)
		socket->accessed = attributes->accessed;
	if (mask & ATTRIBUTE_MODIFIED)
		socket->modified = attributes->modified;
	socket->changed = vfs_now();
	return 0;
}

static void release(struct inode *inode)
{
	struct ninep_socket *socket = socket_of(inode);
	heap_free(socket->name);
	heap_free(socket);
}

static const struct inode_ops socket_ops = {
	.get_attributes = get_attributes,
	.set_attributes = set_attributes,
	.release = release,
};
