/* SPDX-License-Identifier: BSD-3-Clause */
/* Scattered input and output. */
#ifndef HERMIT_SYS_UIO_H
#define HERMIT_SYS_UIO_H

#include <sys/cdefs.h>
#include <sys/types.h>

struct iovec {
	void *iov_base;
	size_t iov_len;
};

#define IOV_MAX 1024

__BEGIN_DECLS
ssize_t readv(int fd, const struct iovec *vector, int count);
ssize_t writev(int fd, const struct iovec *vector, int count);
ssize_t preadv(int fd, const struct iovec *vector, int count, off_t offset);
ssize_t pwritev(int fd, const struct iovec *vector, int count, off_t offset);
__END_DECLS

#endif
