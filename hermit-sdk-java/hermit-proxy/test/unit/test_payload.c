/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "payload.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define NAMES "\0.hermit.kernel\0.hermit.rootfs\0.hermit.manifest\0.text"

/* A file with three sections of 16 bytes each, and the table of names. */
struct executable {
	Elf64_Ehdr elf;
	char names[sizeof(NAMES)];
	char contents[64];
	Elf64_Shdr sections[5];
};

static struct executable image_make(void)
{
	struct executable image = {.elf = {.e_shoff = offsetof(struct executable, sections),
					   .e_shentsize = sizeof(Elf64_Shdr),
					   .e_shnum = 5,
					   .e_shstrndx = 4}};
	memcpy(image.elf.e_ident, ELFMAG, SELFMAG);
	memcpy(image.names, NAMES, sizeof(NAMES));
	const unsigned names[] = {0, 1, 16, 31};
	for (unsigned i = 1; i <= 3; i++)
		image.sections[i] = (Elf64_Shdr){.sh_name = names[i],
			.sh_type = SHT_PROGBITS,
			.sh_offset = offsetof(struct executable, contents) + 16 * i,
			.sh_size = 16};
	image.sections[4] = (Elf64_Shdr){
		.sh_type = SHT_STRTAB, .sh_offset = offsetof(struct executable, names), .sh_size = sizeof(NAMES)};
	return image;
}

static int find(const void *bytes, size_t size, struct payload *payload)
{
	char *problem = NULL;
	int fd = memfd_create("image", 0);
	assert_int_equal(write(fd, bytes, size), size);
	int status = payload_find(payload, fd, &problem);
	assert_true((status < 0) == !!problem);
	free(problem);
	close(fd);
	return status;
}

static void expect_refused(const struct executable *image)
{
	struct payload payload;
	assert_int_equal(find(image, sizeof(*image), &payload), -EINVAL);
}

static void all_sections(void **state)
{
	(void)state;
	struct executable image = image_make();
	struct payload payload;
	assert_int_equal(find(&image, sizeof(image), &payload), 1);
	assert_int_equal(payload.kernel.offset, offsetof(struct executable, contents) + 16);
	assert_int_equal(payload.rootfs.offset, offsetof(struct executable, contents) + 32);
	assert_int_equal(payload.manifest.size, 16);
}

static void no_sections(void **state)
{
	(void)state;
	struct executable image = image_make();
	struct payload payload;
	for (unsigned i = 1; i <= 3; i++)
		image.sections[i].sh_name = 48; /* .text */
	assert_int_equal(find(&image, sizeof(image), &payload), 0);
	image.elf.e_shnum = 0;
	assert_int_equal(find(&image, sizeof(image), &payload), 0);
}

static void damaged_headers(void **state)
{
	(void)state;
	struct executable image = image_make();
	image.sections[2].sh_type = SHT_NOBITS;
	expect_refused(&image);
	image = image_make();
	image.sections[2].sh_name = 1;
	expect_refused(&image);
	image = image_make();
	image.sections[2].sh_size = UINT64_MAX;
	expect_refused(&image);
	image = image_make();
	image.sections[2].sh_offset = UINT64_MAX - 4;
	expect_refused(&image);
	image = image_make();
	image.sections[2].sh_size = 0;
	expect_refused(&image);
	image = image_make();
	image.sections[4].sh_offset = UINT64_MAX;
	expect_refused(&image);
	image = image_make();
	image.sections[4].sh_size = UINT64_MAX;
	expect_refused(&image);
	image = image_make();
	image.elf.e_shoff = UINT64_MAX - 8;
	expect_refused(&image);
	image = image_make();
	image.elf.e_shstrndx = 5;
	expect_refused(&image);
	image = image_make();
	image.elf.e_shentsize = 1;
	expect_refused(&image);
	image = image_make();
	image.elf.e_ident[0] = 0;
	expect_refused(&image);
}

/* Whatever the length at which a file ends: an answer, and no read beyond it (ASan looks on). */
static void every_length(void **state)
{
	(void)state;
	struct executable image = image_make();
	struct payload payload;
	for (size_t size = 0; size < sizeof(image); size++)
		assert_int_equal(find(&image, size, &payload), -EINVAL);
}

static void every_damaged_byte(void **state)
{
	(void)state;
	struct payload payload;
	for (size_t at = 0; at < sizeof(struct executable); at++) {
		struct executable image = image_make();
		((uint8_t *)&image)[at] ^= 0x81;
		find(&image, sizeof(image), &payload);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_sections),
		cmocka_unit_test(no_sections),
		cmocka_unit_test(damaged_headers),
		cmocka_unit_test(every_length),
		cmocka_unit_test(every_damaged_byte),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
