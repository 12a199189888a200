/* SPDX-License-Identifier: BSD-3-Clause */
#include "control.h"

#include "attach_socket.h"
#include "control_folder.h"
#include "control_stream.h"
#include "fail.h"
#include "relay_state.h"
#include "signal_names.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONTROL_REQUEST_MS  5000 /* for a client to say what it wants */
#define CONTROL_REQUEST_MAX 256u
#define SIGNAL_BIT(number)  (1ull << ((number)-1))

static struct connection *find_free(struct control *control)
{
	for (int i = 0; i < (int)CONTROL_CONNECTIONS; i++)
		if (control->connections[i].state == CONNECTION_FREE)
			return &control->connections[i];
	return NULL;
}

/* ---- begin and end ---- */

/* An isle runs without this too; but whoever looks for a reason finds one. */
static void say_missing(const struct relay *r, const char *what, int error)
{
	if (r->setup->verbose)
		fail_say("%s: %s; this isle cannot be reached by hermit ps, log, kill", what,
			error == -EPERM ? "not a folder of yours alone" : strerror(-error));
}

void control_begin(struct relay *r)
{
	struct control *control = &r->control;
	*control = (struct control){.listener = -1, .tools = -1};
	for (int i = 0; i < (int)CONTROL_CONNECTIONS; i++)
		control->connections[i].fd = -1;
	attach_socket_remove_leftover(getpid());
	char *path = control_folder_path();
	control->folder = control_folder_open();
	if (control->folder >= 0) {
		control_folder_sweep(control->folder);
		control->listener = control_folder_listen(control->folder);
	}
	if (control->listener < 0)
		say_missing(r, path, control->folder < 0 ? control->folder : control->listener);
	free(path);
}

static void stop_tools(struct control *control)
{
	if (control->tools < 0)
		return;
	attach_socket_unlisten();
	close(control->tools);
	control->tools = -1;
}

void control_end(struct relay *r)
{
	struct control *control = &r->control;
	if (control->listener >= 0)
		control_folder_unlisten(control->folder);
	stop_tools(control);
	for (int i = 0; i < (int)CONTROL_CONNECTIONS; i++) {
		control_write(&control->connections[i]);
		control_close(&control->connections[i]);
	}
	if (control->listener >= 0)
		close(control->listener);
	if (control->folder >= 0)
		close(control->folder);
}

/* ---- attach ---- */

static void ask_to_attach(struct relay *r)
{
	if (r->control.attach != CONTROL_ATTACH_ASKED)
		channel_send(&r->channel, HERMIT_FRAME_ATTACH, 0, NULL, 0);
	r->control.attach = CONTROL_ATTACH_ASKED;
}

bool control_takes_quit(struct relay *r)
{
	struct control *control = &r->control;
	if (r->state != RELAY_STATE_RUNNING || !(control->caught & SIGNAL_BIT(SIGQUIT)) || !attach_socket_is_asked())
		return false;
	if (control->tools >= 0 && attach_socket_is_there())
		return false; /* as HotSpot: it listens already, so this is for a thread dump */
	stop_tools(control);
	control->tools_asked = true;
	ask_to_attach(r);
	return true;
}

static void open_attach(struct relay *r, struct connection *c)
{
	char path[HERMIT_OPEN_PATH_MAX + 1];
	attach_socket_path(path, sizeof(path));
	control_stream_open(r, c, HERMIT_OPEN_SOCKET, path);
}

/* Where HotSpot has stopped to listen meanwhile, opening the stream fails, and the next one asks again. */
static void connect_to_jvm(struct relay *r, struct connection *c)
{
	c->deadline = 0;
	c->state = CONNECTION_ATTACHING;
	if (r->control.attach == CONTROL_ATTACH_READY)
		open_attach(r, c);
	else
		ask_to_attach(r);
}

static void begin_tools(struct relay *r)
{
	r->control.tools_asked = false;
	r->control.tools = attach_socket_listen();
	if (r->control.tools < 0 && r->setup->verbose)
		fail_say("/tmp/.java_pid%d: %s; the JDK's tools cannot attach", (int)getpid(),
			strerror(-r->control.tools));
}

static int on_attached(struct relay *r, const struct hermit_frame *frame, const void *payload)
{
	struct hermit_answer answer;
	struct control *control = &r->control;
	if (frame->length != sizeof(answer) || control->attach != CONTROL_ATTACH_ASKED)
		return -EPROTO;
	memcpy(&answer, payload, sizeof(answer));
	control->attach = answer.error ? CONTROL_ATTACH_NONE : CONTROL_ATTACH_READY;
	if (!answer.error && control->tools_asked)
		begin_tools(r);
	control->tools_asked = false;
	for (int i = 0; i < (int)CONTROL_CONNECTIONS; i++) {
		struct connection *c = &control->connections[i];
		if (c->state != CONNECTION_ATTACHING)
			continue;
		if (answer.error && !c->greet)
			control_close(c);
		else if (answer.error)
			control_answer(c, "error: the JVM does not listen for tools: %s\n", strerror(-answer.error));
		else
			open_attach(r, c);
	}
	return 0;
}

static int on_caught(struct relay *r, const struct hermit_frame *frame, const void *payload)
{
	struct hermit_caught caught;
	if (frame->length != sizeof(caught))
		return -EPROTO;
	memcpy(&caught, payload, sizeof(caught));
	r->control.caught = caught.signals & HERMIT_TOLD_SIGNALS;
	signals_show_caught(r->control.caught);
	return 0;
}

int control_on_frame(struct relay *r, const struct hermit_frame *frame, const void *payload)
{
	switch (frame->type) {
	case HERMIT_FRAME_ATTACHED:
		return on_attached(r, frame, payload);
	case HERMIT_FRAME_CAUGHT:
		return on_caught(r, frame, payload);
	default:
		return control_stream_on_frame(r, frame, payload);
	}
}

/* ---- requests ---- */

static void answer_status(struct relay *r, struct connection *c)
{
	static const char *const states[] = {"booting", "running", "ending"};
	char names[64] = "";
	for (int number = 1; number <= 31; number++)
		if (r->control.caught & SIGNAL_BIT(number))
			snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s%s", *names ? "," : "",
				sigabbrev_np(number));
	buffer_append(&c->out, r->setup->facts, strlen(r->setup->facts));
	if (r->control.kernel)
		control_answer(c, "kernel=%u.%u\n", r->control.kernel >> 16, r->control.kernel & 0xffff);
	control_answer(c, "state=%s\ncaught=%s\n", states[r->state], names);
}

static void answer_log(struct relay *r, struct connection *c, bool follow)
{
	if (r->state == RELAY_STATE_RUNNING)
		control_stream_open(r, c, follow ? HERMIT_OPEN_LOG_FOLLOW : HERMIT_OPEN_LOG, "");
	else
		control_answer(c, "error: the isle is %s; HERMIT_VERBOSE=1 shows the log from the start\n",
			r->state == RELAY_STATE_BOOTING ? "booting" : "ending");
}

static void answer_kill(struct relay *r, struct connection *c, const char *name)
{
	int number = signal_number(name);
	if (!number) {
		control_answer(c, "error: %s: no such signal\n", name);
	} else if (number == SIGSTOP || number == SIGTSTP || number == SIGCONT) {
		control_answer(c, "error: an isle stops and goes on with its proxy: kill -TSTP %d, kill -CONT %d\n",
			(int)getpid(), (int)getpid());
	} else {
		control_answer(c, "ok\n");
		relay_signal(r, number);
	}
}

static void answer_attach(struct relay *r, struct connection *c)
{
	if (r->state != RELAY_STATE_RUNNING || !(r->control.caught & SIGNAL_BIT(SIGQUIT))) {
		control_answer(c, "error: no JVM: the program has no handler for SIGQUIT\n");
		return;
	}
	c->greet = true;
	connect_to_jvm(r, c);
}

static void serve_request(struct relay *r, struct connection *c, const char *line)
{
	if (!strcmp(line, "status"))
		answer_status(r, c);
	else if (!strcmp(line, "log") || !strcmp(line, "log follow"))
		answer_log(r, c, line[3]);
	else if (!strncmp(line, "kill ", 5))
		answer_kill(r, c, line + 5);
	else if (!strcmp(line, "attach"))
		answer_attach(r, c);
	else
		control_answer(c, "error: no such request; there are: status, log [follow], kill SIGNAL, attach\n");
}

/* Up to the end of the line and no further: what follows belongs to the stream. */
static void read_request(struct relay *r, struct connection *c)
{
	char bytes[CONTROL_REQUEST_MAX], line[CONTROL_REQUEST_MAX];
	ssize_t got = recv(c->fd, bytes, sizeof(bytes), MSG_DONTWAIT | MSG_PEEK);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	char *end = got > 0 ? memchr(bytes, '\n', (size_t)got) : NULL;
	size_t taken = end ? (size_t)(end - bytes) + 1 : got > 0 ? (size_t)got : 0;
	size_t length = buffer_length(&c->line) + taken;
	if (!taken || length > CONTROL_REQUEST_MAX || recv(c->fd, bytes, taken, MSG_DONTWAIT) != (ssize_t)taken) {
		control_close(c);
		return;
	}
	buffer_append(&c->line, bytes, taken);
	if (!end)
		return;
	memcpy(line, buffer_start(&c->line), length);
	line[length - 1] = 0;
	serve_request(r, c, line);
}

/* ---- the loop's part ---- */

static struct pollfd poll_connection(const struct relay *r, const struct connection *c)
{
	struct pollfd slot = {.fd = c->fd};
	if (c->state == CONNECTION_REQUEST || control_stream_wants_input(r, c))
		slot.events |= POLLIN;
	if (buffer_length(&c->out))
		slot.events |= POLLOUT;
	if (!slot.events)
		slot.fd = -1; /* a client that has gone would wake us all the time */
	return slot;
}

void control_poll(struct relay *r, struct pollfd *slots)
{
	struct control *control = &r->control;
	bool room = find_free(control) && r->state != RELAY_STATE_DRAINING;
	slots[0] = (struct pollfd){.fd = room ? control->listener : -1, .events = POLLIN};
	slots[1] = (struct pollfd){.fd = room ? control->tools : -1, .events = POLLIN};
	for (int i = 0; i < (int)CONTROL_CONNECTIONS; i++)
		slots[2 + i] = poll_connection(r, &control->connections[i]);
}

int control_timeout(const struct relay *r)
{
	int64_t first = 0;
	for (int i = 0; i < (int)CONTROL_CONNECTIONS; i++) {
		int64_t deadline = r->control.connections[i].deadline;
		if (deadline && (!first || deadline < first))
			first = deadline;
	}
	int64_t left = first - relay_now_ms();
	return !first ? -1 : left > 0 ? (int)left : 0;
}

static void serve_connection(struct relay *r, struct connection *c, short events)
{
	if (events && c->state == CONNECTION_REQUEST)
		read_request(r, c);
	else if (events & (POLLIN | POLLHUP | POLLERR) && control_stream_wants_input(r, c))
		control_stream_read(r, c);
	if (c->state == CONNECTION_STREAM)
		control_stream_flush(r, c);
	else if (c->state == CONNECTION_ANSWER && (!control_write(c) || !buffer_length(&c->out)))
		control_close(c);
	if (c->deadline && relay_now_ms() >= c->deadline)
		control_close(c);
}

/* A connection, in the state of one that was just accepted; NULL: none came after all. */
static struct connection *accept_on(struct control *control, int listener)
{
	struct connection *c = find_free(control);
	int fd = c ? accept4(listener, NULL, NULL, SOCK_CLOEXEC) : -1;
	if (fd < 0)
		return NULL;
	*c = (struct connection){.fd = fd, .state = CONNECTION_REQUEST};
	c->deadline = relay_now_ms() + CONTROL_REQUEST_MS;
	return c;
}

void control_serve(struct relay *r, const struct pollfd *slots)
{
	struct control *control = &r->control;
	for (int i = 0; i < (int)CONTROL_CONNECTIONS; i++)
		if (slots[2 + i].fd >= 0 && control->connections[i].state != CONNECTION_FREE)
			serve_connection(r, &control->connections[i], slots[2 + i].revents);
	if (slots[0].revents)
		accept_on(control, control->listener);
	struct connection *tool = slots[1].revents ? accept_on(control, control->tools) : NULL;
	if (tool)
		connect_to_jvm(r, tool);
}
