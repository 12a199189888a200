/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Standard input, output and error as open files.
 *
 * Output is sent against credit: a writer takes credit for a whole frame, copies the bytes, sends. The proxy gives
 * credit back when it has written them, so a terminal that stands still holds its writers up, and nobody else. Input
 * lies in a ring as large as the window, so that what the proxy may send always fits; credit goes back as the program
 * reads.
 */
#include <asm/ioctls.h>
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include <linux/fcntl.h>
#include <linux/limits.h>
#include "fs/devfs.h"
#include "fs/file.h"
#include "fs/pipe.h"
#include "isle/boot_info.h"
#include "isle/channel.h"
#include "isle/terminal.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "mm/user.h"
#include "sync/mutex.h"

#define STREAM_CREDIT_BATCH (HERMIT_CHANNEL_WINDOW / 4) /* consumed input is told in portions of this size */

/* Output: streams 1 and 2 */

struct output {
	struct spinlock lock; /* taken by interrupt handlers too */
	uint32_t credit;      /* bytes that may be sent now */
	bool broken;          /* nobody reads on the host */
	struct waitq writers;
	_Atomic uint32_t files; /* open files; the last one that goes sends EOF */
};

static struct output outputs[CHANNEL_STREAMS]; /* [0] is unused */

static struct output *output_of(struct file *file)
{
	return &outputs[(uintptr_t)file->private];
}

bool streams_credit(unsigned stream, uint32_t bytes)
{
	struct output *output = &outputs[stream];
	irqflags_t flags = spin_lock_irqsave(&output->lock);
	bool ok = bytes <= HERMIT_CHANNEL_WINDOW - output->credit;
	if (ok)
		output->credit += bytes;
	spin_unlock_irqrestore(&output->lock, flags);
	waitq_wake_all(&output->writers, EPOLLOUT | EPOLLWRNORM);
	return ok;
}

bool streams_broken(unsigned stream)
{
	struct output *output = &outputs[stream];
	irqflags_t flags = spin_lock_irqsave(&output->lock);
	output->broken = true;
	spin_unlock_irqrestore(&output->lock, flags);
	waitq_wake_all(&output->writers, EPOLLERR | EPOLLOUT);
	return true;
}

/** Take credit for all of `wanted`, or for what there is if `partly`. Bytes taken, 0: wait, -EPIPE. */
static ssize64_t output_take_credit(struct output *output, uint32_t wanted, bool partly)
{
	irqflags_t flags = spin_lock_irqsave(&output->lock);
	ssize64_t taken = wanted;
	if (output->broken)
		taken = -EPIPE;
	else if (output->credit < wanted)
		taken = partly ? output->credit : 0;
	if (taken > 0)
		output->credit -= (uint32_t)taken;
	spin_unlock_irqrestore(&output->lock, flags);
	return taken;
}

static void output_return_credit(struct output *output, uint32_t bytes)
{
	irqflags_t flags = spin_lock_irqsave(&output->lock);
	output->credit += bytes;
	spin_unlock_irqrestore(&output->lock, flags);
	waitq_wake_all(&output->writers, EPOLLOUT | EPOLLWRNORM);
}

/** Wait for credit for a frame of `wanted` bytes. O_NONBLOCK takes less where that is allowed: writes above PIPE_BUF
 * (pipe(7)). */
static ssize64_t output_wait_credit(struct file *file, uint32_t wanted)
{
	struct output *output = output_of(file);
	bool nonblock = file->flags & O_NONBLOCK;
	ssize64_t taken = output_take_credit(output, wanted, nonblock && wanted > PIPE_BUF);
	if (taken || nonblock)
		return taken ? taken : -EAGAIN;
	/* the condition is evaluated more than once: credit taken stays taken */
	int error = wait_event_interruptible(
		&output->writers, taken || (taken = output_take_credit(output, wanted, false)));
	return error ? error : taken;
}

/** One frame. Bytes sent or errno. */
static ssize64_t output_send(struct file *file, const void *from, uint32_t wanted)
{
	uint8_t *copy = heap_alloc(wanted);
	if (!copy)
		return -ENOMEM;
	ssize64_t taken = output_wait_credit(file, wanted);
	if (taken > 0 && copy_fault(copy, from, (size_t)taken)) {
		output_return_credit(output_of(file), (uint32_t)taken);
		taken = -EFAULT;
	}
	if (taken > 0)
		channel_send(HERMIT_FRAME_DATA, (unsigned)(uintptr_t)file->private, copy, (uint32_t)taken);
	heap_free(copy);
	return taken;
}

static ssize64_t output_write(struct file *file, const void *from, size_t size, uint64_t position)
{
	size_t done = 0;
	while (done < size) {
		uint32_t part = (uint32_t)min(size - done, (size_t)HERMIT_FRAME_MAX);
		ssize64_t sent = output_send(file, (const uint8_t *)from + done, part);
		if (sent == -EPIPE)
			pipe_raise_sigpipe();
		if (sent < 0)
			return done ? (ssize64_t)done : sent;
		done += (size_t)sent;
		if ((uint32_t)sent < part)
			break;
	}
	return (ssize64_t)done;
}

static uint32_t output_poll(struct file *file, struct poll_table *table)
{
	struct output *output = output_of(file);
	poll_wait(table, file, &output->writers);
	irqflags_t flags = spin_lock_irqsave(&output->lock);
	uint32_t events = output->credit >= PIPE_BUF || output->broken ? EPOLLOUT | EPOLLWRNORM : 0;
	events |= output->broken ? EPOLLERR : 0;
	spin_unlock_irqrestore(&output->lock, flags);
	return events;
}

static void output_release(struct file *file)
{
	/* a terminal can be opened again by its name */
	if (atomic_fetch_sub(&output_of(file)->files, 1) != 1 || terminal_is((unsigned)(uintptr_t)file->private))
		return;
	streams_broken((unsigned)(uintptr_t)file->private); /* for /dev/console */
	channel_send(HERMIT_FRAME_EOF, (unsigned)(uintptr_t)file->private, NULL, 0);
}

/* Input: stream 0 */

static struct {
	struct spinlock lock; /* taken by interrupt handlers too */
	uint8_t *ring;        /* of HERMIT_CHANNEL_WINDOW bytes */
	uint32_t first;       /* counts freely; modulo the size: next byte to read */
	uint32_t count;
	bool ended;
	struct waitq readers_queue;
	struct mutex readers; /* one reads at a time; not held while waiting for bytes */
	uint32_t consumed;    /* and not told to the proxy; under `readers` */
} input;

bool streams_input(const void *bytes, uint32_t size)
{
	irqflags_t flags = spin_lock_irqsave(&input.lock);
	bool ok = !input.ended && size <= HERMIT_CHANNEL_WINDOW - input.count;
	if (ok) {
		uint32_t at = (input.first + input.count) % HERMIT_CHANNEL_WINDOW;
		uint32_t part = min(size, HERMIT_CHANNEL_WINDOW - at);
		memcpy(input.ring + at, bytes, part);
		memcpy(input.ring, (const uint8_t *)bytes + part, size - part);
		input.count += size;
	}
	spin_unlock_irqrestore(&input.lock, flags);
	waitq_wake_all(&input.readers_queue, EPOLLIN | EPOLLRDNORM);
	return ok;
}

bool streams_input_end(void)
{
	irqflags_t flags = spin_lock_irqsave(&input.lock);
	bool ok = !input.ended;
	input.ended = true;
	spin_unlock_irqrestore(&input.lock, flags);
	waitq_wake_all(&input.readers_queue, EPOLLIN | EPOLLRDNORM | EPOLLHUP);
	return ok;
}

static uint32_t input_count(bool *ended)
{
	irqflags_t flags = spin_lock_irqsave(&input.lock);
	uint32_t count = input.count;
	*ended = input.ended;
	spin_unlock_irqrestore(&input.lock, flags);
	return count;
}

static bool input_ready(void)
{
	bool ended;
	return input_count(&ended) || ended;
}

/** Copy out up to `size` bytes, which stay in the ring. Only interrupt handlers change the ring meanwhile, and they
 * only append. */
static ssize64_t input_copy_locked(void *to, size_t size)
{
	bool ended;
	uint32_t at = input.first % HERMIT_CHANNEL_WINDOW;
	uint32_t count = (uint32_t)min(size, (size_t)input_count(&ended));
	uint32_t part = min(count, HERMIT_CHANNEL_WINDOW - at);
	if (copy_fault(to, input.ring + at, part) || copy_fault((uint8_t *)to + part, input.ring, count - part))
		return -EFAULT;
	return count;
}

static void input_consume_locked(uint32_t bytes)
{
	irqflags_t flags = spin_lock_irqsave(&input.lock);
	input.first += bytes;
	input.count -= bytes;
	spin_unlock_irqrestore(&input.lock, flags);
	input.consumed += bytes;
	if (input.consumed < STREAM_CREDIT_BATCH)
		return;
	struct hermit_credit credit = {input.consumed};
	input.consumed = 0;
	channel_send(HERMIT_FRAME_CREDIT, CHANNEL_STDIN, &credit, sizeof(credit));
}

static ssize64_t input_read(struct file *file, void *to, size_t size, uint64_t position)
{
	for (;;) {
		bool ended;
		if (!size || (!input_count(&ended) && ended))
			return 0;
		if (file->flags & O_NONBLOCK && !input_ready())
			return -EAGAIN;
		int error = wait_event_interruptible(&input.readers_queue, input_ready());
		if (error)
			return error;
		mutex_lock(&input.readers);
		ssize64_t got = input_copy_locked(to, size);
		if (got > 0)
			input_consume_locked((uint32_t)got);
		mutex_unlock(&input.readers);
		if (got) /* 0: another reader was faster, or the end */
			return got;
	}
}

static uint32_t input_poll(struct file *file, struct poll_table *table)
{
	bool ended;
	poll_wait(table, file, &input.readers_queue);
	uint32_t events = input_count(&ended) ? EPOLLIN | EPOLLRDNORM : 0;
	if (ended)
		events |= terminal_is(CHANNEL_STDIN) ? EPOLLIN | EPOLLRDNORM : EPOLLHUP;
	return events;
}

/* Both */

static long stream_ioctl(struct file *file, unsigned request, uint64_t argument)
{
	bool ended;
	if (request == FIONREAD) {
		int count = file->private ? 0 : (int)input_count(&ended);
		return user_put(argument, &count);
	}
	return terminal_is((unsigned)(uintptr_t)file->private) ? terminal_ioctl(request, argument) : -ENOTTY;
}

#define INPUT_OPS  .read = input_read, .poll = input_poll, .ioctl = stream_ioctl
#define OUTPUT_OPS .write = output_write, .poll = output_poll, .ioctl = stream_ioctl, .release = output_release

static const struct file_ops input_pipe_ops = {INPUT_OPS, .mode = S_IFIFO | 0600};
static const struct file_ops input_terminal_ops = {INPUT_OPS, .mode = S_IFCHR | 0620};
static const struct file_ops output_pipe_ops = {OUTPUT_OPS, .mode = S_IFIFO | 0600};
static const struct file_ops output_terminal_ops = {OUTPUT_OPS, .mode = S_IFCHR | 0620};

struct file *streams_new_file(unsigned stream, unsigned flags)
{
	static const struct file_ops *const ops[2][2] = {
		{&input_pipe_ops, &input_terminal_ops}, {&output_pipe_ops, &output_terminal_ops}};
	bool terminal = terminal_is(stream);
	unsigned access = stream == CHANNEL_STDIN ? O_RDONLY : O_WRONLY;
	struct file *file = file_new(ops[stream != CHANNEL_STDIN][terminal], access | flags, (void *)(uintptr_t)stream,
		terminal ? "/dev/tty" : "pipe:");
	if (file)
		atomic_fetch_add(&outputs[stream].files, 1);
	return file;
}

int streams_init(void)
{
	for (unsigned i = 0; i < CHANNEL_STREAMS; i++) {
		spin_init(&outputs[i].lock);
		waitq_init(&outputs[i].writers);
		outputs[i].credit = HERMIT_CHANNEL_WINDOW;
	}
	spin_init(&input.lock);
	waitq_init(&input.readers_queue);
	mutex_init(&input.readers);
	terminal_init(&boot_info.streams);
	input.ring = heap_alloc(HERMIT_CHANNEL_WINDOW);
	return input.ring ? 0 : -ENOMEM;
}

/** /dev/tty and /dev/console: the stream that shows on the terminal, and the one that types. `private`: where writes
 * go. */
static uint32_t terminal_poll(struct file *file, struct poll_table *table)
{
	return input_poll(file, table) | output_poll(file, table);
}

static const struct file_ops terminal_device_ops = {
	.read = input_read, .write = output_write, .poll = terminal_poll, .ioctl = stream_ioctl};

static int terminal_register(void)
{
	bool input_terminal = terminal_is(CHANNEL_STDIN);
	uintptr_t shows = terminal_is(CHANNEL_STDOUT) ? CHANNEL_STDOUT : CHANNEL_STDERR;
	int error = devfs_register("console", 0600, VFS_DEVICE(5, 1), &terminal_device_ops, (void *)shows);
	if (error || !input_terminal || !terminal_is((unsigned)shows))
		return error; /* without a controlling terminal there is no /dev/tty */
	return devfs_register("tty", 0666, VFS_DEVICE(5, 0), &terminal_device_ops, (void *)shows);
}

int streams_open(void)
{
	int failed = terminal_register();
	if (failed)
		return failed;
	for (unsigned stream = 0; stream < CHANNEL_STREAMS; stream++) {
		if (boot_info.streams.closed & 1u << stream)
			continue;
		struct file *file = streams_new_file(stream, 0);
		int error = file ? fd_install_at(file, (int)stream, false) : -ENOMEM;
		if (error < 0)
			return error;
	}
	return 0;
}
