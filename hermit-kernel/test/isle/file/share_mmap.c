/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files of a host folder map shared for reading and private for writing, larger than a few pages, at offsets, and match
 * what read returns; the host's file stays as it is.
 * @before head -c 3000000 /dev/urandom > data && cksum < data > sum
 * @after [ "$(cksum < data)" = "$(cat sum)" ]
 */
#include <sys/mman.h>
#include "test.h"

#define SIZE 3000000

int main(void)
{
	static char bytes[SIZE];
	int fd = OK(open("data", O_RDONLY));
	char *shared = OK(mmap(NULL, SIZE, PROT_READ, MAP_SHARED, fd, 0));
	char *copy = OK(mmap(NULL, SIZE - 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 65536));
	size_t done = 0, i;

	while (done < SIZE)
		done += (size_t)OK(read(fd, bytes + done, SIZE - done));
	close(fd);
	CHECK_EQ(memcmp(shared, bytes, SIZE), 0);
	CHECK_EQ(memcmp(copy, bytes + 65536, SIZE - 65536), 0);
	for (i = 0; i < SIZE - 65536; i += 1000)
		copy[i] = (char)~copy[i];
	CHECK_EQ(memcmp(shared, bytes, SIZE), 0);
	for (i = 0; i < SIZE - 65536; i += 1000)
		CHECK_EQ(copy[i], (char)~bytes[i + 65536]);
	return 0;
}
