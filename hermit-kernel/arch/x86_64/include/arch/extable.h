/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Exception table: instructions that may fault on what the program gave us, and where to go on then. The trap handler
 * looks up the faulting RIP (user_fixup, mm/user.h). A row is two addresses of 64 bits.
 */
#ifndef ARCH_EXTABLE_H
#define ARCH_EXTABLE_H

/** For use inside of an asm statement: labels as strings, "1b" and "2f" or "%l[name]" of an asm goto. */
#define EXTABLE_ENTRY(instruction, fixup)                                                                              \
	".pushsection .extable, \"a\"\n.balign 8\n.quad " instruction ", " fixup "\n.popsection\n"

#endif
