/* SPDX-License-Identifier: BSD-3-Clause */
#include "options.h"

#include "device.h"
#include "fail.h"
#include "parse.h"

#include <stdlib.h>
#include <string.h>

void options_refuse(const char *name, const char *value, const char *allowed)
{
	fail_exit(FAIL_USAGE, "%s=%s: wrong value; allowed: %s", name, value, allowed);
}

static const char *option_get(const char *name)
{
	const char *value = getenv(name);
	return value && *value ? value : NULL;
}

static void options_read_isle(struct options *options, const char *value)
{
	uint64_t number = 0;
	bool there = device_is_there();
	options->node = -1;
	options->multikernel = !value && there;
	if (!value || !strcmp(value, "qemu"))
		return;
	if (!strncmp(value, "qemu:", 5) && !parse_unsigned(value + 5, 0, 1023, &number)) {
		options->node = (int)number;
		return;
	}
	if (parse_unsigned(value, 0, OPTIONS_ISLES_MAX - 1, &number) < 0)
		options_refuse(
			"HERMIT_ISLE", value, "qemu, qemu:N (N: a NUMA node of this host) or N (a multi-kernel isle)");
	if (!there)
		fail_exit(FAIL_USAGE,
			"HERMIT_ISLE=%s: a multi-kernel isle needs /sys/hermit, which is missing on this Linux: boot "
			"one with HermitCore's patches; allowed here: qemu, qemu:N",
			value);
	options->multikernel = true;
	options->isle = (unsigned)number;
}

/* What only a VM isle can do. */
static void options_refuse_vm_only(const struct options *options)
{
	static const struct {
		const char *name, *instead;
	} of_vm[] = {
		{"HERMIT_CORES", "HERMIT_CPUS says which cores it takes, like HERMIT_CPUS=1-4"},
		{"HERMIT_QEMU_ARGS", "there is no QEMU to take them; allowed with HERMIT_ISLE=qemu"},
		{"HERMIT_GDB", "there is no QEMU that gdb could be served by; allowed with HERMIT_ISLE=qemu"},
	};
	for (size_t i = 0; options->multikernel && i < sizeof(of_vm) / sizeof(of_vm[0]); i++) {
		const char *value = option_get(of_vm[i].name);
		if (value)
			fail_exit(FAIL_USAGE, "%s=%s: not for a multi-kernel isle (isle %u): %s", of_vm[i].name, value,
				options->isle, of_vm[i].instead);
	}
}

static void options_read_cores(struct options *options)
{
	uint64_t number = 0;
	const char *value = option_get("HERMIT_CORES");
	if (value && parse_unsigned(value, 1, OPTIONS_CORES_MAX, &number) < 0)
		options_refuse("HERMIT_CORES", value, OPTIONS_CORES_ALLOWED);
	options->cores = (unsigned)number;
	value = option_get("HERMIT_CPUS");
	if (!value)
		return;
	options->cpus_given = true;
	if (cpulist_parse(value, &options->cpus) < 0 || options->cpus.count > OPTIONS_CORES_MAX)
		options_refuse("HERMIT_CPUS", value, "a list of at most 255 host CPUs, each once, like 3-5 or 1,4");
}

static void options_read_memory(struct options *options)
{
	const char *value = option_get("HERMIT_MEM");
	if (value && (parse_size(value, &options->memory) < 0 || options->memory < OPTIONS_MEMORY_MIN))
		options_refuse("HERMIT_MEM", value, OPTIONS_MEMORY_ALLOWED);
}

enum accel options_read_accel(void)
{
	const char *value = option_get("HERMIT_ACCEL");
	if (!value || !strcmp(value, "auto"))
		return ACCEL_AUTO;
	if (!strcmp(value, "kvm"))
		return ACCEL_KVM;
	if (!strcmp(value, "tcg"))
		return ACCEL_TCG;
	options_refuse("HERMIT_ACCEL", value, "auto, kvm or tcg");
}

static void options_read_verbose(struct options *options)
{
	const char *value = option_get("HERMIT_VERBOSE");
	if (value && (value[0] < '0' || value[0] > '2' || value[1]))
		options_refuse("HERMIT_VERBOSE", value, "0, 1 or 2");
	options->verbose = value ? (unsigned)(*value - '0') : 0;
}

static void options_read_shares(struct options *options)
{
	char *wrong;
	const char *value = getenv("HERMIT_SHARE");
	if (!value)
		return;
	options->shares_given = true;
	const char *problem = share_add_list(&options->shares, value, &wrong);
	if (problem)
		fail_exit(FAIL_USAGE, "HERMIT_SHARE=%s: %s: %s; allowed: host folders, path[:ro], separated by ','",
			value, wrong, problem);
}

static void options_read_qemu(struct options *options)
{
	uint64_t port = 0;
	options->qemu = option_get("HERMIT_QEMU");
	const char *value = option_get("HERMIT_QEMU_ARGS");
	if (value && strings_add_words(&options->qemu_arguments, value) < 0)
		options_refuse("HERMIT_QEMU_ARGS", value, "words as in a shell, every quote closed");
	value = option_get("HERMIT_GDB");
	if (value && parse_unsigned(value, 1, 65535, &port) < 0)
		options_refuse("HERMIT_GDB", value, "a TCP port from 1 to 65535");
	options->gdb_port = (unsigned)port;
}

void options_read(struct options *options)
{
	*options = (struct options){0};
	options_read_isle(options, option_get("HERMIT_ISLE"));
	options_read_cores(options);
	options_read_memory(options);
	options_read_verbose(options);
	options->accel = options_read_accel();
	options_read_shares(options);
	options_read_qemu(options);
	options_refuse_vm_only(options);
	if (options->multikernel)
		network_read_multikernel(&options->network, options->isle);
	else
		network_read(&options->network);
}
