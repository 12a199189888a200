/* SPDX-License-Identifier: BSD-3-Clause */
#include "isle/identity.h"

#include "isle/boot_info.h"
#include "lib/format.h"

void isle_host_name(char *to, size_t size)
{
	if (boot_info.hostname.length)
		snprintf(to, size, "%.*s", (int)boot_info.hostname.length, boot_info.hostname.text);
	else
		snprintf(to, size, "isle%u", boot_info.isle.number);
}
