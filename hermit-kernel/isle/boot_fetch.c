/* SPDX-License-Identifier: BSD-3-Clause */
/* Where the boot blob comes from: QEMU's fw_cfg on VM isles, memory that the boot block names on multi-kernel ones. */
#include <linux/errno.h>
#include "drivers/fwcfg.h"
#include "isle/boot_info.h"
#include "lib/log.h"
#include "mm/page.h"

int boot_info_init(void)
{
	const struct hermit_boot_block *block = boot_info.loader.block;
	void *blob;
	size_t size;
	if (block)
		return boot_info_parse(phys_to_virt(block->blob), block->blob_size, &boot_info);
	int error = fwcfg_read_file(HERMIT_BOOT_FWCFG_NAME, &blob, &size);
	if (error == -ENODEV)
		log_line("boot blob: this machine has no fw_cfg device; start the isle by its proxy");
	else if (error == -ENOENT)
		log_line("boot blob: fw_cfg has no file %s; start the isle by its proxy", HERMIT_BOOT_FWCFG_NAME);
	else if (error)
		log_line("boot blob: reading it failed with errno %d", -error);
	return error ? error : boot_info_parse(blob, size, &boot_info);
}
