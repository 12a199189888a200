/* SPDX-License-Identifier: BSD-3-Clause */
#include "image.h"

#include "crc32c.h"
#include "memory.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

/* RAM below the image: enough for what has to lie low; and the image then ends below the hole at 3 GiB. */
#define IMAGE_LOW_MAX (512ull << 20)
#define IMAGE_HUGE    (2ull << 20)

/*
 * The image ends at a multiple of 2 MiB, so that the RAM behind it can be backed by huge pages of the host. RAM goes on
 * behind it, because firmware puts its tables at the end of what lies below 3 GiB. It ends at a multiple of 2 MiB again
 * (QEMU wants one of 8 KiB), at most so much below what was asked for.
 */
void image_lay_out(const struct image *image, uint64_t memory, struct image_layout *layout)
{
	uint64_t end = memory / 2 < IMAGE_LOW_MAX ? memory / 2 : IMAGE_LOW_MAX;
	*layout = (struct image_layout){.mapped = image->offset + image->size};
	end = (end + layout->mapped) & -IMAGE_HUGE;
	layout->low = end - layout->mapped;
	layout->high = (memory - layout->low) & -IMAGE_HUGE;
	layout->address = layout->low + image->offset;
}

const char *image_problem(const struct image *image)
{
	if (image->offset % IMAGE_PAGE || image->size % IMAGE_PAGE)
		return "not in whole pages of 4096 bytes";
	if (image->size > IMAGE_SIZE_MAX || image->offset > IMAGE_SIZE_MAX - image->size)
		return "larger than 2G";
	return NULL;
}

const uint8_t *image_map(const struct image *image, size_t *lead)
{
	*lead = image->offset % IMAGE_PAGE;
	void *map = mmap(NULL, image->size + *lead, PROT_READ, MAP_PRIVATE | MAP_POPULATE, image->fd,
		(off_t)(image->offset - *lead));
	return map == MAP_FAILED ? NULL : map;
}

void image_unmap(const struct image *image, const uint8_t *map)
{
	munmap((void *)map, image->size + image->offset % IMAGE_PAGE);
}

/* Mapped, not read: the copy into a buffer of ours would cost more than the sum. */
char *image_verify(const struct image *image)
{
	size_t lead;
	if (!image->has_crc)
		return NULL;
	const uint8_t *map = image_map(image, &lead);
	if (!map)
		return memory_format("cannot be mapped: %s", strerror(errno));
	uint32_t sum = crc32c(0, map + lead, image->size);
	image_unmap(image, map);
	return sum == image->crc ? NULL : memory_format("checksum %08x, expected %08x", sum, image->crc);
}
