/* SPDX-License-Identifier: BSD-3-Clause */
/* Types in directory entries, as in dirent.h. */
#ifndef FS_DIRENT_H
#define FS_DIRENT_H

#define DT_UNKNOWN       0
#define DT_FIFO          1
#define DT_CHR           2
#define DT_DIR           4
#define DT_BLK           6
#define DT_REG           8
#define DT_LNK           10
#define DT_SOCK          12
#define DT_OF_MODE(mode) (((mode)&S_IFMT) >> 12)

#endif
