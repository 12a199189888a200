/* SPDX-License-Identifier: BSD-3-Clause */
/* /proc/self/fd, fdinfo, and the links to the executable and the folders. */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include "fs/file.h"
#include "fs/procfs.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "sched/process.h"

#define PATH_SIZE 4096

static int64_t next_descriptor(int64_t from, const uint64_t *ids)
{
	return from < FD_MAX ? fd_next((int)from) : -1;
}

static int show_path(struct text *text, struct dentry *dentry)
{
	char *path = heap_alloc(PATH_SIZE);
	if (!path)
		return -ENOMEM;
	ssize64_t length = vfs_path(dentry, path, PATH_SIZE);
	if (length > 0)
		text_write(text, path, length);
	heap_free(path);
	return length < 0 ? (int)length : 0;
}

static int show_descriptor(struct text *text, const uint64_t *ids)
{
	struct file *file = fd_get((int)ids[0]);
	char *path = file ? heap_alloc(PATH_SIZE) : NULL;
	if (!path) {
		file_put(file);
		return file ? -ENOMEM : -ENOENT;
	}
	ssize64_t length = file_path(file, path, PATH_SIZE);
	if (length > 0)
		text_write(text, path, length);
	file_put(file);
	heap_free(path);
	return length < 0 ? (int)length : 0;
}

/*
 * An open file without a name, reached through its link: an inode of its own stands for it, whose opening hands out the
 * file. So /dev/stdout can be opened where standard output is a pipe.
 */
struct nameless {
	struct inode inode;
	struct file *file;
};

static struct superblock nameless_super = {.type = "anon_inodefs", .remote_permissions = true, .magic = 0x09041934};

static struct file *reopen(struct inode *inode, int flags)
{
	struct file *file = container_of(inode, struct nameless, inode)->file;
	unsigned has = file->flags & O_ACCMODE, wants = flags & O_ACCMODE;
	return has == O_RDWR || has == wants ? file_get(file) : error_ptr(-EACCES);
}

static int nameless_attributes(struct inode *inode, struct attributes *attributes)
{
	return file_attributes(container_of(inode, struct nameless, inode)->file, attributes);
}

static void nameless_release(struct inode *inode)
{
	struct nameless *nameless = container_of(inode, struct nameless, inode);
	file_put(nameless->file);
	heap_free(nameless);
}

static const struct inode_ops nameless_ops = {
	.get_attributes = nameless_attributes,
	.open_file = reopen,
	.release = nameless_release,
};

/** Takes over the file's reference. */
static struct dentry *dentry_of_nameless(struct file *file)
{
	struct nameless *nameless = heap_zalloc(sizeof(*nameless));
	if (!nameless) {
		file_put(file);
		return NULL;
	}
	/* a socket cannot be opened, but this one's file is handed out all the same: so no type that open(2) refuses */
	uint32_t mode = file->ops->mode ? file->ops->mode : 0600;
	inode_init(&nameless->inode, &nameless_super, &nameless_ops, mode);
	nameless->file = file;
	return dentry_new_root(&nameless->inode, file->anonymous_name ? file->anonymous_name : "anon_inode", false);
}

static int follow_descriptor(struct dentry **target, const uint64_t *ids)
{
	struct file *file = fd_get((int)ids[0]);
	if (!file)
		return -ENOENT;
	if (file->dentry) {
		*target = dentry_get(file->dentry);
		file_put(file);
		return 0;
	}
	*target = dentry_of_nameless(file);
	return *target ? 0 : -ENOMEM;
}

static int show_descriptor_info(struct text *text, const uint64_t *ids)
{
	int fd = (int)ids[0];
	struct file *file = fd_get(fd);
	char more[256] = "";
	if (!file)
		return -ENOENT;
	unsigned flags = file->flags | (fd_close_on_exec(fd) ? O_CLOEXEC : 0);
	text_printf(text, "pos:\t%lu\nflags:\t0%o\nmnt_id:\t1\nino:\t%lu\n", (unsigned long)file->position, flags,
		file->inode ? (unsigned long)file->inode->number : 0UL);
	if (file->ops->describe)
		file->ops->describe(file, more, sizeof(more));
	text_write(text, more, strlen(more));
	file_put(file);
	return 0;
}

/** A reference, or NULL before there is one. */
static struct dentry *executable(void)
{
	return process.exe ? dentry_get(process.exe) : NULL;
}

static struct dentry *root(void)
{
	return dentry_get(vfs_root);
}

static int show_dentry(struct text *text, struct dentry *dentry)
{
	if (!dentry)
		return -ENOENT;
	int error = show_path(text, dentry);
	dentry_put(dentry);
	return error;
}

static int give_dentry(struct dentry **target, struct dentry *dentry)
{
	*target = dentry;
	return dentry ? 0 : -ENOENT;
}

#define DENTRY_LINK(name, found)                                                                                       \
	static int show_##name(struct text *text, const uint64_t *ids)                                                 \
	{                                                                                                              \
		return show_dentry(text, found);                                                                       \
	}                                                                                                              \
	static int follow_##name(struct dentry **target, const uint64_t *ids)                                          \
	{                                                                                                              \
		return give_dentry(target, found);                                                                     \
	}
DENTRY_LINK(exe, executable())
DENTRY_LINK(cwd, vfs_working_folder())
DENTRY_LINK(root, root())

#define LINK (S_IFLNK | 0777)

static const struct pseudo_entry entries[] = {
	{.path = "@/fd/*", .mode = LINK, .next = next_descriptor, .show = show_descriptor, .follow = follow_descriptor},
	{.path = "@/fdinfo/*", .next = next_descriptor, .show = show_descriptor_info},
	{.path = "@/exe", .mode = LINK, .show = show_exe, .follow = follow_exe},
	{.path = "@/cwd", .mode = LINK, .show = show_cwd, .follow = follow_cwd},
	{.path = "@/root", .mode = LINK, .show = show_root, .follow = follow_root},
};

const struct pseudo_table procfs_descriptor_files = PSEUDO_TABLE(entries);
