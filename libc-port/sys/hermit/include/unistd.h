/* SPDX-License-Identifier: BSD-3-Clause */
/* newlib's <unistd.h>, and what programs for this kernel expect there beside it. */
#ifndef _UNISTD_H_
#define _UNISTD_H_

#include <sys/unistd.h>

__BEGIN_DECLS
extern char **environ;
pid_t gettid(void);
int getpagesize(void);
__END_DECLS

#ifndef L_SET
#define L_SET  SEEK_SET
#define L_INCR SEEK_CUR
#define L_XTND SEEK_END
#endif

#endif
