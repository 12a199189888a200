/* SPDX-License-Identifier: BSD-3-Clause */
#include "qemu.h"

#include "fail.h"
#include "memory.h"
#include "search.h"

#include <stdio.h>
#include <errno.h>
#include <hermit/boot.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define QEMU_NAME          "qemu-system-x86_64"
#define QEMU_VIRTIO_PLACES 24u
/* of an address, for printf */
#define QEMU_BYTES(a) (a) >> 24 & 255, (a) >> 16 & 255, (a) >> 8 & 255, (a)&255

char *qemu_find(const struct options *options)
{
	const char *name = options->qemu ? options->qemu : QEMU_NAME;
	char *path = strchr(name, '/') ? memory_copy_text(name) : search_path(name);
	if (path && access(path, X_OK) == 0)
		return path;
	if (options->qemu)
		fail_exit(FAIL_USAGE,
			"HERMIT_QEMU=%s: %s; allowed: the path of a qemu-system-x86_64 executable, or its name in "
			"PATH",
			name, path ? strerror(errno) : "not found in PATH");
	fail_exit(FAIL_ISLE, QEMU_NAME " not found in PATH: install the package qemu-system-x86, or set HERMIT_QEMU to "
				       "its path");
}

/* A comma ends a value inside an option of QEMU's; two of them stand for one. */
static char *qemu_escape(const char *value)
{
	char *escaped = memory_resize(NULL, 2 * strlen(value) + 1);
	char *p = escaped;
	for (; *value; value++) {
		if (*value == ',')
			*p++ = ',';
		*p++ = *value;
	}
	*p = 0;
	return escaped;
}

/*
 * The machine: microvm without the legacy chips, whose emulation nobody needs. ACPI describes processors and interrupt
 * controllers; the second I/O APIC makes room for 24 virtio devices instead of 8.
 */
static void qemu_add_machine(struct strings *a, const struct plan *plan, enum accel accel)
{
	strings_add_pair(a, "-M", "microvm,acpi=on,ioapic2=on,pic=off,pit=off,rtc=off,isa-serial=on");
	if (accel == ACCEL_KVM) {
		strings_add_pair(a, "-accel", "kvm");
		/* Not migratable: only so the guest sees that the TSC is invariant. */
		strings_add_pair(a, "-cpu", "host,migratable=off");
	} else {
		/*
		 * One host thread for all virtual CPUs: with one each, a CPU may translate an instruction byte by byte
		 * while another patches it, and run a mixture of both. HotSpot patches code all the time.
		 */
		strings_add_pair(a, "-accel", "tcg,thread=single");
		strings_add_pair(a, "-cpu", "max");
	}
	strings_add(a, "-smp");
	strings_add_format(a, "%u", plan->cores);
	strings_add(a, "-nodefaults");
	strings_add(a, "-no-user-config");
	strings_add_pair(a, "-display", "none");
	strings_add(a, "-no-reboot");
}

/*
 * With ACPI on, QEMU tells the places of the virtio-mmio devices only in AML, which the kernel does not read. So they
 * stand on the kernel's command line, in the form that QEMU itself puts there without ACPI (hw/i386/microvm.c).
 */
static char *qemu_device_places(void)
{
	const unsigned first_address = 0xfeb00000, size = 512, first_line = 24;
	char *places = memory_copy_text("");
	for (unsigned i = 0; i < QEMU_VIRTIO_PLACES; i++) {
		char *more = memory_format("%s%svirtio_mmio.device=%u@0x%x:%u", places, i ? " " : "", size,
			first_address + i * size, first_line + i);
		free(places);
		places = more;
	}
	return places;
}

static void qemu_add_command_line(struct strings *a, const struct plan *plan, const struct image_layout *layout)
{
	char *places = qemu_device_places();
	strings_add(a, "-append");
	if (plan->image.size)
		strings_add_format(a, "hermit.image=%llx,%llx,%llx %s", (unsigned long long)layout->address,
			(unsigned long long)plan->image.size, (unsigned long long)(layout->address - layout->low),
			places);
	else
		strings_add(a, places);
	free(places);
}

/* Memory as parts behind each other, which QEMU calls NUMA nodes; microvm tells the guest nothing of them. */
static void qemu_add_image(struct strings *a, const struct plan *plan, const struct image_layout *layout)
{
	strings_add(a, "-object");
	strings_add_format(a, "memory-backend-ram,id=low,size=%llu", (unsigned long long)layout->low);
	strings_add(a, "-object");
	strings_add_format(a, "memory-backend-file,id=image,size=%llu,mem-path=/proc/self/fd/%d,share=on,readonly=on",
		(unsigned long long)layout->mapped, plan->image.fd);
	strings_add(a, "-object");
	strings_add_format(a, "memory-backend-ram,id=high,size=%llu", (unsigned long long)layout->high);
	strings_add(a, "-numa");
	strings_add_format(a, "node,memdev=low,cpus=0-%u", plan->cores - 1);
	strings_add_pair(a, "-numa", "node,memdev=image");
	strings_add_pair(a, "-numa", "node,memdev=high");
}

static void qemu_add_memory(struct strings *a, const struct plan *plan, const struct image_layout *layout)
{
	uint64_t size = plan->image.size ? layout->low + layout->mapped + layout->high : plan->memory;
	strings_add(a, "-m");
	strings_add_format(a, "%lluK", (unsigned long long)(size >> 10));
	if (plan->image.size)
		qemu_add_image(a, plan, layout);
}

static void qemu_add_payload(struct strings *a, const struct plan *plan, const struct qemu_wiring *wiring)
{
	strings_add(a, "-kernel");
	if (wiring->kernel_fd < 0)
		strings_add(a, plan->kernel_path);
	else
		strings_add_format(a, "/proc/self/fd/%d", wiring->kernel_fd);
	strings_add(a, "-fw_cfg");
	strings_add_format(a, "name=" HERMIT_BOOT_FWCFG_NAME ",file=/proc/self/fd/%d", wiring->blob_fd);
}

static void qemu_add_socket(struct strings *a, const char *id, int fd)
{
	strings_add(a, "-chardev");
	strings_add_format(a, "socket,id=%s,fd=%d", id, fd);
}

/*
 * virtio-mmio as of virtio 1.x: QEMU's default is the legacy interface. The channel is a port of its own, not a
 * console: QEMU holds a port up while the socket behind it is full, but drops what goes to a console then.
 */
static void qemu_add_devices(struct strings *a, const struct qemu_wiring *wiring)
{
	strings_add_pair(a, "-global", "virtio-mmio.force-legacy=off");
	qemu_add_socket(a, "log", wiring->log_fd);
	strings_add_pair(a, "-serial", "chardev:log");
	qemu_add_socket(a, "channel", wiring->channel_fd);
	strings_add_pair(a, "-device", "virtio-serial-device,max_ports=2");
	strings_add_pair(a, "-device", "virtserialport,chardev=channel,nr=1,name=org.hermitcore.channel");
	strings_add_pair(a, "-device", "virtio-rng-device");
	if (wiring->qmp_fd >= 0) {
		qemu_add_socket(a, "qmp", wiring->qmp_fd);
		strings_add_pair(a, "-mon", "chardev=qmp,mode=control");
	}
}

static void qemu_add_shares(struct strings *a, const struct shares *shares)
{
	for (size_t i = 0; i < shares->count; i++) {
		char *path = qemu_escape(shares->items[i].path);
		strings_add(a, "-fsdev");
		strings_add_format(a, "local,id=share%zu,security_model=none,multidevs=remap%s,path=%s", i,
			shares->items[i].read_only ? ",readonly=on" : "", path);
		strings_add(a, "-device");
		strings_add_format(a, "virtio-9p-device,fsdev=share%zu,mount_tag=share%zu", i, i);
		free(path);
	}
}

/* The isle's network with Linux at its first address and the name server at the third, as QEMU numbers them. */
static char *qemu_user_network(const struct network *network)
{
	const uint8_t *own = network->boot.address;
	uint32_t address = (uint32_t)own[0] << 24 | (uint32_t)own[1] << 16 | (uint32_t)own[2] << 8 | own[3];
	unsigned prefix = network->boot.prefix;
	if (network->boot.flags & HERMIT_NETWORK_DHCP) {
		address = 0xc0a81c02;
		prefix = 24;
	}
	uint32_t base = address & ~(0xffffffffu >> prefix);
	char *text =
		memory_format("user,id=net,net=%u.%u.%u.%u/%u,host=%u.%u.%u.%u,dns=%u.%u.%u.%u,dhcpstart=%u.%u.%u.%u",
			QEMU_BYTES(base), prefix, QEMU_BYTES(base + 1), QEMU_BYTES(base + 3), QEMU_BYTES(address));
	for (size_t i = 0; i < network->port_count; i++) {
		const struct network_port *port = &network->ports[i];
		char *more = memory_format("%s,hostfwd=%s:%s:%u-%u.%u.%u.%u:%u", text, port->udp ? "udp" : "tcp",
			port->address, port->host, QEMU_BYTES(address), port->isle);
		free(text);
		text = more;
	}
	return text;
}

static void qemu_add_network(struct strings *a, const struct network *network)
{
	char *text;
	switch (network->kind) {
	case NETWORK_USER:
		text = qemu_user_network(network);
		break;
	case NETWORK_TAP:
		text = memory_format("tap,id=net,ifname=%s,script=no,downscript=no", network->device);
		break;
	case NETWORK_GROUP:
		text = memory_format(
			"socket,id=net,mcast=%s:%u,localaddr=127.0.0.1", network->group, network->group_port);
		break;
	default:
		return;
	}
	strings_add_pair(a, "-netdev", text);
	free(text);
	/* two isles of one group must differ */
	const uint8_t *own = network->boot.address;
	strings_add(a, "-device");
	strings_add_format(
		a, "virtio-net-device,netdev=net,mac=52:54:%02x:%02x:%02x:%02x", own[0], own[1], own[2], own[3]);
}

void qemu_make_arguments(struct strings *arguments, const struct plan *plan, const struct options *options,
	enum accel accel, const struct qemu_wiring *wiring)
{
	struct image_layout layout;
	image_lay_out(&plan->image, plan->memory, &layout);
	strings_add(arguments, QEMU_NAME);
	qemu_add_machine(arguments, plan, accel);
	qemu_add_memory(arguments, plan, &layout);
	qemu_add_command_line(arguments, plan, &layout);
	qemu_add_payload(arguments, plan, wiring);
	qemu_add_devices(arguments, wiring);
	qemu_add_shares(arguments, &plan->shares);
	qemu_add_network(arguments, &options->network);
	if (options->gdb_port) {
		strings_add(arguments, "-gdb");
		strings_add_format(arguments, "tcp:127.0.0.1:%u", options->gdb_port);
	}
	for (size_t i = 0; i < options->qemu_arguments.count; i++)
		strings_add(arguments, options->qemu_arguments.items[i]);
}
