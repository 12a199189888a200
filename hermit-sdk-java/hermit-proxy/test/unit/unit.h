/* SPDX-License-Identifier: BSD-3-Clause */
/* cmocka wants these before its header. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
