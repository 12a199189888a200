/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * /proc/net/{tcp,tcp6,udp,udp6,dev,route,if_inet6}: their lines as programs read them, with the sockets of this test.
 */
#include "inet.h"

/** The line that has both words. */
static char *find_line(const char *file, const char *first, const char *second)
{
	static char line[512];
	char *text = test_read_file(file);

	for (char *at = strtok(text, "\n"); at; at = strtok(NULL, "\n"))
		if (strstr(at, first) && strstr(at, second)) {
			snprintf(line, sizeof(line), "%s", at);
			free(text);
			return line;
		}
	test_fail(__FILE__, __LINE__, 0, "%s has no line with %s and %s:\n%s", file, first, second, text);
}

static void check_header(const char *file, const char *header, size_t width)
{
	char *text = test_read_file(file);
	size_t length = strcspn(text, "\n");

	CHECK_EQ(strncmp(text, header, strlen(header)), 0);
	CHECK_EQ(length, width ? width : strlen(header));
	free(text);
}

static void check_tcp(void)
{
	int listener = inet_listen(AF_INET, 4), fd = inet_dial(AF_INET, inet_port(listener));
	char here[40], there[40];
	unsigned number, local, remote, port, peer, state, sending, received;

	snprintf(here, sizeof(here), "0100007F:%04X 00000000:0000 0A", inet_port(listener));
	CHECK_EQ(strlen(find_line("/proc/net/tcp", here, " 0A ")), 149);
	snprintf(here, sizeof(here), " 0100007F:%04X 0100007F:", inet_port(listener));
	snprintf(there, sizeof(there), ":%04X 01 ", inet_port(fd));
	CHECK_EQ(send(fd, "12345", 5, 0), 5);
	int other = OK(accept(listener, NULL, NULL));
	CHECK_EQ(inet_poll(other, POLLIN, 5000), POLLIN);
	CHECK_EQ(sscanf(find_line("/proc/net/tcp", here, there), "%u: %x:%x %x:%x %x %x:%x", &number, &local, &port,
			 &remote, &peer, &state, &sending, &received),
		8);
	CHECK_EQ(port, inet_port(listener));
	CHECK_EQ(peer, inet_port(fd));
	CHECK_EQ(state, 1);
	CHECK_EQ(received, 5);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(close(other), 0);
	CHECK_EQ(close(listener), 0);
	listener = inet_listen(AF_INET6, 4);
	snprintf(here, sizeof(here), "00000000000000000000000001000000:%04X", inet_port(listener));
	find_line("/proc/net/tcp6", here, "00000000000000000000000000000000:0000 0A ");
	CHECK_EQ(close(listener), 0);
	check_header("/proc/net/tcp",
		"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode  ",
		149);
	check_header("/proc/net/tcp6",
		"  sl  local_address                         remote_address                        st tx_queue "
		"rx_queue tr"
		" tm->when retrnsmt   uid  timeout inode",
		0);
}

static void check_udp(void)
{
	int v4 = inet_datagram(AF_INET), v6 = inet_datagram(AF_INET6);
	char here[60];

	snprintf(here, sizeof(here), "0100007F:%04X", inet_port(v4));
	CHECK_EQ(strlen(find_line("/proc/net/udp", here, "00000000:0000 07 ")), 127);
	snprintf(here, sizeof(here), "00000000000000000000000001000000:%04X", inet_port(v6));
	find_line("/proc/net/udp6", here, " 07 ");
	CHECK_EQ(inet_connect(v4, AF_INET, inet_port(v4)), 0);
	snprintf(here, sizeof(here), "0100007F:%04X", inet_port(v4));
	find_line("/proc/net/udp", here, " 01 ");
	CHECK_EQ(close(v4), 0);
	CHECK_EQ(close(v6), 0);
	check_header("/proc/net/udp",
		"   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref"
		" pointer drops ",
		127);
}

static void check_interfaces(void)
{
	unsigned long before, after, packets;
	char byte;
	int fd;

	CHECK_STR(find_line("/proc/net/if_inet6", "00000000000000000000000000000001", " lo"),
		"00000000000000000000000000000001 01 80 10 80       lo");
	CHECK_EQ(sscanf(find_line("/proc/net/dev", "    lo:", " "), " lo: %lu %lu", &before, &packets), 2);
	fd = inet_datagram(AF_INET);
	CHECK_EQ(inet_connect(fd, AF_INET, inet_port(fd)), 0);
	CHECK_EQ(send(fd, "x", 1, 0), 1);
	CHECK_EQ(recv(fd, &byte, 1, 0), 1);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(sscanf(find_line("/proc/net/dev", "    lo:", " "), " lo: %lu %lu", &after, &packets), 2);
	CHECK_OP(after, >=, before + 29);
	CHECK_OP(packets, >, 0);
	check_header("/proc/net/route",
		"Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT  ", 127);
}

int main(void)
{
	check_tcp();
	check_udp();
	check_interfaces();
	return 0;
}
