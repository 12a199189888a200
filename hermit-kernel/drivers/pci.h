/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * PCI functions, by configuration mechanism #1 (PCI Local Bus 3.0, section 3.2.2.3.2): I/O ports that every PC has.
 * They reach the first 256 bytes of a function's registers, where all that is needed here lies, also on PCI Express.
 */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H

#include "lib/types.h"

struct pci_function {
	uint8_t bus, device, function;
	uint16_t vendor, device_id;
};

uint8_t pci_read8(const struct pci_function *function, unsigned offset);
uint16_t pci_read16(const struct pci_function *function, unsigned offset);
uint32_t pci_read32(const struct pci_function *function, unsigned offset);
void pci_write16(const struct pci_function *function, unsigned offset, uint16_t value);

/** Calls `found` for every function behind every bridge, as the firmware numbered the buses. The first errno ends it.
 */
int pci_for_each(int (*found)(const struct pci_function *function));
/** Offset of the next capability `id` behind `after` (0: the first); 0: none. */
unsigned pci_find_capability(const struct pci_function *function, uint8_t id, unsigned after);
/** Physical address of a memory BAR, 0 where it is none or was given no address. */
phys_t pci_bar(const struct pci_function *function, unsigned bar);
/** Answer at memory addresses, read and write memory, use no interrupt line. */
void pci_enable(const struct pci_function *function);

#endif
