/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Multicast on the loopback interface: options and their defaults, joining and leaving groups, who gets what; what Java
 * sets on each datagram socket.
 */
#include "inet.h"

static const char group_4[] = "239.255.77.77", group_6[] = "ff01::7777";

static void check_options(void)
{
	int v4 = OK(socket(AF_INET, SOCK_DGRAM, 0)), v6 = OK(socket(AF_INET6, SOCK_DGRAM, 0)), number = 256;
	struct in_addr address = {htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);

	CHECK_EQ(inet_get(v4, IPPROTO_IP, IP_MULTICAST_TTL), 1);
	CHECK_EQ(inet_get(v4, IPPROTO_IP, IP_MULTICAST_LOOP), 1);
	inet_set(v4, IPPROTO_IP, IP_MULTICAST_TTL, 5);
	CHECK_EQ(inet_get(v4, IPPROTO_IP, IP_MULTICAST_TTL), 5);
	inet_set(v4, IPPROTO_IP, IP_MULTICAST_LOOP, 0);
	CHECK_EQ(inet_get(v4, IPPROTO_IP, IP_MULTICAST_LOOP), 0);
	CHECK_ERRNO(setsockopt(v4, IPPROTO_IP, IP_MULTICAST_TTL, &number, sizeof(number)), EINVAL);
	CHECK_EQ(setsockopt(v4, IPPROTO_IP, IP_MULTICAST_IF, &address, sizeof(address)), 0);
	address.s_addr = 0;
	CHECK_EQ(getsockopt(v4, IPPROTO_IP, IP_MULTICAST_IF, &address, &length), 0);
	CHECK_EQ(ntohl(address.s_addr), INADDR_LOOPBACK);
	address.s_addr = htonl(0xc0000201);
	CHECK_ERRNO(setsockopt(v4, IPPROTO_IP, IP_MULTICAST_IF, &address, sizeof(address)), EADDRNOTAVAIL);
	inet_set(v6, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 1); /* Java does that always */
	CHECK_EQ(inet_get(v6, IPPROTO_IPV6, IPV6_MULTICAST_HOPS), 1);
	inet_set(v6, IPPROTO_IPV6, IPV6_MULTICAST_IF, 1);
	CHECK_EQ(inet_get(v6, IPPROTO_IPV6, IPV6_MULTICAST_IF), 1);
	number = 12345;
	CHECK_ERRNO(setsockopt(v6, IPPROTO_IPV6, IPV6_MULTICAST_IF, &number, sizeof(number)), ENODEV);
	CHECK_EQ(close(v4), 0);
	CHECK_EQ(close(v6), 0);
}

static int bound_to_any(int family)
{
	union inet_address any;
	int fd = OK(socket(family, SOCK_DGRAM, 0));

	memset(&any, 0, sizeof(any));
	any.any.sa_family = (sa_family_t)family;
	CHECK_EQ(bind(fd, &any.any, inet_length(family)), 0);
	return fd;
}

static void check_once(int from, const union inet_address *to, int receiver, bool arrives)
{
	char byte = 'm';

	CHECK_EQ(sendto(from, &byte, 1, 0, &to->any, inet_length(to->any.sa_family)), 1);
	CHECK_EQ(inet_poll(receiver, POLLIN, arrives ? 5000 : 50), arrives ? POLLIN : 0);
	if (arrives)
		CHECK_EQ(recv(receiver, &byte, 1, 0), 1);
	CHECK_ERRNO(recv(receiver, &byte, 1, MSG_DONTWAIT), EAGAIN); /* once */
}

static void check_group_4(void)
{
	int sender = OK(socket(AF_INET, SOCK_DGRAM, 0)), receiver = bound_to_any(AF_INET);
	struct ip_mreq request = {.imr_interface = {htonl(INADDR_LOOPBACK)}};
	union inet_address to = inet_loopback(AF_INET, inet_port(receiver));

	CHECK_EQ(inet_pton(AF_INET, group_4, &request.imr_multiaddr), 1);
	to.v4.sin_addr = request.imr_multiaddr;
	CHECK_EQ(setsockopt(sender, IPPROTO_IP, IP_MULTICAST_IF, &request.imr_interface, sizeof(struct in_addr)), 0);
	check_once(sender, &to, receiver, false);
	CHECK_EQ(setsockopt(receiver, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof(request)), 0);
	CHECK_ERRNO(setsockopt(receiver, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof(request)), EADDRINUSE);
	check_once(sender, &to, receiver, true);
	CHECK_EQ(setsockopt(receiver, IPPROTO_IP, IP_DROP_MEMBERSHIP, &request, sizeof(request)), 0);
	CHECK_ERRNO(setsockopt(receiver, IPPROTO_IP, IP_DROP_MEMBERSHIP, &request, sizeof(request)), EADDRNOTAVAIL);
	check_once(sender, &to, receiver, false);
	request.imr_multiaddr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK_ERRNO(setsockopt(receiver, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof(request)), EINVAL);
	CHECK_EQ(close(sender), 0);
	CHECK_EQ(close(receiver), 0);
}

/* Linux has no route to send there by. */
static void check_group_6(void)
{
	int receiver = bound_to_any(AF_INET6);
	struct ipv6_mreq request = {.ipv6mr_interface = 1};

	CHECK_EQ(inet_pton(AF_INET6, group_6, &request.ipv6mr_multiaddr), 1);
	CHECK_EQ(setsockopt(receiver, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, &request, sizeof(request)), 0);
	CHECK_EQ(setsockopt(receiver, IPPROTO_IPV6, IPV6_DROP_MEMBERSHIP, &request, sizeof(request)), 0);
	request.ipv6mr_interface = 12345;
	CHECK_ERRNO(setsockopt(receiver, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, &request, sizeof(request)), ENODEV);
	CHECK_EQ(close(receiver), 0);
}

int main(void)
{
	check_options();
	check_group_4();
	check_group_6();
	return 0;
}
