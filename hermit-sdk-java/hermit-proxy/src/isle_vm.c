/* SPDX-License-Identifier: BSD-3-Clause */
/* A VM isle: QEMU is a child process, and gone with it is the isle. */
#include "accel.h"
#include "child.h"
#include "fail.h"
#include "isle.h"
#include "isle_blob.h"
#include "memory.h"
#include "payload.h"
#include "pin.h"
#include "qemu.h"
#include "qemu_version.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* QEMU has closed its sockets and is on its way out; its memory takes a moment to free. */
#define VM_END_LIMIT_MS 5000

struct vm {
	struct isle isle;
	pid_t child;
	int ended; /* status as of waitpid */
	char *qemu;
};

static void vm_make_pair(int *ours, int *theirs)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		fail_exit(FAIL_ISLE, "socketpair: %s", strerror(errno));
	*ours = pair[0];
	*theirs = pair[1];
}

/* A file without a name: nothing is left behind, and nobody else can read it. */
static int vm_make_blob_file(const struct plan *plan, const struct options *options)
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

static void vm_give_up(const struct vm *vm)
{
	child_kill(vm->child);
	child_wait(vm->child, 0);
}

/*
 * While QEMU starts, which takes longer than this. Of an isle that did run for a moment on a damaged image nothing is
 * seen, since nothing is relayed yet.
 */
static void vm_verify_image(const struct vm *vm, const struct plan *plan)
{
	char *problem = image_verify(&plan->image);
	if (!problem)
		return;
	vm_give_up(vm);
	payload_refuse(".hermit.rootfs", problem);
}

static void vm_pin(const struct vm *vm, const struct plan *plan, int qmp_fd)
{
	char *problem = pin_cpus(qmp_fd, &plan->cpus);
	close(qmp_fd);
	if (!problem)
		return;
	vm_give_up(vm);
	fail_exit(FAIL_ISLE, "HERMIT_CPUS=%s: %s", getenv("HERMIT_CPUS"), problem);
}

/* The isle's ends of what connects it, and ours; returns ours of QEMU's monitor, -1: it has none. */
static int vm_wire(struct vm *vm, const struct plan *plan, const struct options *options, struct qemu_wiring *wiring,
	int *messages_fd)
{
	int messages[2], qmp_fd = -1;
	vm_make_pair(&vm->isle.channel_fd, &wiring->channel_fd);
	vm_make_pair(&vm->isle.log_fd, &wiring->log_fd);
	wiring->qmp_fd = -1;
	if (plan->pinned)
		vm_make_pair(&qmp_fd, &wiring->qmp_fd);
	if (pipe2(messages, O_CLOEXEC) < 0)
		fail_exit(FAIL_ISLE, "pipe: %s", strerror(errno));
	vm->isle.messages_fd = messages[0];
	*messages_fd = messages[1];
	wiring->blob_fd = vm_make_blob_file(plan, options);
	wiring->kernel_fd = plan->packaged ? payload_extract(&plan->kernel, ".hermit.kernel") : -1;
	return qmp_fd;
}

static void vm_keep(struct child_setup *setup, const struct plan *plan, const struct qemu_wiring *wiring)
{
	child_keep(setup, wiring->channel_fd);
	child_keep(setup, wiring->log_fd);
	child_keep(setup, wiring->blob_fd);
	if (wiring->kernel_fd >= 0)
		child_keep(setup, wiring->kernel_fd);
	if (plan->image.size)
		child_keep(setup, plan->image.fd);
	if (wiring->qmp_fd >= 0)
		child_keep(setup, wiring->qmp_fd);
}

static void vm_close_wiring(const struct qemu_wiring *wiring)
{
	close(wiring->channel_fd);
	close(wiring->log_fd);
	close(wiring->blob_fd);
	if (wiring->kernel_fd >= 0)
		close(wiring->kernel_fd);
	if (wiring->qmp_fd >= 0)
		close(wiring->qmp_fd);
}

static struct isle *vm_start(const struct plan *plan, const struct options *options)
{
	static struct vm vm = {.isle = {.kind = &isle_vm, .helpers_fd = -1}};
	struct strings arguments = {0};
	struct qemu_wiring wiring;
	vm.qemu = qemu_find(options);
	enum accel accel = accel_choose(options->accel);
	struct child_setup setup = {.path = vm.qemu, .node = plan->node, .cpus = plan->node >= 0 ? &plan->cpus : NULL};
	int qmp_fd = vm_wire(&vm, plan, options, &wiring, &setup.output_fd);
	vm_keep(&setup, plan, &wiring);
	qemu_make_arguments(&arguments, plan, options, accel, &wiring);
	setup.arguments = arguments.items;
	vm.child = child_start(&setup);
	if (vm.child < 0)
		fail_exit(FAIL_ISLE, "%s cannot be started: %s", setup.path, strerror(-vm.child));
	close(setup.output_fd);
	strings_free(&arguments);
	vm_close_wiring(&wiring);
	vm_verify_image(&vm, plan);
	if (plan->pinned)
		vm_pin(&vm, plan, qmp_fd);
	return &vm.isle;
}

static void vm_stop(struct isle *isle, bool exited)
{
	(void)exited;
	child_kill(((struct vm *)isle)->child);
}

static void vm_pause(struct isle *isle, bool paused)
{
	kill(((struct vm *)isle)->child, paused ? SIGSTOP : SIGCONT);
}

static char *vm_end(struct isle *isle, const struct relay_outcome *outcome, struct kernel_log *log)
{
	struct vm *vm = (struct vm *)isle;
	(void)log; /* followed all the time */
	vm->ended = child_wait(vm->child, VM_END_LIMIT_MS);
	if (!outcome->isle_gone)
		return memory_copy_text("");
	if (WIFSIGNALED(vm->ended))
		return memory_format(
			" (QEMU was ended by signal %d, %s)", WTERMSIG(vm->ended), strsignal(WTERMSIG(vm->ended)));
	return memory_format(" (QEMU ended with status %d)", WEXITSTATUS(vm->ended));
}

/* Where QEMU ends by itself before the kernel is up, an old one that lacks an option is the likeliest cause. */
static void vm_advise(struct isle *isle, const struct relay_outcome *outcome)
{
	struct vm *vm = (struct vm *)isle;
	unsigned major;
	if (!outcome->isle_gone || outcome->was_up || !WIFEXITED(vm->ended) || !WEXITSTATUS(vm->ended))
		return;
	char *version = qemu_ask_version(vm->qemu, &major);
	if (version && major < QEMU_MAJOR_MIN)
		fail_say("%s is version %s: too old, at least %u.0 is needed", vm->qemu, version, QEMU_MAJOR_MIN);
	free(version);
}

const struct isle_kind isle_vm = {
	.helper = "QEMU",
	.plan = plan_resources,
	.start = vm_start,
	.stop = vm_stop,
	.pause = vm_pause,
	.end = vm_end,
	.advise = vm_advise,
};
