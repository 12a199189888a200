/* SPDX-License-Identifier: BSD-3-Clause */
#include "isle.h"

#include "child.h"
#include "control_facts.h"
#include "fail.h"
#include "isle_blob.h"
#include "isle_report.h"
#include "payload.h"
#include "pin.h"
#include "qemu.h"
#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* A kernel is up in a fraction of a second; a host that needs longer than this is not worth waiting for. */
#define ISLE_BOOT_LIMIT_MS 60000
/* QEMU has closed its sockets and is on its way out; its memory takes a moment to free. */
#define ISLE_END_LIMIT_MS 5000

static void isle_make_pair(int *ours, int *theirs)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		fail_exit(FAIL_ISLE, "socketpair: %s", strerror(errno));
	*ours = pair[0];
	*theirs = pair[1];
}

/* A file without a name: nothing is left behind, and nobody else can read it. */
static int isle_make_blob_file(const struct plan *plan, const struct options *options)
{
	struct bootblob blob;
	isle_blob_make(&blob, plan, options);
	int fd = memfd_create("hermit-boot", MFD_CLOEXEC);
	if (fd < 0)
		fail_exit(FAIL_ISLE, "memfd_create: %s", strerror(errno));
	while (buffer_length(&blob.bytes)) {
		ssize_t written = write(fd, buffer_start(&blob.bytes), buffer_length(&blob.bytes));
		if (written < 0)
			fail_exit(FAIL_ISLE, "boot blob: %s", strerror(errno));
		buffer_consume(&blob.bytes, (size_t)written);
	}
	buffer_free(&blob.bytes);
	return fd;
}

static void isle_start_child(struct isle *isle, struct child_setup *setup)
{
	isle->child = child_start(setup);
	if (isle->child < 0)
		fail_exit(FAIL_ISLE, "%s cannot be started: %s", setup->path, strerror(-isle->child));
	close(setup->output_fd);
}

static void isle_give_up(const struct isle *isle)
{
	child_kill(isle->child);
	child_wait(isle->child, 0);
}

/*
 * While QEMU starts, which takes longer than this. Of an isle that did run for a moment on a damaged image nothing is
 * seen, since nothing is relayed yet.
 */
static void isle_verify_image(const struct isle *isle, const struct plan *plan)
{
	char *problem = image_verify(&plan->image);
	if (!problem)
		return;
	isle_give_up(isle);
	payload_refuse(".hermit.rootfs", problem);
}

static void isle_pin(struct isle *isle, const struct plan *plan)
{
	char *problem = pin_cpus(isle->qmp_fd, &plan->cpus);
	close(isle->qmp_fd);
	if (!problem)
		return;
	isle_give_up(isle);
	fail_exit(FAIL_ISLE, "HERMIT_CPUS=%s: %s", getenv("HERMIT_CPUS"), problem);
}

void isle_start(
	struct isle *isle, const struct plan *plan, const struct options *options, enum accel accel, const char *qemu)
{
	struct strings arguments = {0};
	struct qemu_wiring wiring = {.qmp_fd = -1};
	struct child_setup setup = {.path = qemu, .node = plan->node, .cpus = plan->node >= 0 ? &plan->cpus : NULL};
	int messages[2];
	isle->qmp_fd = -1;
	isle->qemu = qemu;
	isle_make_pair(&isle->channel_fd, &wiring.channel_fd);
	isle_make_pair(&isle->log_fd, &wiring.log_fd);
	if (plan->pinned)
		isle_make_pair(&isle->qmp_fd, &wiring.qmp_fd);
	if (pipe2(messages, O_CLOEXEC) < 0)
		fail_exit(FAIL_ISLE, "pipe: %s", strerror(errno));
	isle->messages_fd = messages[0];
	wiring.blob_fd = isle_make_blob_file(plan, options);

	child_keep(&setup, wiring.channel_fd);
	child_keep(&setup, wiring.log_fd);
	child_keep(&setup, wiring.blob_fd);
	if (plan->kernel_fd >= 0)
		child_keep(&setup, plan->kernel_fd);
	if (plan->image.size)
		child_keep(&setup, plan->image.fd);
	if (wiring.qmp_fd >= 0)
		child_keep(&setup, wiring.qmp_fd);
	qemu_make_arguments(&arguments, plan, options, accel, &wiring);
	setup.arguments = arguments.items;
	setup.output_fd = messages[1];
	isle_start_child(isle, &setup);
	strings_free(&arguments);
	close(wiring.channel_fd);
	close(wiring.log_fd);
	if (wiring.qmp_fd >= 0)
		close(wiring.qmp_fd);
	isle_verify_image(isle, plan);
	if (plan->pinned)
		isle_pin(isle, plan);
}

int isle_run(struct isle *isle, const struct plan *plan, const struct options *options, int signal_fd)
{
	static struct kernel_log log, messages;
	struct relay_outcome outcome;
	char *facts = control_facts_make(plan, options);
	struct relay_setup setup = {
		.facts = facts,
		.channel_fd = isle->channel_fd,
		.log_fd = isle->log_fd,
		.messages_fd = isle->messages_fd,
		.signal_fd = signal_fd,
		.child = isle->child,
		.verbose = options->verbose,
		.boot_limit_ms = options->gdb_port ? -1 : ISLE_BOOT_LIMIT_MS,
	};
	for (int fd = 0; fd < 3; fd++)
		setup.stream_closed[fd] = plan->stream_closed >> fd & 1;
	relay_run(&setup, &log, &messages, child_kill, &outcome);
	int ended = child_wait(isle->child, ISLE_END_LIMIT_MS);
	free(facts);
	if (outcome.end == RELAY_SIGNAL)
		return 128 + outcome.status;
	if (outcome.end == RELAY_EXIT)
		return outcome.output_lost && outcome.status == 0 ? FAIL_ISLE : outcome.status;
	isle_report_failure(&outcome, ended, &log, &messages, isle->qemu, options->verbose);
	return FAIL_ISLE;
}
