// sources: drivers/virtio_mmio_parse.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* drivers/virtio_mmio_parse.c: devices on the kernel's command line. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "drivers/virtio_mmio.h"

static void several_devices(void **state)
{
	const char *line = "quiet virtio_mmio.device=512@0xfeb00e00:12 x=1 virtio_mmio.device=4K@4273995776:5:3 "
			   "virtio_mmio.device=0x200@0xFEB00000:24";
	struct virtio_mmio_place place;
	assert_int_equal(virtio_mmio_parse(&line, &place), 1);
	assert_true(place.size == 512 && place.base == 0xfeb00e00 && place.irq == 12);
	assert_int_equal(virtio_mmio_parse(&line, &place), 1);
	assert_true(place.size == 4096 && place.base == 4273995776 && place.irq == 5);
	assert_int_equal(virtio_mmio_parse(&line, &place), 1);
	assert_true(place.size == 512 && place.base == 0xfeb00000 && place.irq == 24);
	assert_int_equal(virtio_mmio_parse(&line, &place), 0);
}

static void malformed(void **state)
{
	static const char *const lines[] = {"virtio_mmio.device=", "virtio_mmio.device=512", "virtio_mmio.device=512@",
		"virtio_mmio.device=512@0x:1", "virtio_mmio.device=0@0x1000:1", "virtio_mmio.device=512@0x1000",
		"virtio_mmio.device=512@0x1000:", "virtio_mmio.device=512@0x1000:1x",
		"virtio_mmio.device=512@0x10000000000000000:1",
		"virtio_mmio.device=512@0x1000:1:", "virtio_mmio.device=512@0x1000:99999",
		"virtio_mmio.device=-1@0x1000:1"};
	struct virtio_mmio_place place;
	for (unsigned i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const char *line = lines[i];
		assert_int_equal(virtio_mmio_parse(&line, &place), -EINVAL);
	}
	const char *empty = "";
	assert_int_equal(virtio_mmio_parse(&empty, &place), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(several_devices),
		cmocka_unit_test(malformed),
	};
	return cmocka_run_group_tests_name("virtio_mmio", tests, NULL, NULL);
}
