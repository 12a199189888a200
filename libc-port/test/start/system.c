/* SPDX-License-Identifier: BSD-3-Clause */
/* Facts of the system, random bytes, and that nothing can be started. */
#include "test.h"
#include <sched.h>
#include <sys/random.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	struct utsname name;
	char host[65];
	unsigned char a[32] = {0}, b[32] = {0};
	cpu_set_t cores;
	CHECK_EQ(uname(&name), 0);
	CHECK_STR(name.machine, "x86_64");
	CHECK_EQ(gethostname(host, sizeof(host)), 0);
	CHECK_STR(host, name.nodename);
	CHECK(sysconf(_SC_NPROCESSORS_ONLN) >= 1);
	CHECK(sysconf(_SC_PHYS_PAGES) > 1000);
	CHECK_FAILS(sysconf(9999), EINVAL);
	CHECK_EQ(getrandom(a, sizeof(a), 0), sizeof(a));
	CHECK_EQ(getentropy(b, sizeof(b)), 0);
	CHECK(memcmp(a, b, sizeof(a)) != 0);
	CHECK_FAILS(getentropy(b, 257), EIO);
	CHECK(getpid() > 0 && gettid() == getpid());
	CHECK_EQ(sched_getaffinity(0, sizeof(cores), &cores), 0);
	CHECK_EQ(CPU_COUNT(&cores), sysconf(_SC_NPROCESSORS_ONLN));
	CHECK(sched_getcpu() >= 0);
	CHECK_EQ(sched_yield(), 0);
	CHECK_FAILS(fork(), ENOSYS);
	CHECK_FAILS(execve("/bin/true", NULL, NULL), ENOSYS);
	CHECK_FAILS(system("true"), ENOSYS);
	CHECK_EQ(system(NULL), 0);
	CHECK_FAILS(wait(NULL), ECHILD);
	return 0;
}
