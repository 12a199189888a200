/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * /dev is a tmpfs whose device nodes lead here by their number, as nodes of any other file system do. So a program may
 * also make, rename or remove them.
 */
#include "fs/devfs.h"

#include <linux/errno.h>
#include "fs/file_internal.h"
#include "fs/fs.h"
#include "fs/tmpfs.h"
#include "lib/format.h"
#include "lib/string.h"
#include "mm/heap.h"

struct device {
	struct list link;
	const char *name;
	uint32_t mode;
	uint64_t number;
	const struct file_ops *ops;
	void *private;
};

static struct list devices = LIST_INIT(devices);
static struct spinlock devices_lock = SPINLOCK_INIT;
static _Atomic bool mounted;

static struct device *find_locked(uint64_t number)
{
	struct device *device;
	list_for_each (device, &devices, link)
		if (device->number == number)
			return device;
	return NULL;
}

static int make_node(const struct device *device)
{
	char path[64];
	snprintf(path, sizeof(path), "/dev/%s", device->name);
	int error = vfs_mknod(NULL, path, S_IFCHR | device->mode, device->number);
	return error == -EEXIST ? 0 : error;
}

int devfs_register(const char *name, uint32_t mode, uint64_t number, const struct file_ops *ops, void *private)
{
	struct device *device = heap_alloc(sizeof(*device));
	if (!device)
		return -ENOMEM;
	*device = (struct device){.name = name, .mode = mode & 07777, .number = number, .ops = ops, .private = private};
	spin_lock(&devices_lock);
	bool taken = find_locked(number);
	if (!taken)
		list_append(&devices, &device->link);
	spin_unlock(&devices_lock);
	if (taken) {
		heap_free(device);
		return -EEXIST;
	}
	return atomic_load(&mounted) ? make_node(device) : 0;
}

int device_open(struct inode *inode, struct file *file)
{
	struct attributes attributes;
	int error = inode_attributes(inode, &attributes);
	if (error)
		return error;
	spin_lock(&devices_lock);
	struct device *device = S_ISCHR(inode->mode) ? find_locked(attributes.device_id) : NULL;
	spin_unlock(&devices_lock);
	if (!device)
		return -ENXIO;
	file->ops = device->ops;
	file->private = device->private;
	file->seekable = false;
	return 0;
}

static int make_links(void)
{
	static const char *const links[][2] = {
		{"/proc/self/fd", "/dev/fd"},
		{"/proc/self/fd/0", "/dev/stdin"},
		{"/proc/self/fd/1", "/dev/stdout"},
		{"/proc/self/fd/2", "/dev/stderr"},
	};
	int error = 0;
	for (unsigned i = 0; !error && i < array_size(links); i++)
		error = vfs_symlink(links[i][0], NULL, links[i][1]);
	return error;
}

int devfs_populate(void)
{
	struct list *at;
	int error = make_links();
	atomic_store(&mounted, true);
	for (at = devices.next; !error && at != &devices; at = at->next) /* only grows at its end */
		error = make_node(list_entry(at, struct device, link));
	/* the terminal's names exist in any case; without a terminal they answer -ENXIO */
	if (!error)
		error = make_node(&(struct device){.name = "tty", .mode = 0666, .number = VFS_DEVICE(5, 0)});
	if (!error)
		error = make_node(&(struct device){.name = "console", .mode = 0600, .number = VFS_DEVICE(5, 1)});
	return error;
}

struct superblock *devfs_super(void)
{
	struct superblock *super = tmpfs_new(&(struct tmpfs_options){.source = "devtmpfs", .mode = 0755});
	if (!is_error(super))
		super->type = "devtmpfs";
	return super;
}
