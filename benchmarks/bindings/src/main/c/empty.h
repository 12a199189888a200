/* SPDX-License-Identifier: BSD-3-Clause */
/* What a call is compared with: a function that does nothing, so that only JNI and its stub cost anything. */
#ifndef EMPTY_H
#define EMPTY_H

static inline int empty(void)
{
	return 0;
}

#endif
