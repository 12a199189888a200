/* SPDX-License-Identifier: BSD-3-Clause */
/* epoll(7). */
#ifndef FS_EPOLL_H
#define FS_EPOLL_H

#include <linux/eventpoll.h>
#include "fs/file.h"

/** A new instance, or an error pointer. */
struct file *epoll_new(void);
/** epoll_ctl(2); `event` is ignored by EPOLL_CTL_DEL. */
int epoll_control(struct file *epoll, int operation, int fd, struct file *file, const struct epoll_event *event);
/** epoll_wait(2) into program memory at `events`. Count, -ERESTARTSYS where a signal came, -EFAULT. */
long epoll_wait(struct file *epoll, uint64_t events, unsigned max, uint64_t deadline);
bool epoll_is(const struct file *file);

/** The file has no references left: no instance watches it any more. Before its release. */
void epoll_forget_file(struct file *file);

#endif
