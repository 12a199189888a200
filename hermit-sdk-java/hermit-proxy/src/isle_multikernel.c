/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A multi-kernel isle: its device is ours as long as it is open, and closing it gives cores and memory back to Linux.
 * Where the proxy is killed, the kernel closes it, and kills the folders' servers.
 */
#include "bootblob.h"
#include "device.h"
#include "fail.h"
#include "folder_server.h"
#include "isle.h"
#include "isle_blob.h"
#include "memory.h"
#include "multikernel_claim.h"
#include "payload.h"
#include "share_mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MULTIKERNEL_CPU     1u          /* without HERMIT_CPUS: Linux cannot spare the first */
#define MULTIKERNEL_END_MS  500         /* between the exit status and the end of the isle */
#define MULTIKERNEL_LOG_MAX (16u << 20) /* of a log that is written as fast as it is read */

struct multikernel {
	struct isle isle;
	unsigned number;
	int device;
	struct folder_servers servers;
};

static struct multikernel multikernel = {.isle = {.kind = &isle_multikernel}, .device = -1};

/* The driver judges the CPUs: it knows which Linux can spare at the moment. */
static void multikernel_plan(struct plan *plan, const struct options *options)
{
	struct hermit_device_info info;
	multikernel.number = options->isle;
	multikernel.device = multikernel_claim(options->isle, &info);
	if (options->cpus_given)
		plan->cpus = options->cpus;
	else
		cpulist_add(&plan->cpus, MULTIKERNEL_CPU);
	plan->pinned = true;
	plan->cores = (unsigned)plan->cpus.count;
	plan->node = -1;
	share_mounts_add(&plan->shares);
	if (options->memory)
		plan->memory = options->memory;
	else if (!plan->memory)
		plan->memory = info.memory;
}

static void multikernel_verify(const struct image *image, const char *section)
{
	char *problem = image->size ? image_verify(image) : NULL;
	if (problem)
		payload_refuse(section, problem);
}

static char *multikernel_find_server(const struct plan *plan)
{
	char *diod = plan->shares.count ? folder_server_find() : NULL;
	if (plan->shares.count && !diod)
		fail_exit(FAIL_ISLE, "diod not found in PATH or /usr/sbin; it serves host folders to a multi-kernel "
				     "isle: install the package diod, or share no folder (HERMIT_SHARE=)");
	return diod;
}

/* Wrong usage where the driver calls a value impossible; everything else may be otherwise tomorrow. */
static _Noreturn void multikernel_refuse(const struct plan *plan, int error, const char *message)
{
	char *cpus = cpulist_format(&plan->cpus);
	int status = error == -EINVAL ? FAIL_USAGE : FAIL_ISLE;
	if (*message)
		fail_exit(status, "isle %u does not start on CPUs %s (HERMIT_CPUS): %s", multikernel.number, cpus,
			message);
	fail_exit(status, "isle %u does not start on CPUs %s (HERMIT_CPUS): %s", multikernel.number, cpus,
		strerror(-error));
}

static void multikernel_boot(const struct plan *plan, const struct options *options)
{
	struct bootblob blob;
	char *cpus = cpulist_format(&plan->cpus);
	isle_blob_make(&blob, plan, options);
	struct hermit_device_start start = {
		.version = HERMIT_DEVICE_VERSION,
		.size = sizeof(start),
		.image_fd = plan->kernel.fd,
		.image_offset = plan->kernel.offset,
		.image_size = plan->kernel.size,
		.root_fd = plan->image.size ? plan->image.fd : -1,
		.root_offset = plan->image.offset,
		.root_size = plan->image.size,
		.blob = (uintptr_t)buffer_start(&blob.bytes),
		.blob_size = buffer_length(&blob.bytes),
		.cpus = (uintptr_t)cpus,
		.memory = plan->memory,
		.streams = 1 + (uint32_t)plan->shares.count,
	};
	int status = device_start(multikernel.device, &start);
	start.message[sizeof(start.message) - 1] = 0;
	if (status < 0)
		multikernel_refuse(plan, status, start.message);
	buffer_free(&blob.bytes);
	free(cpus);
}

/* While the isle boots on its own cores. */
static void multikernel_serve_folders(const struct plan *plan, const char *diod, int messages_fd)
{
	folder_servers_open(&multikernel.servers, &plan->shares);
	for (unsigned i = 0; i < plan->shares.count; i++) {
		int stream = device_stream(multikernel.device, 1 + i);
		int status = stream < 0 ? stream : folder_servers_add(&multikernel.servers, diod, stream, messages_fd);
		if (status < 0) {
			folder_servers_kill(&multikernel.servers);
			fail_exit(FAIL_ISLE, "%s: no server for the folder (%s): %s", plan->shares.items[i].path, diod,
				strerror(-status));
		}
	}
}

static struct isle *multikernel_start(const struct plan *plan, const struct options *options)
{
	int messages[2];
	multikernel_verify(&plan->kernel, ".hermit.kernel");
	multikernel_verify(&plan->image, ".hermit.rootfs");
	char *diod = multikernel_find_server(plan);
	if (pipe2(messages, O_CLOEXEC) < 0)
		fail_exit(FAIL_ISLE, "pipe: %s", strerror(errno));
	multikernel_boot(plan, options);
	multikernel_serve_folders(plan, diod, messages[1]);
	close(messages[1]);
	free(diod);
	/* the relay closes the channel before we are done with the device */
	multikernel.isle.channel_fd = fcntl(multikernel.device, F_DUPFD_CLOEXEC, 3);
	multikernel.isle.log_fd = options->verbose ? device_log(multikernel.device) : -1;
	multikernel.isle.messages_fd = messages[0];
	multikernel.isle.helpers_fd = multikernel.servers.watch_fd;
	return &multikernel.isle;
}

/* An isle that ends by itself leaves its exit status with Linux (/sys/hermit/isleN/status); we have it already. */
static void multikernel_stop(struct isle *isle, bool exited)
{
	struct multikernel *own = (struct multikernel *)isle;
	struct pollfd end = {.fd = own->device};
	folder_servers_kill(&own->servers);
	if (exited)
		poll(&end, 1, MULTIKERNEL_END_MS); /* POLLHUP */
	device_stop(own->device);
}

static char *multikernel_describe_helpers(struct isle *isle)
{
	return folder_servers_describe(&((struct multikernel *)isle)->servers);
}

/* Its end was seen by now, or it is stopped: so the log has an end. */
static void multikernel_read_log(const struct multikernel *own, struct kernel_log *log)
{
	char bytes[4096];
	ssize_t got;
	int fd = device_log(own->device);
	for (size_t all = 0; fd >= 0 && all < MULTIKERNEL_LOG_MAX; all += (size_t)got) {
		got = read(fd, bytes, sizeof(bytes));
		if (got <= 0)
			break;
		kernel_log_add(log, bytes, (size_t)got);
	}
	if (fd >= 0)
		close(fd);
}

/* What Linux knows of it, as long as it is not stopped: "crashed (…)". */
static char *multikernel_describe(const struct multikernel *own)
{
	char *status = device_attribute(own->number, "status");
	char *detail = status && *status ? memory_format(": %s", status) : memory_copy_text("");
	free(status);
	return detail;
}

static char *multikernel_end(struct isle *isle, const struct relay_outcome *outcome, struct kernel_log *log)
{
	struct multikernel *own = (struct multikernel *)isle;
	char *detail = outcome->isle_gone ? multikernel_describe(own) : memory_copy_text("");
	if (outcome->end == RELAY_FAILED && isle->log_fd < 0)
		multikernel_read_log(own, log);
	if (outcome->isle_gone)
		multikernel_stop(isle, false);
	folder_servers_close(&own->servers);
	close(own->device);
	return detail;
}

const struct isle_kind isle_multikernel = {
	.helper = "diod",
	.noise = "unclunked fids",
	.plan = multikernel_plan,
	.start = multikernel_start,
	.stop = multikernel_stop,
	.describe_helpers = multikernel_describe_helpers,
	.end = multikernel_end,
};
