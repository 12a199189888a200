/* SPDX-License-Identifier: BSD-3-Clause */
#include "isle/terminal.h"

#include <asm/signal.h>
#include <asm/termios.h>
#include <linux/errno.h>
#include "lib/string.h"
#include "mm/user.h"
#include "sched/process.h"
#include "sched/signal.h"
#include "sync/spinlock.h"

static struct {
	uint8_t streams; /* bit i: descriptor i is a terminal */
	struct spinlock lock;
	struct winsize size;
} terminal;

/* A terminal as a login shell leaves it: lines, echo, signals by keys. Indices of c_cc: asm-generic/termbits.h. */
static const struct termios terminal_modes = {
	.c_iflag = ICRNL | IXON | IUTF8,
	.c_oflag = OPOST | ONLCR,
	.c_cflag = B38400 | CS8 | CREAD,
	.c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN,
	.c_cc = {[VINTR] = 3,
		[VQUIT] = 28,
		[VERASE] = 127,
		[VKILL] = 21,
		[VEOF] = 4,
		[VMIN] = 1,
		[VSTART] = 17,
		[VSTOP] = 19,
		[VSUSP] = 26,
		[VREPRINT] = 18,
		[VWERASE] = 23,
		[VLNEXT] = 22},
};

void terminal_init(const struct hermit_boot_streams *streams)
{
	spin_init(&terminal.lock);
	terminal.streams = streams->tty;
	terminal.size.ws_row = streams->rows;
	terminal.size.ws_col = streams->columns;
}

bool terminal_is(unsigned stream)
{
	return terminal.streams >> stream & 1;
}

void terminal_set_size(const struct hermit_window_size *size)
{
	struct winsize now = {size->rows, size->columns, size->xpixel, size->ypixel};
	irqflags_t flags = spin_lock_irqsave(&terminal.lock);
	bool changed = memcmp(&terminal.size, &now, sizeof(now));
	terminal.size = now;
	spin_unlock_irqrestore(&terminal.lock, flags);
	siginfo_t info = {.si_signo = SIGWINCH, .si_code = SI_KERNEL};
	if (changed && terminal.streams)
		signal_send_process(SIGWINCH, &info);
}

static long terminal_get_size(uint64_t argument)
{
	irqflags_t flags = spin_lock_irqsave(&terminal.lock);
	struct winsize size = terminal.size;
	spin_unlock_irqrestore(&terminal.lock, flags);
	return user_put(argument, &size);
}

/** Modes can be set to what they are; any other would be a lie, since the host's terminal does not follow. */
static long terminal_set_modes(uint64_t argument)
{
	struct termios modes;
	int error = user_get(&modes, argument);
	if (error)
		return error;
	bool same = modes.c_iflag == terminal_modes.c_iflag && modes.c_oflag == terminal_modes.c_oflag &&
		    modes.c_lflag == terminal_modes.c_lflag;
	return same ? 0 : -EINVAL;
}

long terminal_ioctl(unsigned request, uint64_t argument)
{
	int32_t process_group = process.pid;
	switch (request) {
	case TCGETS:
		return user_put(argument, &terminal_modes);
	case TCSETS:
	case TCSETSW:
	case TCSETSF:
		return terminal_set_modes(argument);
	case TIOCGWINSZ:
		return terminal_get_size(argument);
	case TIOCGPGRP:
	case TIOCGSID:
		return user_put(argument, &process_group);
	case TIOCSPGRP:
	case TCFLSH:
	case TCSBRK:
		return 0;
	default:
		return -ENOTTY;
	}
}
