/* SPDX-License-Identifier: BSD-3-Clause */
#include "network_files.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOSTS    "/etc/hosts"
#define RESOLVER "/etc/resolv.conf"
/* Where systemd-resolved answers on the loopback, the servers that it asks. */
#define RESOLVER_BEHIND "/run/systemd/resolve/resolv.conf"

static void add_text(struct buffer *to, const char *text)
{
	buffer_append(to, text, strlen(text));
}

/* Each line of a file of this host for which `wanted` says so; a file that is not there has none. */
static void add_lines(struct buffer *to, const char *path, int (*wanted)(const char *line))
{
	char *line = NULL;
	size_t size = 0;
	FILE *file = fopen(path, "re");
	while (file && getline(&line, &size, file) > 0)
		if (wanted(line))
			add_text(to, line);
	free(line);
	if (file)
		fclose(file);
}

/* The first word of a line as an address of this machine itself: 127.0.0.0/8, ::1. */
static int is_loopback(const char *word)
{
	char text[INET6_ADDRSTRLEN];
	size_t length = strcspn(word, " \t\r\n#");
	if (length >= sizeof(text))
		return 0;
	memcpy(text, word, length);
	text[length] = 0;
	return network_is_loopback(text);
}

static int names_another_machine(const char *line)
{
	line += strspn(line, " \t");
	return *line && !strchr("#\r\n", *line) && !is_loopback(line);
}

static void make_hosts(struct buffer *to, const struct network *network, const char *hostname)
{
	char line[160];
	const uint8_t *own = network->boot.address, *linux_side = network->boot.gateway;
	add_text(to, "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n");
	if (network->kind == NETWORK_NONE || network->boot.flags & HERMIT_NETWORK_DHCP) {
		snprintf(line, sizeof(line), "127.0.1.1 %s\n", hostname);
	} else {
		snprintf(line, sizeof(line), "%u.%u.%u.%u %s\n%u.%u.%u.%u linux\n", own[0], own[1], own[2], own[3],
			hostname, linux_side[0], linux_side[1], linux_side[2], linux_side[3]);
	}
	add_text(to, line);
	add_lines(to, HOSTS, names_another_machine);
}

/* QEMU's own network has a name server at its third address, which asks this host's. */
static int is_no_server(const char *line)
{
	return strncmp(line, "search", 6) == 0 || strncmp(line, "domain", 6) == 0 || strncmp(line, "options", 7) == 0;
}

/* A server on this host's loopback is out of an isle's reach. */
static int is_reachable(const char *line)
{
	if (strncmp(line, "nameserver", 10) != 0)
		return is_no_server(line);
	line += 10;
	return !is_loopback(line + strspn(line, " \t"));
}

static bool has_server(const struct buffer *resolver)
{
	return memmem(buffer_start(resolver), buffer_length(resolver), "nameserver", 10);
}

static void make_resolver(struct buffer *to, const struct network *network)
{
	char line[64] = "nameserver 192.168.28.3\n";
	const uint8_t *gateway = network->boot.gateway;
	if (network->kind != NETWORK_USER) {
		add_lines(to, RESOLVER, is_reachable);
		if (!has_server(to))
			add_lines(to, RESOLVER_BEHIND, is_reachable);
		return;
	}
	if (!(network->boot.flags & HERMIT_NETWORK_DHCP))
		snprintf(line, sizeof(line), "nameserver %u.%u.%u.%u\n", gateway[0], gateway[1], gateway[2],
			gateway[3] + 2);
	add_text(to, line);
	add_lines(to, RESOLVER, is_no_server);
}

static void add_file(struct bootblob *blob, const char *path, struct buffer *contents)
{
	bootblob_add_file(blob, path, 0644, buffer_start(contents), buffer_length(contents));
	buffer_free(contents);
}

void network_add_files(struct bootblob *blob, const struct network *network, const char *hostname)
{
	struct buffer hosts = {0}, resolver = {0};
	make_hosts(&hosts, network, hostname);
	add_file(blob, HOSTS, &hosts);
	if (network->kind == NETWORK_NONE)
		return;
	make_resolver(&resolver, network);
	add_file(blob, RESOLVER, &resolver);
}
