/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROXY_FOLDER_SERVER_LIMITS_H
#define PROXY_FOLDER_SERVER_LIMITS_H

/**
 * For the process that becomes diod: no core file, which would lie in the user's folder, and as many open files as
 * there may be. 0 or a negative errno.
 */
int folder_server_limits(void);

#endif
