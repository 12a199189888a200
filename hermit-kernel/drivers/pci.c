/* SPDX-License-Identifier: BSD-3-Clause */
#include "drivers/pci.h"

#include <linux/pci_regs.h>
#include <arch/io.h>
#include "sync/spinlock.h"

#define PCI_PORT_ADDRESS 0xcf8
#define PCI_PORT_DATA    0xcfc
#define PCI_ENABLE       0x80000000u
#define PCI_NONE         0xffffu
#define PCI_DEVICES      32u
#define PCI_FUNCTIONS    8u
#define PCI_BARS         6u
#define PCI_CAPS_MAX     48u /* as many fit; a chain that is longer goes round in circles */
#define PCI_DEPTH_MAX    8u  /* of bridges behind bridges */

static struct spinlock pci_lock = SPINLOCK_INIT;

/** The 32-bit register at the offset. */
static uint32_t pci_access(const struct pci_function *function, unsigned offset, const uint32_t *value)
{
	uint32_t result = 0;
	irqflags_t flags = spin_lock_irqsave(&pci_lock);
	io_out32(PCI_PORT_ADDRESS, PCI_ENABLE | (uint32_t)function->bus << 16 | (uint32_t)function->device << 11 |
					   (uint32_t)function->function << 8 | (offset & 0xfc));
	if (value)
		io_out32(PCI_PORT_DATA, *value);
	else
		result = io_in32(PCI_PORT_DATA);
	spin_unlock_irqrestore(&pci_lock, flags);
	return result;
}

uint32_t pci_read32(const struct pci_function *function, unsigned offset)
{
	return pci_access(function, offset, NULL);
}

uint16_t pci_read16(const struct pci_function *function, unsigned offset)
{
	return (uint16_t)(pci_read32(function, offset) >> (offset & 2) * 8);
}

uint8_t pci_read8(const struct pci_function *function, unsigned offset)
{
	return (uint8_t)(pci_read32(function, offset) >> (offset & 3) * 8);
}

void pci_write16(const struct pci_function *function, unsigned offset, uint16_t value)
{
	unsigned shift = (offset & 2) * 8;
	uint32_t whole = pci_read32(function, offset);
	/* the status register shares a word with the command; its bits are cleared by writing 1 */
	if ((offset & 0xfc) == PCI_COMMAND)
		whole &= 0xffff;
	whole = (whole & ~(0xffffu << shift)) | (uint32_t)value << shift;
	pci_access(function, offset, &whole);
}

/* Finding */

static int pci_scan_bus(uint8_t bus, int (*found)(const struct pci_function *function), unsigned depth);

static int pci_scan_function(
	struct pci_function *function, int (*found)(const struct pci_function *function), unsigned depth)
{
	uint32_t id = pci_read32(function, PCI_VENDOR_ID);
	function->vendor = (uint16_t)id;
	function->device_id = (uint16_t)(id >> 16);
	if (function->vendor == PCI_NONE)
		return 0;
	int error = found(function);
	bool bridge = (pci_read8(function, PCI_HEADER_TYPE) & 0x7f) == PCI_HEADER_TYPE_BRIDGE;
	uint8_t behind = bridge ? pci_read8(function, PCI_SECONDARY_BUS) : 0;
	if (!error && behind > function->bus && depth < PCI_DEPTH_MAX)
		error = pci_scan_bus(behind, found, depth + 1);
	return error;
}

static int pci_scan_bus(uint8_t bus, int (*found)(const struct pci_function *function), unsigned depth)
{
	int error = 0;
	for (unsigned device = 0; !error && device < PCI_DEVICES; device++) {
		struct pci_function function = {.bus = bus, .device = (uint8_t)device};
		if (pci_read16(&function, PCI_VENDOR_ID) == PCI_NONE)
			continue;
		bool many = pci_read8(&function, PCI_HEADER_TYPE) & 0x80;
		for (unsigned i = 0; !error && i < (many ? PCI_FUNCTIONS : 1); i++) {
			function.function = (uint8_t)i;
			error = pci_scan_function(&function, found, depth);
		}
	}
	return error;
}

int pci_for_each(int (*found)(const struct pci_function *function))
{
	struct pci_function host = {0};
	if (pci_read16(&host, PCI_VENDOR_ID) == PCI_NONE) /* no host bridge: a machine without PCI */
		return 0;
	return pci_scan_bus(0, found, 0);
}

/* One function */

unsigned pci_find_capability(const struct pci_function *function, uint8_t id, unsigned after)
{
	if (!(pci_read16(function, PCI_STATUS) & PCI_STATUS_CAP_LIST))
		return 0;
	unsigned at = after ? pci_read8(function, after + PCI_CAP_LIST_NEXT) : pci_read8(function, PCI_CAPABILITY_LIST);
	for (unsigned steps = 0; at >= PCI_STD_HEADER_SIZEOF && steps < PCI_CAPS_MAX; steps++) {
		at &= 0xfc;
		if (pci_read8(function, at) == id)
			return at;
		at = pci_read8(function, at + PCI_CAP_LIST_NEXT);
	}
	return 0;
}

phys_t pci_bar(const struct pci_function *function, unsigned bar)
{
	if (bar >= PCI_BARS)
		return 0;
	unsigned offset = PCI_BASE_ADDRESS_0 + bar * 4;
	uint32_t low = pci_read32(function, offset);
	if (low & PCI_BASE_ADDRESS_SPACE_IO)
		return 0;
	phys_t address = low & (uint32_t)PCI_BASE_ADDRESS_MEM_MASK;
	if ((low & PCI_BASE_ADDRESS_MEM_TYPE_MASK) == PCI_BASE_ADDRESS_MEM_TYPE_64 && bar + 1 < PCI_BARS)
		address |= (phys_t)pci_read32(function, offset + 4) << 32;
	return address;
}

void pci_enable(const struct pci_function *function)
{
	uint16_t command = pci_read16(function, PCI_COMMAND);
	pci_write16(
		function, PCI_COMMAND, command | PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER | PCI_COMMAND_INTX_DISABLE);
}
