/* SPDX-License-Identifier: BSD-3-Clause */
/* Terminals: structure and numbers of the kernel. */
#ifndef HERMIT_SYS_TERMIOS_H
#define HERMIT_SYS_TERMIOS_H

#include <sys/cdefs.h>
#include <sys/types.h>

typedef unsigned int tcflag_t;
typedef unsigned char cc_t;
typedef unsigned int speed_t;

#define NCCS 19

struct termios {
	tcflag_t c_iflag;
	tcflag_t c_oflag;
	tcflag_t c_cflag;
	tcflag_t c_lflag;
	cc_t c_line;
	cc_t c_cc[NCCS];
};

#define VINTR  0
#define VQUIT  1
#define VERASE 2
#define VKILL  3
#define VEOF   4
#define VTIME  5
#define VMIN   6
#define VSTART 8
#define VSTOP  9
#define VSUSP  10
#define VEOL   11

#define IGNBRK 0001
#define BRKINT 0002
#define IGNPAR 0004
#define PARMRK 0010
#define INPCK  0020
#define ISTRIP 0040
#define INLCR  0100
#define IGNCR  0200
#define ICRNL  0400
#define IXON   02000
#define IXANY  04000
#define IXOFF  010000
#define OPOST  0001
#define ONLCR  0004
#define OCRNL  0010
#define CSIZE  0060
#define CS8    0060
#define CSTOPB 0100
#define CREAD  0200
#define PARENB 0400
#define ISIG   0001
#define ICANON 0002
#define ECHO   0010
#define ECHOE  0020
#define ECHOK  0040
#define ECHONL 0100
#define NOFLSH 0200
#define TOSTOP 0400
#define IEXTEN 0100000

#define CBAUD   0010017
#define B0      0
#define B9600   015
#define B38400  017
#define B115200 0010002

#define TCSANOW   0
#define TCSADRAIN 1
#define TCSAFLUSH 2
#define TCIFLUSH  0
#define TCOFLUSH  1
#define TCIOFLUSH 2

__BEGIN_DECLS
int tcgetattr(int fd, struct termios *settings);
int tcsetattr(int fd, int when, const struct termios *settings);
int tcflush(int fd, int queue);
int tcdrain(int fd);
speed_t cfgetispeed(const struct termios *settings);
speed_t cfgetospeed(const struct termios *settings);
int cfsetispeed(struct termios *settings, speed_t speed);
int cfsetospeed(struct termios *settings, speed_t speed);
__END_DECLS

#endif
