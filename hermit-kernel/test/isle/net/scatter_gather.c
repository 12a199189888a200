/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sendmsg, recvmsg, readv and writev on TCP with many buffers, empty ones among them; buffers that cannot be touched:
 * EFAULT, or the bytes before them; messages with an address on a connected stream; limits.
 */
#include <sys/mman.h>
#include <sys/uio.h>
#include "inet.h"

#define VECTORS 1000

static int ends[2];

static void check_many(void)
{
	static uint8_t out[VECTORS * 100], in[VECTORS * 100];
	static struct iovec vectors[VECTORS];
	struct msghdr message = {.msg_iov = vectors, .msg_iovlen = VECTORS};
	uint64_t random = 7;
	size_t total = 0, got = 0;

	inet_fill(out, sizeof(out), 0, 1);
	for (int i = 0; i < VECTORS; i++) {
		vectors[i].iov_base = out + total;
		vectors[i].iov_len = test_random(&random) % 100;
		total += vectors[i].iov_len;
	}
	CHECK_EQ(sendmsg(ends[1], &message, 0), total);
	for (int i = 0; i < VECTORS; i++)
		vectors[i].iov_base = in + ((uint8_t *)vectors[i].iov_base - out);
	CHECK_EQ(recvmsg(ends[0], &message, MSG_WAITALL), total);
	CHECK(memcmp(in, out, total) == 0);
	CHECK_EQ(writev(ends[1], vectors, VECTORS), total);
	while (got < total)
		got += (size_t)OK(
			readv(ends[0], (struct iovec[]){{in + got, 1}, {NULL, 0}, {in + got + 1, total - got - 1}},
				total - got > 1 ? 3 : 1));
	CHECK(memcmp(in, out, total) == 0);
	message.msg_iovlen = 1025;
	CHECK_ERRNO(sendmsg(ends[1], &message, 0), EMSGSIZE);
	CHECK_ERRNO(recvmsg(ends[0], &message, MSG_DONTWAIT), EMSGSIZE);
}

static void check_faults(void)
{
	uint8_t *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char bytes[256];

	CHECK(pages != MAP_FAILED);
	CHECK_EQ(mprotect(pages + 4096, 4096, PROT_NONE), 0);
	CHECK_ERRNO(send(ends[1], BAD_POINTER, 10, 0), EFAULT);
	CHECK_ERRNO(recv(ends[0], BAD_POINTER, 10, MSG_DONTWAIT), EAGAIN);
	CHECK_EQ(send(ends[1], "0123456789", 10, 0), 10);
	CHECK_EQ(inet_poll(ends[0], POLLIN, 5000), POLLIN);
	CHECK_ERRNO(recv(ends[0], BAD_POINTER, 10, 0), EFAULT);
	CHECK_EQ(recv(ends[0], bytes, sizeof(bytes), 0), 10); /* nothing was lost */
	CHECK(memcmp(bytes, "0123456789", 10) == 0);
	memset(pages, 'a', 4096);
	ssize_t sent = send(ends[1], pages + 4000, 200, 0); /* Linux: all or nothing, by its buffers' sizes */
	if (sent < 0)
		CHECK_EQ(errno, EFAULT);
	else
		CHECK_EQ(recv(ends[0], bytes, sizeof(bytes), MSG_WAITALL | MSG_DONTWAIT), sent);
	struct iovec vectors[2] = {{bytes, 4}, {BAD_POINTER, 4}};
	CHECK_EQ(send(ends[1], "abcdefgh", 8, 0), 8);
	CHECK_EQ(inet_poll(ends[0], POLLIN, 5000), POLLIN);
	sent = readv(ends[0], vectors, 2);
	if (sent < 0)
		CHECK_EQ(errno, EFAULT);
	CHECK_ERRNO(sendmsg(ends[1], BAD_POINTER, 0), EFAULT);
	CHECK_ERRNO(recvmsg(ends[0], BAD_POINTER, MSG_DONTWAIT), EFAULT);
	CHECK_EQ(munmap(pages, 8192), 0);
}

/* A stream that is connected takes no notice of a name, and gives none. */
static void check_names(void)
{
	union inet_address address = inet_loopback(AF_INET, 9);
	char byte = 'x';
	struct iovec vector = {&byte, 1};
	struct msghdr message = {
		.msg_iov = &vector, .msg_iovlen = 1, .msg_name = &address, .msg_namelen = sizeof(address.v4)};

	CHECK_EQ(sendmsg(ends[0], &message, 0), 1);
	message.msg_namelen = sizeof(address);
	message.msg_flags = -1;
	CHECK_EQ(recvmsg(ends[1], &message, 0), 1);
	CHECK_EQ(message.msg_namelen, 0);
	CHECK_EQ(message.msg_flags, 0);
	CHECK_EQ(message.msg_controllen, 0);
}

int main(void)
{
	inet_pair(ends);
	check_many();
	check_faults();
	inet_close_pair(ends);
	inet_pair(ends);
	check_names();
	return 0;
}
