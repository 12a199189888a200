/* SPDX-License-Identifier: BSD-3-Clause */
/* Boot of the file systems, in order. */
#include "fs/fs.h"

#include <linux/errno.h>
#include "fs/dentry.h"
#include "fs/devfs.h"
#include "fs/erofs.h"
#include "fs/names.h"
#include "fs/ninep.h"
#include "fs/tmpfs.h"
#include "isle/boot_info.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"

static struct erofs root_image;

static struct superblock *new_tmpfs(uint32_t mode)
{
	return tmpfs_new(&(struct tmpfs_options){
		.source = "tmpfs", .mode = mode, .uid = boot_info.identity.uid, .gid = boot_info.identity.gid});
}

int fs_mount_root(void)
{
	struct tmpfs_options options = {
		.source = "rootfs", .mode = 0755, .uid = boot_info.identity.uid, .gid = boot_info.identity.gid};
	if (boot_info.loader.image_end > boot_info.loader.image_start) {
		uint64_t size = boot_info.loader.image_end - boot_info.loader.image_start;
		int error = erofs_open(phys_to_virt(boot_info.loader.image_start), size, &root_image);
		if (error)
			return error;
		options.lower = &root_image;
	}
	struct superblock *super = tmpfs_new(&options);
	return is_error(super) ? (int)ptr_error(super) : vfs_mount(super, NULL);
}

static int mount_at(const char *path, struct superblock *super)
{
	int error = is_error(super) ? (int)ptr_error(super) : vfs_make_path(path);
	if (!error)
		error = vfs_mount(super, path);
	if (error)
		log_line("mount %s: error %d", path, -error);
	return error;
}

static int mount_standard(void)
{
	int error = mount_at("/proc", procfs_super());
	if (!error)
		error = mount_at("/sys", sysfs_super());
	if (!error)
		error = mount_at("/dev", devfs_super());
	if (!error)
		error = devfs_populate();
	if (!error)
		error = mount_at("/dev/shm", new_tmpfs(01777));
	if (!error)
		error = mount_at("/tmp", new_tmpfs(01777));
	return error ? error : mount_at("/run", new_tmpfs(0755));
}

/** "/a/b" for "/a/b/c". */
static int make_parent(const char *path)
{
	char *parent = heap_strdup(path);
	if (!parent)
		return -ENOMEM;
	char *slash = strrchr(parent, '/');
	int error = 0;
	if (slash && slash != parent) {
		*slash = 0;
		error = vfs_make_path(parent);
	}
	heap_free(parent);
	return error;
}

/** Strings of the boot blob have no NUL. */
static char *copy_string(const struct boot_string *string)
{
	char *copy = heap_alloc(string->length + 1);
	if (copy) {
		memcpy(copy, string->text, string->length);
		copy[string->length] = 0;
	}
	return copy;
}

int fs_mount_shares(void)
{
	int error = 0;
	for (unsigned i = 0; !error && i < boot_info.shares; i++) {
		struct boot_share *share = &boot_info.share[i];
		error = ninep_mount(share);
		if (error)
			log_line("host folder %.*s: error %d", (int)share->path.length, share->path.text, -error);
	}
	return error;
}

static int inode_at(const char *path, struct inode **inode)
{
	struct walk walk;
	int error = vfs_walk(NULL, path, WALK_NOFOLLOW, &walk);
	if (error)
		return error;
	*inode = inode_get(walk.dentry->inode);
	dentry_put(walk.dentry);
	return 0;
}

static int write_boot_file(const struct boot_file *file, struct inode **made)
{
	char *path = copy_string(&file->path);
	if (!path)
		return -ENOMEM;
	int error = make_parent(path);
	if (!error)
		error = vfs_write_file(path, file->mode & 07777, file->contents, file->size);
	if (!error)
		error = inode_at(path, made);
	if (error)
		log_line("boot file %s: error %d", path, -error);
	heap_free(path);
	return error;
}

/** A host folder may hide the file now; then it lies over the host's, which is left alone. */
static int uncover_boot_file(const struct boot_file *file, struct inode *made)
{
	struct inode *seen;
	char *path = copy_string(&file->path);
	if (!path)
		return -ENOMEM;
	int error = inode_at(path, &seen);
	if (!error && seen != made)
		error = vfs_cover_file(made, path);
	if (!error)
		inode_put(seen);
	else
		log_line("boot file %s: the host has none there; error %d", path, -error);
	heap_free(path);
	return error == -ENOENT ? 0 : error;
}

/** Host folders, and the files of the boot blob, which are there whatever the folders hold. */
static int mount_shares_and_files(void)
{
	struct inode **made = heap_zalloc((boot_info.files + 1) * sizeof(struct inode *));
	int error = made ? 0 : -ENOMEM;
	for (unsigned i = 0; !error && i < boot_info.files; i++)
		error = write_boot_file(&boot_info.file[i], &made[i]);
	if (!error)
		error = fs_mount_shares();
	for (unsigned i = 0; !error && i < boot_info.files; i++) {
		error = uncover_boot_file(&boot_info.file[i], made[i]);
		inode_put(made[i]);
	}
	heap_free(made);
	return error;
}

static int enter_working_folder(void)
{
	struct walk walk;
	if (!boot_info.cwd.length) {
		vfs_set_working_folder(vfs_root);
		return 0;
	}
	char *path = copy_string(&boot_info.cwd);
	if (!path)
		return -ENOMEM;
	int error = vfs_walk(NULL, path, WALK_DIRECTORY, &walk);
	if (error)
		log_line("working folder %s: error %d", path, -error);
	heap_free(path);
	if (error)
		return error;
	vfs_set_working_folder(walk.dentry);
	dentry_put(walk.dentry);
	return 0;
}

int fs_init(void)
{
	dentry_init();
	names_init();
	int error = memory_devices_register();
	if (!error)
		error = fs_mount_root();
	if (!error)
		error = mount_standard();
	if (!error)
		error = mount_shares_and_files();
	return error ? error : enter_working_folder();
}
