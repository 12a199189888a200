/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The files under /etc that the C library reads behind getpwuid, getgrgid, localtime and name look-ups answer sensibly.
 */
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include "test.h"

int main(void)
{
	struct passwd *user = getpwuid(getuid());
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST}, *found;
	time_t zero = 0;
	char host[256];

	CHECK(user != NULL);
	CHECK(user->pw_name[0] != 0);
	CHECK_EQ(user->pw_dir[0], '/');
	CHECK(getgrgid(getgid()) != NULL || !test_on_isle());
	CHECK(localtime(&zero) != NULL);
	CHECK_EQ(getaddrinfo("127.0.0.1", NULL, &hints, &found), 0);
	freeaddrinfo(found);
	CHECK_EQ(gethostname(host, sizeof(host)), 0);
	CHECK(host[0] != 0);
	CHECK_EQ(access("/etc/passwd", R_OK) | access("/etc/group", R_OK) | access("/etc/hosts", R_OK), 0);
	return 0;
}
