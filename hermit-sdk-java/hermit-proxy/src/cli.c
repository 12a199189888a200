/* SPDX-License-Identifier: BSD-3-Clause */
#include "cli.h"

#include "environment.h"
#include "executable.h"
#include "fail.h"
#include "memory.h"
#include "search.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char cli_help[] =
	"usage: hermit-proxy --kernel FILE [--root FILE] [--share PATH[:ro]]... [--] PROGRAM [ARGS]\n"
	"       hermit-proxy [--root FILE] [--share PATH[:ro]]... [--] HERMITCORE-PROGRAM [ARGS]\n"
	"       hermit-proxy ps | status ISLE | log ISLE [-f] | kill [-SIGNAL] ISLE\n"
	"       hermit-proxy accel\n"
	"\n"
	"Runs a Linux program on an isle: a virtual machine with a HermitCore kernel and nothing else, or, where "
	"Linux\n"
	"has HermitCore's patches, cores and memory that it gives away for so long. A HermitCore executable has the\n"
	"kernel in it.\n"
	"\n"
	"  --kernel FILE      the kernel, an ELF file with a PVH note\n"
	"  --root FILE        the root image (EROFS), seen as / on the isle\n"
	"  --share PATH[:ro]  a host folder that the isle sees at the same path, besides those of HERMIT_SHARE\n"
	"  --help, --version  this text; the version\n"
	"\n"
	"ps lists the isles that run; an ISLE is the process number of its proxy or the name of its program. log "
	"shows\n"
	"the kernel's log, with -f also what comes; kill sends TERM unless told another signal. accel prints what a "
	"VM\n"
	"would run on: kvm or tcg.\n"
	"\n"
	"A PROGRAM without '/' is looked for in PATH. The program sees the paths of the isle: those of the root\n"
	"image and of the shared folders.\n"
	"\n"
	"  HERMIT_ISLE        N: multi-kernel isle N (default: 0 where /sys/hermit is); qemu: a virtual machine "
	"(default\n"
	"                     elsewhere); qemu:N: one with cores and memory of host node N\n"
	"  HERMIT_CPUS        multi-kernel isle: the CPUs that Linux gives to it, like 3-5 or 1,4 (default: 1); "
	"virtual\n"
	"                     machine: host CPUs to pin one virtual CPU each to; wins over HERMIT_CORES\n"
	"  HERMIT_MEM         memory, like 512M or 4G (default: virtual machine: half of what is available, 256M to "
	"16G;\n"
	"                     multi-kernel isle: what Linux' driver says)\n"
	"  HERMIT_SHARE       host folders that the isle sees, path[:ro],... (default: the working folder)\n"
	"  HERMIT_VERBOSE     1: kernel log on stderr; 2: system calls too\n"
	"\n"
	"Virtual machines only:\n"
	"  HERMIT_CORES       virtual CPUs (default: the host's usable CPUs)\n"
	"  HERMIT_IP          address of the isle, like 192.168.28.2/24 (the default), or dhcp\n"
	"  HERMIT_PORTS       ports of this machine that lead to the isle's: 8080:80, udp:5353:53, separated by ','\n"
	"  HERMIT_NETIF       user (default, no root), none, a tap device, or group:ADDRESS:PORT (isles among each "
	"other)\n"
	"  HERMIT_ACCEL       auto (default: measured), kvm or tcg\n"
	"  HERMIT_QEMU        the emulator (default: qemu-system-x86_64)\n"
	"  HERMIT_QEMU_ARGS   more arguments for it, quoted as in a shell\n"
	"  HERMIT_GDB         port on 127.0.0.1 for gdb; with HERMIT_QEMU_ARGS=-S the isle waits for it\n"
	"\n"
	"Multi-kernel isle N has the address 192.168.28.(N+2), Linux 192.168.28.1; HERMIT_NETIF=none leaves its "
	"network\n"
	"out. HERMIT_ACCEL and HERMIT_QEMU say nothing to it, the other variables of virtual machines are refused.\n"
	"\n"
	"Exit status: the program's; 128+N where signal N ended it; 2 for a wrong option or variable; 125 where\n"
	"the isle failed.\n";

static void cli_answer(const char *text)
{
	if (fputs(text, stdout) == EOF || fflush(stdout) == EOF)
		exit(1);
	exit(0);
}

/* "--name value" and "--name=value"; NULL when argv[*index] is another option. */
static const char *cli_option(int argc, char **argv, int *index, const char *name)
{
	size_t length = strlen(name);
	const char *argument = argv[*index];
	if (strncmp(argument, name, length) != 0)
		return NULL;
	if (argument[length] == '=')
		return argument + length + 1;
	if (argument[length])
		return NULL;
	if (*index + 1 >= argc)
		fail_exit(FAIL_USAGE, "%s needs a value; see --help", name);
	return argv[++*index];
}

static int cli_open_file(const char *option, const char *path, uint64_t *size)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail_exit(FAIL_USAGE, "%s %s: %s", option, path, strerror(errno));
	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) || status.st_size == 0)
		fail_exit(FAIL_USAGE, "%s %s: not a file with contents", option, path);
	*size = (uint64_t)status.st_size;
	return fd;
}

static void cli_take_kernel(struct plan *plan, const char *path)
{
	plan->kernel.fd = cli_open_file("--kernel", path, &plan->kernel.size);
	plan->kernel_path = memory_copy_text(path);
}

static void cli_take_root(struct plan *plan, const char *path)
{
	plan->image.fd = cli_open_file("--root", path, &plan->image.size);
	const char *problem = image_problem(&plan->image);
	if (problem)
		fail_exit(FAIL_USAGE, "--root %s: %s", path, problem);
}

static int cli_read_options(int argc, char **argv, struct plan *plan)
{
	int i;
	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		const char *value;
		if (!strcmp(argv[i], "--"))
			return i + 1;
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			cli_answer(cli_help);
		if (!strcmp(argv[i], "--version"))
			cli_answer("hermit-proxy " HERMIT_VERSION "\n");
		if ((value = cli_option(argc, argv, &i, "--kernel"))) {
			cli_take_kernel(plan, value);
		} else if ((value = cli_option(argc, argv, &i, "--root"))) {
			cli_take_root(plan, value);
		} else if ((value = cli_option(argc, argv, &i, "--share"))) {
			const char *problem = share_add(&plan->shares, value);
			if (problem)
				fail_exit(FAIL_USAGE, "--share %s: %s", value, problem);
		} else {
			fail_exit(FAIL_USAGE, "%s: no such option; see --help", argv[i]);
		}
	}
	return i;
}

/* The isle's working folder may be another one, so a relative path is completed here. */
static char *cli_locate_program(const char *name)
{
	if (!*name)
		fail_exit(FAIL_USAGE, "the name of the program is empty");
	if (!strchr(name, '/')) {
		char *found = search_path(name);
		if (!found)
			fail_exit(FAIL_USAGE, "%s: not found in PATH", name);
		return found;
	}
	char *here = *name == '/' ? NULL : getcwd(NULL, 0);
	char *path = here ? memory_format("%s/%s", here, name) : memory_copy_text(name);
	free(here);
	return path;
}

/* The program brings its own kernel, and needs no root image. */
static void cli_take_kernel_of_program(struct plan *plan)
{
	if (plan->kernel_path)
		fail_exit(FAIL_USAGE, "%s is a HermitCore executable, which has its own kernel; leave --kernel out",
			plan->program);
	plan->kernel.fd = cli_open_file("program", plan->program, &plan->kernel.size);
	plan->kernel_path = memory_copy_text(plan->program);
}

void cli_read(int argc, char **argv, struct plan *plan)
{
	int first = cli_read_options(argc, argv, plan);
	if (first >= argc)
		fail_exit(FAIL_USAGE, "no program given; see --help");
	plan->program = cli_locate_program(argv[first]);
	if (executable_is_hermitcore(plan->program))
		cli_take_kernel_of_program(plan);
	if (!plan->kernel_path)
		fail_exit(FAIL_USAGE, "no kernel given, and %s is no HermitCore executable; see --help", argv[first]);
	for (int i = first; i < argc; i++)
		strings_add(&plan->arguments, argv[i]);
	environment_copy(&plan->environment, NULL);
}
