/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the C library asks by netlink(7): getifaddrs, if_nameindex, getaddrinfo with AI_ADDRCONFIG; and a socket of
 * NETLINK_ROUTE itself: names, a dump's end, errors.
 */
#include <ifaddrs.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netdb.h>
#include <netpacket/packet.h>
#include "inet.h"

static void check_getifaddrs(void)
{
	struct ifaddrs *list;
	bool v4 = false, v6 = false, link = false;

	CHECK_EQ(getifaddrs(&list), 0);
	for (const struct ifaddrs *at = list; at; at = at->ifa_next) {
		if (strcmp(at->ifa_name, "lo") != 0 || !at->ifa_addr)
			continue;
		const union inet_address *address = (const union inet_address *)at->ifa_addr;
		CHECK_EQ(at->ifa_flags & (IFF_UP | IFF_LOOPBACK), IFF_UP | IFF_LOOPBACK);
		if (address->any.sa_family == AF_INET && ntohl(address->v4.sin_addr.s_addr) == INADDR_LOOPBACK)
			v4 = ntohl(((struct sockaddr_in *)at->ifa_netmask)->sin_addr.s_addr) == 0xff000000;
		if (address->any.sa_family == AF_INET6)
			v6 |= IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr);
		if (address->any.sa_family == AF_PACKET) {
			const struct sockaddr_ll *packet = (const struct sockaddr_ll *)at->ifa_addr;
			link = packet->sll_ifindex == 1 && packet->sll_halen == 6;
		}
	}
	CHECK(v4);
	CHECK(v6);
	CHECK(link);
	freeifaddrs(list);
}

static void check_names(void)
{
	struct if_nameindex *names = if_nameindex();
	char name[IF_NAMESIZE];

	CHECK(names);
	CHECK_EQ(names[0].if_index, 1);
	CHECK_STR(names[0].if_name, "lo");
	if_freenameindex(names);
	CHECK_EQ(if_nametoindex("lo"), 1);
	CHECK_STR(if_indextoname(1, name), "lo");
	CHECK(!if_indextoname(12345, name));
	CHECK_EQ(errno, ENXIO);
}

static void check_getaddrinfo(void)
{
	struct addrinfo hints = {.ai_family = AF_INET, .ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV}, *list;

	CHECK_EQ(getaddrinfo("127.0.0.1", "80", &hints, &list), 0);
	CHECK_EQ(list->ai_family, AF_INET);
	freeaddrinfo(list);
}

struct request {
	struct nlmsghdr header;
	struct rtgenmsg body;
};

static void ask(int fd, int type, int flags, unsigned number)
{
	struct request request = {.header = {.nlmsg_len = sizeof(request),
					  .nlmsg_type = (uint16_t)type,
					  .nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags),
					  .nlmsg_seq = number},
		.body = {.rtgen_family = AF_UNSPEC}};
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};

	CHECK_EQ(sendto(fd, &request, sizeof(request), 0, (struct sockaddr *)&kernel, sizeof(kernel)), sizeof(request));
}

static void check_socket(void)
{
	int fd = OK(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
	struct sockaddr_nl name = {.nl_family = AF_NETLINK}, from;
	socklen_t length = sizeof(name);
	_Alignas(struct nlmsghdr) char bytes[32768];
	bool done = false;
	int links = 0;

	CHECK_EQ(bind(fd, (struct sockaddr *)&name, sizeof(name)), 0);
	CHECK_EQ(getsockname(fd, (struct sockaddr *)&name, &length), 0);
	CHECK_EQ(length, sizeof(name));
	CHECK_OP(name.nl_pid, !=, 0);
	CHECK_ERRNO(recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT), EAGAIN);
	ask(fd, RTM_GETLINK, NLM_F_DUMP, 77);
	while (!done) {
		length = sizeof(from);
		size_t got = (size_t)OK(recvfrom(fd, bytes, sizeof(bytes), 0, (struct sockaddr *)&from, &length));
		CHECK_EQ(from.nl_pid, 0);
		for (struct nlmsghdr *at = (void *)bytes; NLMSG_OK(at, got); at = NLMSG_NEXT(at, got)) {
			CHECK_EQ(at->nlmsg_seq, 77);
			CHECK_EQ(at->nlmsg_pid, name.nl_pid);
			CHECK_EQ(at->nlmsg_flags & NLM_F_MULTI, NLM_F_MULTI);
			done |= at->nlmsg_type == NLMSG_DONE;
			links += at->nlmsg_type == RTM_NEWLINK;
		}
	}
	CHECK_OP(links, >, 0);
	ask(fd, 0x7000, 0, 78); /* no such request */
	CHECK_OP(recv(fd, bytes, sizeof(bytes), 0), >=, sizeof(struct nlmsghdr) + sizeof(struct nlmsgerr));
	const struct nlmsghdr *answer = (void *)bytes;
	CHECK_EQ(answer->nlmsg_type, NLMSG_ERROR);
	CHECK_EQ(answer->nlmsg_seq, 78);
	CHECK_EQ(((const struct nlmsgerr *)NLMSG_DATA(answer))->error, -EOPNOTSUPP);
	CHECK_EQ(close(fd), 0);
	CHECK_ERRNO(socket(AF_NETLINK, SOCK_STREAM, NETLINK_ROUTE), ESOCKTNOSUPPORT);
	CHECK_ERRNO(socket(AF_NETLINK, SOCK_RAW, 1000), EPROTONOSUPPORT);
}

int main(void)
{
	check_getifaddrs();
	check_names();
	check_getaddrinfo();
	check_socket();
	return 0;
}
