/* SPDX-License-Identifier: BSD-3-Clause */
/* /proc/sys: settings, most of them constants that programs ask for. */
#include <linux/errno.h>
#include "fs/file.h"
#include "fs/procfs.h"
#include "fs/procfs_values.h"
#include "isle/identity.h"
#include "lib/format.h"
#include "lib/random.h"
#include "lib/string.h"
#include "mm/page.h"
#include "sched/rlimit.h"

/** Files that always show the same text. */
#define CONSTANT(name, contents)                                                                                       \
	static int show_##name(struct text *text, const uint64_t *ids)                                                 \
	{                                                                                                              \
		text_printf(text, "%s\n", contents);                                                                   \
		return 0;                                                                                              \
	}
CONSTANT(threads_max, "4194304")
CONSTANT(pid_max, "4194304")
CONSTANT(release, ISLE_RELEASE)
CONSTANT(version, ISLE_VERSION)
CONSTANT(ostype, "Linux")
CONSTANT(domainname, "(none)")
CONSTANT(core_pattern, "core")
CONSTANT(ngroups_max, "65536")
CONSTANT(cap_last_cap, "40")
CONSTANT(zero, "0")
CONSTANT(one, "1")
CONSTANT(two, "2")
CONSTANT(entropy, "256")
CONSTANT(shmmax, "18446744073692774399")
CONSTANT(max_map_count, "1073741824")
CONSTANT(mmap_min_addr, "4096")
CONSTANT(ratio, "50")
CONSTANT(somaxconn, "4096")
CONSTANT(ports, "32768\t60999")
CONSTANT(socket_buffer, "212992")
CONSTANT(tcp_buffers, "4096\t131072\t6291456")
CONSTANT(nr_open, "1048576")
CONSTANT(pipe_max_size, "1048576")

static int show_hostname(struct text *text, const uint64_t *ids)
{
	char name[65];
	isle_host_name(name, sizeof(name));
	text_printf(text, "%s\n", name);
	return 0;
}

static void show_uuid(struct text *text, const uint8_t bytes[16])
{
	for (unsigned i = 0; i < 16; i++)
		text_printf(text, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
	text_printf(text, "\n");
}

/** RFC 4122, section 4.4. */
static void make_uuid(uint8_t bytes[16])
{
	random_bytes(bytes, 16);
	bytes[6] = (bytes[6] & 0x0f) | 0x40;
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
}

static int show_new_uuid(struct text *text, const uint64_t *ids)
{
	uint8_t bytes[16];
	make_uuid(bytes);
	show_uuid(text, bytes);
	return 0;
}

static int show_boot_id(struct text *text, const uint64_t *ids)
{
	static struct spinlock lock = SPINLOCK_INIT;
	static uint8_t boot_id[16];
	static bool made;
	spin_lock(&lock);
	if (!made)
		make_uuid(boot_id);
	made = true;
	spin_unlock(&lock);
	show_uuid(text, boot_id);
	return 0;
}

static int show_file_max(struct text *text, const uint64_t *ids)
{
	text_printf(text, "%u\n", FD_MAX);
	return 0;
}

static int show_file_numbers(struct text *text, const uint64_t *ids)
{
	unsigned open = 0;
	for (int fd = fd_next(0); fd >= 0; fd = fd_next(fd + 1))
		open++;
	text_printf(text, "%u\t0\t%u\n", open, FD_MAX);
	return 0;
}

static int show_net_link(struct text *text, const uint64_t *ids)
{
	text_printf(text, "self/net");
	return 0;
}

static const struct pseudo_entry entries[] = {
	{.path = "net", .mode = S_IFLNK | 0777, .show = show_net_link},
	{.path = "sys/fs/file-max", .show = show_file_max},
	{.path = "sys/fs/file-nr", .show = show_file_numbers},
	{.path = "sys/fs/nr_open", .show = show_nr_open},
	{.path = "sys/fs/pipe-max-size", .show = show_pipe_max_size},
	{.path = "sys/kernel/cap_last_cap", .show = show_cap_last_cap},
	{.path = "sys/kernel/core_pattern", .show = show_core_pattern},
	{.path = "sys/kernel/domainname", .show = show_domainname},
	{.path = "sys/kernel/hostname", .show = show_hostname},
	{.path = "sys/kernel/ngroups_max", .show = show_ngroups_max},
	{.path = "sys/kernel/osrelease", .show = show_release},
	{.path = "sys/kernel/ostype", .show = show_ostype},
	{.path = "sys/kernel/perf_event_paranoid", .show = show_two},
	{.path = "sys/kernel/pid_max", .show = show_pid_max},
	{.path = "sys/kernel/random/boot_id", .show = show_boot_id},
	{.path = "sys/kernel/random/entropy_avail", .show = show_entropy},
	{.path = "sys/kernel/random/poolsize", .show = show_entropy},
	{.path = "sys/kernel/random/uuid", .show = show_new_uuid},
	{.path = "sys/kernel/randomize_va_space", .show = show_zero},
	{.path = "sys/kernel/shmmax", .show = show_shmmax},
	{.path = "sys/kernel/threads-max", .show = show_threads_max},
	{.path = "sys/kernel/version", .show = show_version},
	{.path = "sys/net/core/rmem_default", .show = show_socket_buffer},
	{.path = "sys/net/core/rmem_max", .show = show_socket_buffer},
	{.path = "sys/net/core/somaxconn", .show = show_somaxconn},
	{.path = "sys/net/core/wmem_default", .show = show_socket_buffer},
	{.path = "sys/net/core/wmem_max", .show = show_socket_buffer},
	{.path = "sys/net/ipv4/ip_local_port_range", .show = show_ports},
	{.path = "sys/net/ipv4/tcp_rmem", .show = show_tcp_buffers},
	{.path = "sys/net/ipv4/tcp_wmem", .show = show_tcp_buffers},
	{.path = "sys/vm/max_map_count", .show = show_max_map_count},
	{.path = "sys/vm/mmap_min_addr", .show = show_mmap_min_addr},
	{.path = "sys/vm/nr_hugepages", .show = show_zero},
	{.path = "sys/vm/overcommit_memory", .show = show_one}, /* reserves are never refused */
	{.path = "sys/vm/overcommit_ratio", .show = show_ratio},
	{.path = "sys/vm/swappiness", .show = show_zero},
};

const struct pseudo_table procfs_setting_files = PSEUDO_TABLE(entries);
