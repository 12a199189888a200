/* SPDX-License-Identifier: BSD-3-Clause */
#include <asm/statfs.h>
#include <linux/errno.h>
#include <linux/magic.h>
#include "fs/ninep.h"
#include "fs/ninep_node.h"
#include "isle/boot_info.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"

#define RECLAIM_NODES 16u /* unused nodes that go at a time when memory is short */

static struct list transports = LIST_INIT(transports); /* filled while booting, then constant */
static struct list mounts = LIST_INIT(mounts);         /* likewise */

void ninep_transport_register(struct ninep_transport *transport)
{
	list_append(&transports, &transport->link);
}

static struct ninep_transport *transport_find(struct boot_string tag)
{
	struct ninep_transport *transport;
	list_for_each (transport, &transports, link)
		if (strlen(transport->tag) == tag.length && !memcmp(transport->tag, tag.text, tag.length))
			return transport;
	return NULL;
}

/* The mounted file system as a whole */

static void mount_stat(struct superblock *super, void *to)
{
	struct ninep_fid *fid = ninep_node_fid(super->root);
	struct ninep_statfs from;
	struct statfs *statfs = to;
	int error = ninep_statfs(fid, &from);
	ninep_fid_put(fid);
	statfs->f_type = V9FS_MAGIC;
	if (error)
		return;
	statfs->f_bsize = statfs->f_frsize = from.block_size;
	statfs->f_blocks = (__statfs_word)from.blocks;
	statfs->f_bfree = (__statfs_word)from.blocks_free;
	statfs->f_bavail = (__statfs_word)from.blocks_available;
	statfs->f_files = (__statfs_word)from.files;
	statfs->f_ffree = (__statfs_word)from.files_free;
	statfs->f_namelen = from.name_max;
}

/** A node at or above *number, with a reference; NULL at the end. */
static struct ninep_node *mount_next_node(struct ninep_mount *mount, uint64_t *number)
{
	struct ninep_node *node;
	spin_lock(&mount->lock);
	while ((node = radix_next(&mount->nodes, number)) && !inode_try_get(&node->inode))
		(*number)++;
	spin_unlock(&mount->lock);
	return node;
}

/** Write back what mapped files still hold. */
static int mount_sync(struct superblock *super)
{
	struct ninep_mount *mount = super->private;
	struct ninep_node *node;
	uint64_t number = 0;
	int result = 0;
	for (; (node = mount_next_node(mount, &number)); number++) {
		mutex_lock(&node->write_lock);
		int error = ninep_pages_write_back(node, 0, UINT64_MAX);
		mutex_unlock(&node->write_lock);
		inode_put(&node->inode);
		result = result ? result : error;
	}
	return result;
}

/** Mapped pages, round and round through all files: what is used all the time comes back by a fault. At most one round.
 */
static uint64_t mount_evict(struct ninep_mount *mount, uint64_t wanted)
{
	uint64_t freed = 0;
	struct ninep_node *node;
	if (!mutex_trylock(&mount->evicting))
		return 0; /* somebody else frees them already */
	for (unsigned rounds = 0; freed < wanted && rounds < 2;) {
		node = mount_next_node(mount, &mount->evict_number);
		if (!node) {
			mount->evict_number = mount->evict_index = 0;
			rounds++;
			continue;
		}
		freed += ninep_pages_evict(node, &mount->evict_index, wanted - freed);
		inode_put(&node->inode);
		if (freed < wanted) {
			mount->evict_number++;
			mount->evict_index = 0;
		}
	}
	mutex_unlock(&mount->evicting);
	return freed;
}

/** Pages of files that nobody uses go first, then those that nobody maps, then others. */
static uint64_t mount_reclaim(struct ninep_mount *mount, uint64_t wanted)
{
	uint64_t freed = 0, number = 0;
	struct ninep_node *node;
	while (freed < wanted && mount->unused_count)
		freed += ninep_node_trim(mount, RECLAIM_NODES);
	for (; freed < wanted && (node = mount_next_node(mount, &number)); number++) {
		freed += ninep_pages_shrink(node);
		inode_put(&node->inode);
	}
	return freed < wanted ? freed + mount_evict(mount, wanted - freed) : freed;
}

static uint64_t reclaim(uint64_t wanted)
{
	uint64_t freed = 0;
	struct ninep_mount *mount;
	list_for_each (mount, &mounts, link)
		if (freed < wanted)
			freed += mount_reclaim(mount, wanted - freed);
	return freed;
}

/* Mounting */

static char *copy_text(struct boot_string text)
{
	char *copy = heap_alloc(text.length + 1);
	if (!copy)
		return NULL;
	memcpy(copy, text.text, text.length);
	copy[text.length] = 0;
	return copy;
}

static void mount_init(struct ninep_mount *mount, const struct boot_share *share)
{
	spin_init(&mount->lock);
	list_init(&mount->unused);
	list_init(&mount->sockets);
	mutex_init(&mount->evicting);
	mount->super = (struct superblock){
		.type = "9p",
		.source = mount->source,
		.device = vfs_new_device(),
		.read_only = share->read_only,
		.revalidate = true,
		.remote_permissions = true,
		.stat = mount_stat,
		.sync = mount_sync,
		.magic = V9FS_MAGIC,
		.private = mount,
	};
}

static int mount_attach(struct ninep_mount *mount, struct ninep_transport *transport)
{
	struct ninep_fid *fid;
	struct ninep_qid qid;
	int error = ninep_client_init(&mount->client, transport);
	if (!error)
		error = ninep_attach(&mount->client, boot_info.identity.uid, &fid, &qid);
	if (!error)
		error = ninep_node_find(mount, fid, &qid, &mount->super.root);
	if (!error && !S_ISDIR(mount->super.root->mode))
		error = -ENOTDIR;
	if (!error)
		error = vfs_make_path(mount->path);
	return error ? error : vfs_mount(&mount->super, mount->path);
}

int ninep_mount(const struct boot_share *share)
{
	struct ninep_transport *transport = transport_find(share->tag);
	if (!transport) {
		log_line("9p: no server has the mount tag '%.*s'", (int)share->tag.length, share->tag.text);
		return -ENODEV;
	}
	struct ninep_mount *mount = heap_zalloc(sizeof(*mount));
	if (!mount)
		return -ENOMEM;
	mount->path = copy_text(share->path);
	mount->source = copy_text(share->tag);
	if (!mount->path || !mount->source)
		return -ENOMEM; /* booting fails, so nothing is freed */
	mount_init(mount, share);
	int error = mount_attach(mount, transport);
	if (error) {
		log_line("9p %s: mounting at %s failed, errno %d", mount->source, mount->path, -error);
		return error;
	}
	if (list_empty(&mounts))
		page_register_reclaim(reclaim);
	list_append(&mounts, &mount->link);
	log_line("9p %s: mounted at %s, %u bytes a message%s", mount->source, mount->path, mount->client.msize,
		share->read_only ? ", read-only" : "");
	return 0;
}
