/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ioctl(2) about interfaces, netdevice(7), asked of the loopback interface.
 */
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include "inet.h"

static struct ifreq ask(int fd, unsigned long request)
{
	struct ifreq answer;

	memset(&answer, 0, sizeof(answer));
	strcpy(answer.ifr_name, "lo");
	CHECK_EQ(ioctl(fd, request, &answer), 0);
	CHECK_STR(answer.ifr_name, "lo");
	return answer;
}

static uint32_t address_of(const struct ifreq *answer)
{
	const struct sockaddr_in *address = (const struct sockaddr_in *)&answer->ifr_addr;

	CHECK_EQ(address->sin_family, AF_INET);
	return ntohl(address->sin_addr.s_addr);
}

static void check_lo(int fd, int family)
{
	struct ifreq answer = ask(fd, SIOCGIFFLAGS);

	CHECK_EQ(answer.ifr_flags & (IFF_UP | IFF_RUNNING | IFF_LOOPBACK | IFF_BROADCAST),
		IFF_UP | IFF_RUNNING | IFF_LOOPBACK);
	if (family == AF_INET) { /* Linux' IPv6 does not speak of these */
		answer = ask(fd, SIOCGIFADDR);
		CHECK_EQ(address_of(&answer), INADDR_LOOPBACK);
		answer = ask(fd, SIOCGIFNETMASK);
		CHECK_EQ(address_of(&answer), 0xff000000);
	}
	answer = ask(fd, SIOCGIFMTU);
	CHECK_EQ(answer.ifr_mtu, 65536);
	answer = ask(fd, SIOCGIFHWADDR);
	CHECK_EQ(answer.ifr_hwaddr.sa_family, ARPHRD_LOOPBACK);
	answer = ask(fd, SIOCGIFINDEX);
	CHECK_EQ(answer.ifr_ifindex, if_nametoindex("lo"));
	CHECK_EQ(answer.ifr_ifindex, 1);
	memset(&answer, 0, sizeof(answer));
	answer.ifr_ifindex = 1;
	CHECK_EQ(ioctl(fd, SIOCGIFNAME, &answer), 0);
	CHECK_STR(answer.ifr_name, "lo");
}

static void check_list(int fd)
{
	struct ifreq room[16];
	struct ifconf list = {.ifc_len = sizeof(room), .ifc_req = room};
	bool found = false;

	CHECK_EQ(ioctl(fd, SIOCGIFCONF, &list), 0);
	CHECK_EQ(list.ifc_len % (int)sizeof(struct ifreq), 0);
	for (int i = 0; i < list.ifc_len / (int)sizeof(struct ifreq); i++)
		found |= strcmp(room[i].ifr_name, "lo") == 0 && address_of(&room[i]) == INADDR_LOOPBACK;
	CHECK(found);
	int all = list.ifc_len;
	list.ifc_req = NULL;
	list.ifc_len = 0;
	CHECK_EQ(ioctl(fd, SIOCGIFCONF, &list), 0);
	CHECK_EQ(list.ifc_len, all);
}

static void check_errors(int fd)
{
	struct ifreq answer;

	memset(&answer, 0, sizeof(answer));
	strcpy(answer.ifr_name, "nosuch0");
	CHECK_ERRNO(ioctl(fd, SIOCGIFFLAGS, &answer), ENODEV);
	CHECK_ERRNO(ioctl(fd, SIOCGIFADDR, BAD_POINTER), EFAULT);
	CHECK_ERRNO(ioctl(fd, SIOCGIFCONF, BAD_POINTER), EFAULT);
	answer.ifr_ifindex = 12345;
	CHECK_ERRNO(ioctl(fd, SIOCGIFNAME, &answer), ENODEV);
	answer.ifr_ifindex = 257; /* lwIP's indices have 8 bits */
	CHECK_ERRNO(ioctl(fd, SIOCGIFNAME, &answer), ENODEV);
}

int main(void)
{
	const int families[] = {AF_INET, AF_INET6}, types[] = {SOCK_STREAM, SOCK_DGRAM};

	for (int i = 0; i < 4; i++) {
		int fd = OK(socket(families[i / 2], types[i % 2], 0));
		check_lo(fd, families[i / 2]);
		check_list(fd);
		check_errors(fd);
		CHECK_EQ(close(fd), 0);
	}
	return 0;
}
