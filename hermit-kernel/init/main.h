/* SPDX-License-Identifier: BSD-3-Clause */
/* Where the machine-independent kernel begins. */
#ifndef INIT_MAIN_H
#define INIT_MAIN_H

/** On the boot core and its boot stack; memory_map and boot_info's loader part are filled, nothing else is there. */
_Noreturn void kernel_main(void);

#endif
