/* SPDX-License-Identifier: BSD-3-Clause */
/* Streams on files: modes, positions, buffers, unget, end of file, errors. */
#include "test.h"
#include <unistd.h>

int main(void)
{
	char line[64];
	FILE *file = fopen("stream", "w+");
	CHECK(file);
	for (int i = 0; i < 5000; i++)
		CHECK(fprintf(file, "line %d\n", i) > 0);
	CHECK_EQ(ftell(file), 48890);
	rewind(file);
	for (int i = 0; i < 5000; i++) {
		int number;
		CHECK(fgets(line, sizeof(line), file));
		CHECK_EQ(sscanf(line, "line %d", &number), 1);
		CHECK_EQ(number, i);
	}
	CHECK(fgets(line, sizeof(line), file) == NULL);
	CHECK(feof(file));
	CHECK_EQ(fseek(file, -5, SEEK_END), 0);
	CHECK_EQ(fgetc(file), '4');
	CHECK_EQ(ungetc('x', file), 'x');
	CHECK_EQ(fgetc(file), 'x');
	CHECK_EQ(fgetc(file), '9');
	CHECK_EQ(fclose(file), 0);

	file = fopen("stream", "a");
	CHECK(file && fputs("end", file) >= 0 && fclose(file) == 0);
	file = fopen("stream", "r");
	CHECK(file && fseek(file, -4, SEEK_END) == 0 && fgets(line, sizeof(line), file));
	CHECK_STR(line, "\n");
	CHECK(fgets(line, sizeof(line), file));
	CHECK_STR(line, "end");
	CHECK_EQ(fputc('x', file), EOF);
	CHECK(ferror(file));
	fclose(file);
	CHECK(fopen("missing", "r") == NULL);
	CHECK_EQ(errno, ENOENT);
	CHECK(fopen("stream", "wx") == NULL);
	CHECK_EQ(errno, EEXIST);

	char memory[32];
	file = fmemopen(memory, sizeof(memory), "w");
	CHECK(file && fprintf(file, "in memory") == 9 && fclose(file) == 0);
	CHECK_STR(memory, "in memory");
	char *grown = NULL;
	size_t size = 0, room = 0;
	file = fopen("stream", "r");
	CHECK(file && getline(&grown, &room, file) == 7);
	CHECK_STR(grown, "line 0\n");
	fclose(file);
	free(grown);
	file = open_memstream(&grown, &size);
	CHECK(file && fprintf(file, "%05d", 7) == 5 && fclose(file) == 0);
	CHECK_STR(grown, "00007");
	CHECK_EQ(size, 5);
	file = tmpfile();
	CHECK(file && fputs("temporary", file) >= 0 && fclose(file) == 0);
	CHECK_EQ(remove("stream"), 0);
	return 0;
}
