/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * chmod, fchmod, umask and chown to oneself: what was set is what stat says.
 * @folders tmp root share
 */
#include "test.h"

static mode_t mode_of(const char *path)
{
	struct stat status;

	CHECK_EQ(stat(path, &status), 0);
	return status.st_mode & 07777;
}

int main(int argc, char **argv)
{
	int fd;

	test_enter_folder(argc, argv);
	umask(0);
	CHECK_EQ(umask(077), 0);
	close(OK(open("masked", O_WRONLY | O_CREAT, 0666)));
	CHECK_EQ(mode_of("masked"), 0600);
	CHECK_EQ(umask(0), 077);
	fd = OK(open("file", O_RDWR | O_CREAT, 0666));
	CHECK_EQ(mode_of("file"), 0666);
	CHECK_EQ(chmod("file", 0751), 0);
	CHECK_EQ(mode_of("file"), 0751);
	CHECK_EQ(fchmod(fd, 0640), 0);
	CHECK_EQ(mode_of("file"), 0640);
	CHECK_EQ(fchmodat(AT_FDCWD, "file", 0700, 0), 0);
	CHECK_EQ(mode_of("file"), 0700);
	CHECK_EQ(mkdir("folder", 01777), 0);
	CHECK_EQ(mode_of("folder"), 01777);
	CHECK_EQ(symlink("file", "link"), 0);
	CHECK_EQ(chmod("link", 0600), 0); /* the file's */
	CHECK_EQ(mode_of("file"), 0600);
	CHECK_EQ(chown("file", getuid(), getgid()), 0);
	CHECK_EQ(fchown(fd, (uid_t)-1, (gid_t)-1), 0);
	CHECK_EQ(lchown("link", getuid(), (gid_t)-1), 0);
	CHECK_ERRNO(chmod("none", 0600), ENOENT);
	CHECK_ERRNO(fchmod(999, 0600), EBADF);
	CHECK_ERRNO(chown("none", getuid(), getgid()), ENOENT);
	return 0;
}
