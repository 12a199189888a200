/* SPDX-License-Identifier: BSD-3-Clause */
/* Basic types as the kernel's structures have them (x86-64 Linux ABI), so that no system call needs a conversion. */
#ifndef HERMIT_MACHINE_TYPES_H
#define HERMIT_MACHINE_TYPES_H

#include <machine/_default_types.h>

typedef unsigned long __dev_t;
#define __machine_dev_t_defined
typedef unsigned int __uid_t;
#define __machine_uid_t_defined
typedef unsigned int __gid_t;
#define __machine_gid_t_defined
typedef unsigned long __ino_t;
#define __machine_ino_t_defined
typedef unsigned long __nlink_t;
#define __machine_nlink_t_defined
typedef int __key_t;
#define __machine_key_t_defined
typedef unsigned long __fsblkcnt_t;
#define __machine_fsblkcnt_t_defined
typedef unsigned long __fsfilcnt_t;
#define __machine_fsfilcnt_t_defined
typedef unsigned short __sa_family_t;
#define __machine_sa_family_t_defined
#define _CLOCK_T_ long
#define __machine_clock_t_defined

#endif
