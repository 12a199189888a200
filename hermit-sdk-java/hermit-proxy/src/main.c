/* SPDX-License-Identifier: BSD-3-Clause */
#include "cli.h"
#include "command.h"
#include "fail.h"
#include "isle.h"
#include "java.h"
#include "options.h"
#include "plan.h"
#include "plan_payload.h"
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Nothing that the proxy opens may become descriptor 0, 1 or 2. Bit i of the result: i was closed. */
static uint8_t main_occupy_standard_streams(void)
{
	uint8_t closed = 0;
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", fd == 0 ? O_RDONLY : O_WRONLY) == fd)
			closed |= (uint8_t)(1u << fd);
	return closed;
}

static void main_set_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	if (path && *path)
		fail_set_name(slash ? slash + 1 : path);
}

int main(int argc, char **argv)
{
	static struct options options;
	static struct plan plan;

	plan.stream_closed = main_occupy_standard_streams(); /* before any other descriptor */
	main_set_name(argv[0]);
	if (command_is_given(argc, argv))
		return command_run(argc, argv);
	options_read(&options);
	const struct isle_kind *kind = isle_kind_of(&options);
	network_claim(&options.network);
	if (!plan_from_payload(argc, argv, &plan))
		cli_read(argc, argv, &plan);
	if (plan.java_home)
		java_begin(&plan, &options, argc, argv);
	plan_folders(&plan, &options);
	kind->plan(&plan, &options);
	int signal_fd = signals_open(); /* before the first child: from now on ^C is ours to handle */
	struct isle *isle = kind->start(&plan, &options);
	return isle_run(isle, &plan, &options, signal_fd);
}
