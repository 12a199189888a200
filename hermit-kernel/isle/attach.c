/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * HotSpot listens at /tmp/.java_pid<pid> once it has found /tmp/.attach_pid<pid> when SIGQUIT came (AttachListener of
 * its sources). So the file is made, the signal sent, the socket awaited, and the file removed. A program that is no
 * JVM gets the signal and nothing else.
 */
#include "isle/attach.h"

#include <linux/errno.h>
#include "fs/vfs.h"
#include "isle/channel.h"
#include "lib/format.h"
#include "lib/log.h"
#include "sched/process.h"
#include "sched/sched.h"
#include "time/clock.h"

#define ATTACH_PATH_MAX 32
#define ATTACH_LIMIT_NS (20 * NS_PER_SEC) /* a JVM that is busy comes to its signals late */
#define ATTACH_LOOK_NS  (10 * NS_PER_MSEC)

static _Atomic bool asked;
static struct waitq asked_queue = WAITQ_INIT(asked_queue);

bool attach_ask(void)
{
	bool already = atomic_exchange(&asked, true);
	waitq_wake_all(&asked_queue, 0);
	return !already;
}

static bool is_socket(const char *path)
{
	struct walk walk;
	if (vfs_walk(NULL, path, 0, &walk))
		return false;
	bool socket = S_ISSOCK(walk.dentry->inode->mode);
	dentry_put(walk.dentry);
	return socket;
}

static int wait_for_socket(const char *path)
{
	uint64_t limit = clock_deadline_after(ATTACH_LIMIT_NS);
	while (!is_socket(path)) {
		if (clock_monotonic_ns() >= limit)
			return -ETIMEDOUT;
		sched_sleep_until(clock_deadline_after(ATTACH_LOOK_NS), false);
	}
	return 0;
}

static int attach(void)
{
	char request[ATTACH_PATH_MAX], socket[ATTACH_PATH_MAX];
	siginfo_t info = {.si_signo = SIGQUIT, .si_code = SI_USER};
	snprintf(request, sizeof(request), "/tmp/.attach_pid%d", process.pid);
	snprintf(socket, sizeof(socket), "/tmp/.java_pid%d", process.pid);
	if (is_socket(socket))
		return 0;
	int error = vfs_write_file(request, 0600, NULL, 0);
	if (error) {
		log_line("attach: %s cannot be made, errno %d", request, -error);
		return error;
	}
	signal_send_process(SIGQUIT, &info);
	error = wait_for_socket(socket);
	vfs_unlink(NULL, request); /* may be gone already: a folder of the host's can be everybody's */
	return error;
}

static void attach_serve(void *unused)
{
	(void)unused;
	for (;;) {
		wait_event(&asked_queue, asked);
		struct hermit_answer answer = {attach()};
		asked = false;
		channel_send(HERMIT_FRAME_ATTACHED, 0, &answer, sizeof(answer));
	}
}

int attach_init(void)
{
	struct thread *thread = thread_create_kernel("attach", attach_serve, NULL, NULL);
	return is_error(thread) ? (int)ptr_error(thread) : 0;
}
