/* SPDX-License-Identifier: BSD-3-Clause */
/* Start of the program. */
#ifndef INIT_EXEC_H
#define INIT_EXEC_H

/** Load the program that the boot blob names and let its first thread run. A program that can't be started ends the
 * isle with a line on its stderr and status 127 (not found) or 126 (not executable), as a shell does; 125: the network
 * that the program was promised is not there. */
void exec_start(void);

#endif
