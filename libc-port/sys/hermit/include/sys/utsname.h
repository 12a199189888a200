/* SPDX-License-Identifier: BSD-3-Clause */
/* uname(2). */
#ifndef HERMIT_SYS_UTSNAME_H
#define HERMIT_SYS_UTSNAME_H

#include <sys/cdefs.h>

struct utsname {
	char sysname[65];
	char nodename[65];
	char release[65];
	char version[65];
	char machine[65];
	char domainname[65];
};

__BEGIN_DECLS
int uname(struct utsname *name);
__END_DECLS

#endif
