/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Path walk (path_resolution(7)).
 *
 * A symbolic link on the way puts its target on a stack of paths; the walk goes on with the top one until all are used
 * up. So the last component of the path that was asked for always lies in that path itself.
 */
#include <linux/errno.h>
#include "fs/access.h"
#include "fs/dentry.h"
#include "fs/vfs.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "sched/process.h"

#define LINKS_MAX 40
#define PATH_MAX  4096

struct dentry *vfs_root;

struct path_frame {
	const char *rest;
	char *owned; /* NULL for the caller's path */
};

struct walker {
	struct dentry *at; /* a reference */
	unsigned flags;
	unsigned links; /* followed so far */
	bool directory; /* the result must be one: a slash follows its name */
	int depth;
	struct path_frame frames[LINKS_MAX + 1];
};

struct dentry *vfs_working_folder(void)
{
	spin_lock(&process.cwd_lock);
	struct dentry *cwd = dentry_get(process.cwd ? process.cwd : vfs_root);
	spin_unlock(&process.cwd_lock);
	return cwd;
}

void vfs_set_working_folder(struct dentry *dentry)
{
	spin_lock(&process.cwd_lock);
	struct dentry *old = process.cwd;
	process.cwd = dentry_get(dentry);
	spin_unlock(&process.cwd_lock);
	dentry_put(old);
}

static struct dentry *starting_point(struct dentry *base, const char *path)
{
	if (*path == '/')
		return dentry_cross_mounts(dentry_get(vfs_root));
	return base ? dentry_get(base) : vfs_working_folder();
}

/** The next component of the top frame; used-up frames are popped. False at the end of the path. */
static bool next_component(struct walker *walker, const char **name, size_t *length)
{
	for (; walker->depth >= 0; walker->depth--) {
		struct path_frame *frame = &walker->frames[walker->depth];
		while (*frame->rest == '/')
			frame->rest++;
		*name = frame->rest;
		while (*frame->rest && *frame->rest != '/')
			frame->rest++;
		*length = frame->rest - *name;
		if (*length)
			return true;
		heap_free(frame->owned);
		frame->owned = NULL;
	}
	return false;
}

/** Does nothing but slashes follow? Notes a slash behind the component. */
static bool is_last(struct walker *walker)
{
	for (int i = walker->depth; i >= 0; i--) {
		const char *rest = walker->frames[i].rest;
		if (*rest == '/')
			walker->directory = true;
		while (*rest == '/')
			rest++;
		if (*rest) {
			walker->directory = false;
			return false;
		}
	}
	return true;
}

static void step_to(struct walker *walker, struct dentry *dentry)
{
	dentry_put(walker->at);
	walker->at = dentry;
}

char *vfs_read_link(struct inode *link)
{
	if (!link->ops->readlink)
		return error_ptr(-EINVAL);
	char *target = heap_alloc(PATH_MAX);
	if (!target)
		return error_ptr(-ENOMEM);
	ssize64_t length = link->ops->readlink(link, target, PATH_MAX - 1);
	if (length <= 0) {
		heap_free(target);
		return error_ptr(length ? length : -ENOENT);
	}
	target[length] = 0;
	return target;
}

/** Go on behind a symbolic link in walker->at. Takes over the reference to it. */
static int follow(struct walker *walker, struct dentry *link)
{
	struct inode *inode = link->inode;
	struct dentry *target_dentry = NULL;
	char *target = NULL;
	int error = 0;
	if (++walker->links > LINKS_MAX) {
		error = -ELOOP;
	} else if (inode->ops->follow_link) {
		error = inode->ops->follow_link(inode, &target_dentry);
	} else {
		target = vfs_read_link(inode);
		error = is_error(target) ? ptr_error(target) : 0;
	}
	dentry_put(link);
	if (error)
		return error;
	if (target_dentry) {
		step_to(walker, target_dentry);
		return 0;
	}
	if (*target == '/')
		step_to(walker, starting_point(NULL, target));
	walker->frames[++walker->depth] = (struct path_frame){target, target};
	return 0;
}

/** One step down to `name`, following links where the flags say so. */
static int enter(struct walker *walker, const char *name, size_t length, bool last)
{
	struct dentry *child;
	int error = dentry_lookup(walker->at, name, length, &child);
	if (error)
		return error;
	bool keep_link = last && walker->flags & WALK_NOFOLLOW && !walker->directory;
	if (S_ISLNK(child->inode->mode) && !keep_link)
		return follow(walker, child);
	step_to(walker, child);
	return 0;
}

static bool is_dots(const char *name, size_t length)
{
	return name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.'));
}

/** All components. With WALK_PARENT the last one is left in `walk`. */
static int walk_components(struct walker *walker, struct walk *walk)
{
	const char *name;
	size_t length;
	while (next_component(walker, &name, &length)) {
		if (!S_ISDIR(walker->at->inode->mode))
			return -ENOTDIR;
		int error = inode_permission(walker->at->inode, X_OK);
		if (error)
			return error;
		if (length > NAME_MAX)
			return -ENAMETOOLONG;
		bool last = is_last(walker);
		if (last && walker->flags & WALK_PARENT) {
			walk->last = name;
			walk->last_length = length;
			return 0;
		}
		if (!is_dots(name, length))
			error = enter(walker, name, length, last);
		else if (length == 2)
			step_to(walker, dentry_parent(walker->at));
		if (error)
			return error;
	}
	return 0;
}

static void free_frames(struct walker *walker)
{
	for (; walker->depth >= 0; walker->depth--)
		heap_free(walker->frames[walker->depth].owned);
}

int vfs_walk(struct dentry *base, const char *path, unsigned flags, struct walk *walk)
{
	*walk = (struct walk){0};
	if (!*path && !(flags & WALK_EMPTY))
		return -ENOENT;
	struct walker walker = {.flags = flags, .at = starting_point(base, path)};
	walker.frames[0] = (struct path_frame){path, NULL};
	int error = walk_components(&walker, walk);
	free_frames(&walker);
	if (!error && !(flags & WALK_PARENT) && (walker.directory || flags & WALK_DIRECTORY) &&
		!S_ISDIR(walker.at->inode->mode))
		error = -ENOTDIR;
	if (error) {
		dentry_put(walker.at);
		return error;
	}
	size_t length = strlen(path);
	walk->last_slash = length && path[length - 1] == '/';
	walk->dentry = walker.at;
	return 0;
}
