/* SPDX-License-Identifier: BSD-3-Clause */
#include "java_harness.h"

#include "fail.h"
#include "memory.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROPERTIES_MAIN "org.openjdk.jmh.runner.PrintPropertiesMain"
#define FORKED_MAIN     "org.openjdk.jmh.runner.ForkedMain"

static bool runs(const struct java_command *command, const char *main)
{
	return command->main && command->main_index && !strcmp(command->main, main);
}

void java_harness_answer(const struct java_command *command, const char *java_home, char **argv)
{
	if (!runs(command, PROPERTIES_MAIN))
		return;
	char *java = memory_format("%s/bin/java", java_home);
	execv(java, argv);
	fail_exit(FAIL_ISLE, "%s: %s; JMH asks for the properties of this JVM, which that JDK answers", java,
		strerror(errno));
}

void java_harness_redirect(const struct java_command *command, const struct network *network, char **arguments)
{
	if (!runs(command, FORKED_MAIN))
		return;
	char **host = &arguments[command->main_index + 1], text[16];
	if (!*host || (!network_is_loopback(*host) && strcmp(*host, "localhost") != 0))
		return;
	if (network->kind == NETWORK_MMNIF)
		fail_exit(FAIL_USAGE,
			"JMH waits for this fork at %s, which a multi-kernel isle does not reach; start JMH with "
			"-Djmh.link.address=192.168.28.1, or set HERMIT_ISLE=qemu",
			*host);
	if (network->kind != NETWORK_USER)
		fail_exit(FAIL_USAGE,
			"HERMIT_NETIF=%s: JMH waits for this fork at %s, which an isle reaches with HERMIT_NETIF=user "
			"only",
			getenv("HERMIT_NETIF"), *host);
	network_linux_address(network, text);
	free(*host);
	*host = memory_copy_text(text);
}
