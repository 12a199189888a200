/* SPDX-License-Identifier: BSD-3-Clause */
/* Names of AF_UNIX sockets: paths, whose inode of type S_IFSOCK is what counts, and abstract ones, which are bytes. */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include "lib/string.h"
#include "net/unix_socket.h"
#include "sched/process.h"

#define UNIX_PATH_OFFSET offsetof(struct sockaddr_un, sun_path)

static struct list names = LIST_INIT(names);
static struct spinlock names_lock = SPINLOCK_INIT;
static struct mutex bind_lock = {.waiters = WAITQ_INIT(bind_lock.waiters)}; /* one binds at a time */

/** The path, terminated; false for abstract names. */
static bool name_path(const struct socket_address *address, char path[UNIX_PATH_MAX + 1])
{
	const struct sockaddr_un *name = (const struct sockaddr_un *)&address->storage;
	size_t length = address->length - UNIX_PATH_OFFSET;
	memcpy(path, name->sun_path, length);
	path[length] = 0;
	return path[0] != 0;
}

static int name_check(const struct socket_address *address)
{
	if (address->length <= UNIX_PATH_OFFSET || address->length > sizeof(struct sockaddr_un) ||
		address->storage.ss_family != AF_UNIX)
		return -EINVAL;
	return 0;
}

/** Under names_lock. */
static struct unix_socket *find_locked(const struct socket_address *address, const struct inode *inode)
{
	struct unix_socket *socket;
	list_for_each (socket, &names, name_link) {
		if (inode ? socket->inode == inode
			  : !socket->inode && socket->name.length == address->length &&
					!memcmp(&socket->name.storage, &address->storage, address->length))
			return socket;
	}
	return NULL;
}

static int find_inode(const char *path, struct inode **inode)
{
	struct walk walk;
	int error = vfs_walk(NULL, path, 0, &walk);
	if (error)
		return error;
	*inode = inode_get(walk.dentry->inode);
	dentry_put(walk.dentry);
	return 0;
}

/** Make the path's inode. A reference. */
static int make_inode(const char *path, struct inode **inode)
{
	int error = vfs_mknod(NULL, path, S_IFSOCK | (0777 & ~process.umask), 0);
	if (error)
		return error == -EEXIST ? -EADDRINUSE : error;
	return find_inode(path, inode);
}

static int bind_locked(struct unix_socket *socket, const struct socket_address *address)
{
	char path[UNIX_PATH_MAX + 1];
	struct inode *inode = NULL;
	if (socket->name.length)
		return -EINVAL;
	int error = name_path(address, path) ? make_inode(path, &inode) : 0;
	if (error)
		return error;
	spin_lock(&names_lock);
	if (!inode && find_locked(address, NULL)) {
		error = -EADDRINUSE;
	} else {
		socket->name = *address;
		if (inode) /* as Linux tells it: with the NUL, without what follows */
			socket->name.length = (unsigned)(UNIX_PATH_OFFSET + strlen(path) + 1);
		socket->inode = inode;
		list_append(&names, &socket->name_link);
	}
	spin_unlock(&names_lock);
	return error;
}

int unix_bind(struct unix_socket *socket, const struct socket_address *address)
{
	int error = name_check(address);
	if (error)
		return error;
	mutex_lock(&bind_lock);
	error = bind_locked(socket, address);
	mutex_unlock(&bind_lock);
	return error;
}

void unix_unbind(struct unix_socket *socket)
{
	spin_lock(&names_lock);
	struct inode *inode = socket->inode;
	socket->inode = NULL;
	list_remove(&socket->name_link);
	spin_unlock(&names_lock);
	inode_put(inode);
}

int unix_find(const struct socket_address *address, struct unix_socket **found)
{
	char path[UNIX_PATH_MAX + 1];
	struct inode *inode = NULL;
	int error = name_check(address);
	if (!error && name_path(address, path))
		error = find_inode(path, &inode);
	if (error)
		return error;
	spin_lock(&names_lock);
	*found = find_locked(address, inode);
	if (*found)
		unix_get(*found);
	spin_unlock(&names_lock);
	inode_put(inode);
	return *found ? 0 : -ECONNREFUSED;
}
