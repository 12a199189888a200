/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a JVM is to its tools, and no more: on SIGQUIT, where the file that asks for it is there, it listens at its
 * attach socket; each connection gets back what it sends. Says "up" with its process number when it has begun.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void *echo(void *argument)
{
	char bytes[5000];
	int fd = (int)(long)argument;
	ssize_t got;
	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		for (ssize_t done = 0, part; done < got; done += part)
			if ((part = write(fd, bytes + done, (size_t)(got - done))) <= 0)
				goto out;
out:
	close(fd);
	return NULL;
}

static int listen_for_tools(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char last[64];
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	snprintf(last, sizeof(last), "/tmp/.java_pid%d", (int)getpid());
	snprintf(address.sun_path, sizeof(address.sun_path), "%s.tmp", last);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) || listen(fd, 5) ||
		rename(address.sun_path, last)) {
		perror("attach socket");
		exit(1);
	}
	return fd;
}

int main(void)
{
	char request[64];
	sigset_t quit;
	int number;
	sigemptyset(&quit);
	sigaddset(&quit, SIGQUIT);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGQUIT, exit); /* never called: blocked, but it shows as caught */
	sigprocmask(SIG_BLOCK, &quit, NULL);
	snprintf(request, sizeof(request), "/tmp/.attach_pid%d", (int)getpid());
	printf("up %d\n", (int)getpid());
	fflush(stdout);
	do
		sigwait(&quit, &number);
	while (access(request, F_OK) != 0);
	int listener = listen_for_tools();
	for (;;) {
		pthread_t thread;
		int fd = accept(listener, NULL, NULL);
		if (fd >= 0 && pthread_create(&thread, NULL, echo, (void *)(long)fd) == 0)
			pthread_detach(thread);
	}
}
