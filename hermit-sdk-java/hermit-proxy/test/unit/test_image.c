/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "crc32c.h"
#include "image.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MIB (1ull << 20)

static void layouts(void **state)
{
	(void)state;
	static const uint64_t memories[] = {64 * MIB, 128 * MIB, 1000 * MIB, 3072 * MIB, 16384 * MIB};
	static const uint64_t sizes[] = {4096, MIB, 2 * MIB, 60 * MIB + 4096, 2048 * MIB - 8192};
	static const uint64_t offsets[] = {0, 4096, 8192};
	for (unsigned m = 0; m < 5; m++)
		for (unsigned s = 0; s < 5; s++)
			for (unsigned o = 0; o < 3; o++) {
				uint64_t memory = memories[m];
				struct image image = {.offset = offsets[o], .size = sizes[s]};
				struct image_layout layout;
				assert_null(image_problem(&image));
				image_lay_out(&image, memory, &layout);
				assert_true(layout.low + layout.high <= memory);
				assert_true(layout.low + layout.high > memory - 2 * MIB);
				assert_true(layout.high % (2 * MIB) == 0);
				assert_true(layout.mapped == image.offset + image.size);
				assert_true(layout.address == layout.low + image.offset);
				assert_true((layout.low + layout.mapped) % (2 * MIB) == 0);
				assert_true(layout.low + layout.mapped <= 3072 * MIB);
				assert_true(layout.low >= 30 * MIB && layout.low <= memory / 2);
				assert_true(layout.high >= memory / 2 - 2 * MIB);
			}
}

static void wrong_places(void **state)
{
	(void)state;
	assert_non_null(image_problem(&(struct image){.size = 4095}));
	assert_non_null(image_problem(&(struct image){.size = 4096, .offset = 1}));
	assert_non_null(image_problem(&(struct image){.size = 2048 * MIB + 4096}));
	assert_non_null(image_problem(&(struct image){.size = 2048 * MIB, .offset = 4096}));
	assert_non_null(image_problem(&(struct image){.size = 4096, .offset = UINT64_MAX - 4095}));
}

static void sums(void **state)
{
	(void)state;
	char page[8192];
	memset(page, 'x', 4096);
	memset(page + 4096, 'y', 4096);
	int fd = memfd_create("image", 0);
	assert_int_equal(write(fd, page, sizeof(page)), sizeof(page));
	struct image image = {
		.fd = fd, .offset = 4096, .size = 4096, .has_crc = true, .crc = crc32c(0, page + 4096, 4096)};
	assert_null(image_verify(&image));
	image.crc ^= 1;
	char *problem = image_verify(&image);
	assert_non_null(strstr(problem, "checksum "));
	free(problem);
	image.has_crc = false;
	assert_null(image_verify(&image));
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layouts),
		cmocka_unit_test(wrong_places),
		cmocka_unit_test(sums),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
