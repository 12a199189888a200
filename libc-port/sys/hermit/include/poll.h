/* SPDX-License-Identifier: BSD-3-Clause */
#include <sys/poll.h>
