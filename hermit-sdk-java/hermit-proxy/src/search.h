/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_SEARCH_H
#define PROXY_SEARCH_H

/** The first executable file of that name in PATH, as a new string; NULL: none. */
char *search_path(const char *name);

#endif
