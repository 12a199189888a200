/* SPDX-License-Identifier: BSD-3-Clause */
/* Words about signals for the log. */
#include "fs/file.h"
#include "lib/format.h"
#include "lib/string.h"
#include "mm/mm.h"
#include "sched/signal.h"
#include "sched/signal_stack.h"

const char *signal_name(int signal)
{
	static const char names[][10] = {"signal 0", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT",
		"SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM",
		"SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU",
		"SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS"};

	if (signal < 0 || signal > SIGNALS)
		return "no signal";
	return signal < (int)array_size(names) ? names[signal] : "a real-time signal";
}

static void describe_file(const struct vma_info *info, uint64_t address, char *to, size_t size)
{
	char path[256];
	const char *name = path;

	if (!info->file->dentry || vfs_path(info->file->dentry, path, sizeof(path)) < 0)
		name = info->file->anonymous_name ? info->file->anonymous_name : "a file";
	snprintf(to, size, "%s+0x%lx", name, info->offset + address - info->start);
}

void signal_describe_address(uint64_t address, char *to, size_t size)
{
	struct vma_info info;

	if (!mm_next_vma(address, &info)) {
		snprintf(to, size, "no mapping");
		return;
	}
	if (address < info.start)
		snprintf(to, size, "no mapping (next one at 0x%lx)", info.start);
	else if (info.file)
		describe_file(&info, address, to, size);
	else
		snprintf(to, size, "%s 0x%lx-0x%lx",
			info.stack  ? "the stack"
			: info.heap ? "the heap"
				    : "memory",
			info.start, info.end);
	if (info.file)
		file_put(info.file);
}
