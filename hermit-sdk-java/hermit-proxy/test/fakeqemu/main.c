/* SPDX-License-Identifier: BSD-3-Clause */
#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What an accelerator or an old emulator would say; FAKE_QEMU_FAIL comes from the test, not from the proxy. */
static void main_fail_as_told(void)
{
	const char *how = getenv("FAKE_QEMU_FAIL");
	if (!how)
		return;
	fprintf(stderr, "qemu-system-x86_64: %s\n", how);
	exit(1);
}

int main(int argc, char **argv)
{
	static struct fake fake;
	if (argc == 2 && !strcmp(argv[1], "--version")) {
		const char *version = getenv("FAKE_QEMU_VERSION");
		printf("QEMU emulator version %s\nCopyright\n", version ? version : "7.2.0 (fake)");
		return 0;
	}
	main_fail_as_told();
	fake_read_arguments(&fake, argc, argv);
	fake_serve_qmp(&fake);
	fake_run(&fake);
	return 0;
}
