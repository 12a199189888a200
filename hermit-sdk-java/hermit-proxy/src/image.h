/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The root image as a part of the machine's memory: QEMU maps it from the file that holds it (this executable, for
 * one), read-only and shared with the host's page cache and with other isles. So it costs neither time nor memory until
 * the isle touches it, however large it is. The kernel learns its place from "hermit.image=ADDRESS,SIZE,BEFORE" on its
 * command line; BEFORE bytes of the file lie below the image, and are no more to be written than the image.
 */
#ifndef PROXY_IMAGE_H
#define PROXY_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMAGE_PAGE     4096u
#define IMAGE_SIZE_MAX (2ull << 30)

/* A part of a file: the root image, in whole pages (size 0: there is none), or the kernel. */
struct image {
	uint64_t offset, size;
	int fd; /* the file */
	bool has_crc;
	uint32_t crc; /* CRC-32C of the part */
};

/* Memory from physical address 0 on: `low` bytes of RAM, the file up to the end of the image, RAM again. */
struct image_layout {
	uint64_t low, mapped, high;
	uint64_t address; /* of the image */
};

void image_lay_out(const struct image *image, uint64_t memory, struct image_layout *layout);

/** NULL, or what is wrong with an image of that place and size. */
const char *image_problem(const struct image *image);

/** Maps it for reading; NULL: errno says why. Its bytes begin at `lead` of the mapping, which has lead + size bytes. */
const uint8_t *image_map(const struct image *image, size_t *lead);
void image_unmap(const struct image *image, const uint8_t *map);

/** Compares the image's sum. NULL, or what is wrong as a new string. */
char *image_verify(const struct image *image);

#endif
