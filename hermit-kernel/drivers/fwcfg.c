/* SPDX-License-Identifier: BSD-3-Clause */
/* fw_cfg by I/O ports with its DMA interface. All of the device's integers are big-endian, the selector port's
 * excepted. */
#include "drivers/fwcfg.h"

#include <linux/errno.h>
#include <arch/cpu.h>
#include <arch/io.h>
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"

#define FWCFG_PORT_SELECTOR 0x510
#define FWCFG_PORT_DATA     0x511
#define FWCFG_PORT_DMA_HIGH 0x514
#define FWCFG_PORT_DMA_LOW  0x518

#define FWCFG_ITEM_SIGNATURE 0x0000
#define FWCFG_ITEM_FEATURES  0x0001
#define FWCFG_ITEM_DIRECTORY 0x0019
#define FWCFG_FEATURE_DMA    2u

#define FWCFG_DMA_ERROR  0x01u
#define FWCFG_DMA_READ   0x02u
#define FWCFG_DMA_SELECT 0x08u

#define FWCFG_FILES_MAX 1024u
#define FWCFG_SIZE_MAX  MIB(16)
#define FWCFG_SPINS_MAX 1000000000u

struct fwcfg_dma {
	uint32_t control;
	uint32_t length;
	uint64_t address;
};

struct fwcfg_file {
	uint32_t size;
	uint16_t select;
	uint16_t reserved;
	char name[56];
};
_Static_assert(sizeof(struct fwcfg_file) == 64, "fw_cfg ABI");

static void fwcfg_read_port(uint16_t item, void *to, size_t size)
{
	io_out16(FWCFG_PORT_SELECTOR, item);
	for (size_t i = 0; i < size; i++)
		((uint8_t *)to)[i] = io_in8(FWCFG_PORT_DATA);
}

static bool fwcfg_is_present(void)
{
	char signature[4];
	uint32_t features;
	fwcfg_read_port(FWCFG_ITEM_SIGNATURE, signature, sizeof(signature));
	if (memcmp(signature, "QEMU", sizeof(signature)))
		return false;
	fwcfg_read_port(FWCFG_ITEM_FEATURES, &features, sizeof(features)); /* this item is little-endian */
	return features & FWCFG_FEATURE_DMA;
}

/** Fill [to, to + size) from the start of `item`. Both memories are of the heap, whose physical addresses are known. */
static int fwcfg_read_item(uint16_t item, void *to, size_t size)
{
	struct fwcfg_dma *dma = heap_alloc(sizeof(*dma));
	if (!dma)
		return -ENOMEM;
	dma->control = __builtin_bswap32((uint32_t)item << 16 | FWCFG_DMA_SELECT | FWCFG_DMA_READ);
	dma->length = __builtin_bswap32((uint32_t)size);
	dma->address = __builtin_bswap64(virt_to_phys(to));
	phys_t phys = virt_to_phys(dma);
	io_out32(FWCFG_PORT_DMA_HIGH, __builtin_bswap32((uint32_t)(phys >> 32)));
	io_out32(FWCFG_PORT_DMA_LOW, __builtin_bswap32((uint32_t)phys)); /* starts the transfer */

	volatile uint32_t *control = &dma->control; /* written by the device */
	unsigned spins = 0;
	while (*control & ~__builtin_bswap32(FWCFG_DMA_ERROR) && ++spins < FWCFG_SPINS_MAX)
		cpu_relax();
	int error = *control ? -EIO : 0;
	if (spins < FWCFG_SPINS_MAX) /* else the device may still write to it */
		heap_free(dma);
	return error;
}

static int fwcfg_find(const char *name, struct fwcfg_file *found)
{
	uint32_t count;
	fwcfg_read_port(FWCFG_ITEM_DIRECTORY, &count, sizeof(count));
	count = __builtin_bswap32(count);
	if (count > FWCFG_FILES_MAX)
		return -EIO;
	size_t size = sizeof(count) + count * sizeof(struct fwcfg_file);
	uint8_t *directory = heap_alloc(size);
	if (!directory)
		return -ENOMEM;
	int error = fwcfg_read_item(FWCFG_ITEM_DIRECTORY, directory, size);
	if (!error)
		error = -ENOENT;
	for (uint32_t i = 0; error == -ENOENT && i < count; i++) {
		memcpy(found, directory + sizeof(count) + i * sizeof(*found), sizeof(*found));
		if (strnlen(found->name, sizeof(found->name)) < sizeof(found->name) && !strcmp(found->name, name))
			error = 0;
	}
	heap_free(directory);
	return error;
}

int fwcfg_read_file(const char *name, void **contents, size_t *size)
{
	struct fwcfg_file file;
	if (!fwcfg_is_present())
		return -ENODEV;
	int error = fwcfg_find(name, &file);
	if (error)
		return error;
	*size = __builtin_bswap32(file.size);
	if (*size > FWCFG_SIZE_MAX)
		return -EFBIG;
	*contents = heap_alloc(max(*size, (size_t)1));
	if (!*contents)
		return -ENOMEM;
	error = fwcfg_read_item(__builtin_bswap16(file.select), *contents, *size);
	if (error)
		heap_free(*contents);
	return error;
}
