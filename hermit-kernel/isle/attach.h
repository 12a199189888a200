/* SPDX-License-Identifier: BSD-3-Clause */
/* HotSpot's attach socket, which it makes when a file asks it to, and SIGQUIT. */
#ifndef ISLE_ATTACH_H
#define ISLE_ATTACH_H

#include "lib/types.h"

/** The proxy wants it; ATTACHED is sent when it is there. From interrupt handlers. False: it asked already. */
bool attach_ask(void);
/** The thread that answers; 0 or -ENOMEM. */
int attach_init(void);

#endif
