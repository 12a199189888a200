/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/procfs.h"

#include <linux/magic.h>
#include "fs/fs.h"

struct superblock *procfs_super(void)
{
	const struct pseudo_table tables[] = {
		procfs_system_files,
		procfs_setting_files,
		procfs_net_files,
		procfs_process_files,
		procfs_memory_files,
		procfs_descriptor_files,
	};
	return pseudo_new("proc", PROC_SUPER_MAGIC, tables, array_size(tables));
}
