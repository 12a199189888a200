/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The probe runs a guest by KVM's own interface (Documentation/virt/kvm/api.rst), without QEMU: it then costs some
 * milliseconds. What it is compared with is the same work done natively. Where the hardware runs the guest, both take
 * about the same time; TCG takes 7 to 10 times as long (QEMU 7.2); a KVM that emulates takes hundreds of times as long.
 *
 * A child does it, since a slow KVM_RUN can only be ended together with its process.
 */
#include "accel_kvm.h"

#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern const char accel_guest_start[];
extern const uint32_t accel_guest_size;
uint64_t accel_work(uint64_t rounds);

#define ACCEL_ROUNDS   1000000u /* a millisecond or two */
#define ACCEL_REPEATS  3u       /* as in accel_guest.S */
#define ACCEL_PAGES    256u
#define ACCEL_LIMIT_MS 100 /* for all of it, making the VM included */
#define ACCEL_FACTOR   3   /* times the native duration, from which on KVM is not what it should be */

/* Guest memory: page tables, then code, then stack, then the pages to touch; all under 2 MiB. */
#define ACCEL_PML4      0x1000u
#define ACCEL_PDPT      0x2000u
#define ACCEL_PD        0x3000u
#define ACCEL_CODE      0x4000u
#define ACCEL_STACK_TOP 0x8000u
#define ACCEL_TOUCHED   0x10000u
#define ACCEL_MEMORY    0x200000u

static int64_t accel_now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The best of some: what the machine does beside it only makes it slower. */
static int64_t accel_native_ns(void)
{
	int64_t best = INT64_MAX;
	for (unsigned i = 0; i < ACCEL_REPEATS; i++) {
		int64_t start = accel_now_ns();
		uint64_t result = accel_work(ACCEL_ROUNDS);
		__asm__ volatile("" : : "r"(result));
		int64_t taken = accel_now_ns() - start;
		best = taken < best ? taken : best;
	}
	return best;
}

/* One 2 MiB page, identity-mapped: present, writable (Intel SDM 3A, 4.5). */
static void accel_fill_memory(uint8_t *memory)
{
	const uint64_t pml4 = ACCEL_PDPT | 3, pdpt = ACCEL_PD | 3, pd = 0x83;
	memcpy(memory + ACCEL_PML4, &pml4, sizeof(pml4));
	memcpy(memory + ACCEL_PDPT, &pdpt, sizeof(pdpt));
	memcpy(memory + ACCEL_PD, &pd, sizeof(pd));
	memcpy(memory + ACCEL_CODE, accel_guest_start, accel_guest_size);
}

static int accel_set_registers(int cpu)
{
	struct kvm_sregs sregs;
	struct kvm_regs regs = {
		.rip = ACCEL_CODE,
		.rsp = ACCEL_STACK_TOP,
		.rflags = 2,
		.rdi = ACCEL_ROUNDS,
		.rsi = ACCEL_TOUCHED,
		.rdx = ACCEL_PAGES,
	};
	struct kvm_segment code = {.limit = ~0u, .selector = 8, .type = 11, .present = 1, .s = 1, .l = 1, .g = 1};
	struct kvm_segment data = {.limit = ~0u, .selector = 16, .type = 3, .present = 1, .s = 1, .db = 1, .g = 1};
	if (ioctl(cpu, KVM_GET_SREGS, &sregs) < 0)
		return -1;
	sregs.cs = code;
	sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = data;
	sregs.cr0 = 0x80000001; /* PG, PE */
	sregs.cr3 = ACCEL_PML4;
	sregs.cr4 = 0x20;   /* PAE */
	sregs.efer = 0x500; /* LMA, LME */
	return ioctl(cpu, KVM_SET_SREGS, &sregs) < 0 || ioctl(cpu, KVM_SET_REGS, &regs) < 0 ? -1 : 0;
}

static int accel_make_cpu(int kvm, struct kvm_run **run)
{
	int machine = ioctl(kvm, KVM_CREATE_VM, 0);
	uint8_t *memory =
		mmap(NULL, ACCEL_MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (machine < 0 || memory == MAP_FAILED)
		return -1;
	accel_fill_memory(memory);
	struct kvm_userspace_memory_region region = {.memory_size = ACCEL_MEMORY, .userspace_addr = (uintptr_t)memory};
	if (ioctl(machine, KVM_SET_USER_MEMORY_REGION, &region) < 0)
		return -1;
	int cpu = ioctl(machine, KVM_CREATE_VCPU, 0);
	int size = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	if (cpu < 0 || size < (int)sizeof(**run))
		return -1;
	*run = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, cpu, 0);
	return *run == MAP_FAILED || accel_set_registers(cpu) < 0 ? -1 : cpu;
}

/* In the child: the best duration of the guest's work, or -1 where it did not come to its end. */
static int64_t accel_run_guest(void)
{
	struct kvm_run *run;
	int64_t best = INT64_MAX, start = 0;
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	int cpu = kvm < 0 ? -1 : accel_make_cpu(kvm, &run);
	for (unsigned exits = 0; cpu >= 0 && ioctl(cpu, KVM_RUN, 0) == 0; exits++) {
		int64_t now = accel_now_ns();
		if (run->exit_reason == KVM_EXIT_HLT)
			return exits == 2 * ACCEL_REPEATS ? best : -1;
		if (run->exit_reason != KVM_EXIT_IO)
			return -1;
		if (exits % 2 && now - start < best)
			best = now - start;
		start = now;
	}
	return -1;
}

static pid_t accel_start_guest(int report)
{
	pid_t parent = getpid();
	pid_t child = fork();
	if (child)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	int64_t taken = accel_run_guest();
	_exit(write(report, &taken, sizeof(taken)) == sizeof(taken) ? 0 : 1);
}

/* -1: it failed, or did not end in time. */
static int64_t accel_guest_ns(void)
{
	int report[2];
	int64_t taken = -1;
	if (pipe2(report, O_CLOEXEC) < 0)
		return -1;
	pid_t child = accel_start_guest(report[1]);
	close(report[1]);
	struct pollfd slot = {.fd = report[0], .events = POLLIN};
	if (child > 0 && poll(&slot, 1, ACCEL_LIMIT_MS) == 1 && read(report[0], &taken, sizeof(taken)) != sizeof(taken))
		taken = -1;
	close(report[0]);
	if (child > 0) {
		child_kill(child);
		child_wait(child, 0);
	}
	return taken;
}

bool accel_kvm_is_fast(void)
{
	int64_t guest = accel_guest_ns();
	return guest >= 0 && guest <= accel_native_ns() * ACCEL_FACTOR;
}

const char *accel_kvm_problem(void)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (kvm < 0)
		return strerror(errno);
	int version = ioctl(kvm, KVM_GET_API_VERSION, 0);
	int machine = version == KVM_API_VERSION ? ioctl(kvm, KVM_CREATE_VM, 0) : -1;
	const char *problem = version < 0                  ? "not a KVM device"
			      : version != KVM_API_VERSION ? "its interface is of another version"
			      : machine < 0                ? strerror(errno)
							   : NULL;
	if (machine >= 0)
		close(machine);
	close(kvm);
	return problem;
}
