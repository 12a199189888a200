/* SPDX-License-Identifier: BSD-3-Clause */
/* Destructors of thread-local C++ variables: at the thread's end, the latest first; in exit() those of its caller. */
#include "thread.h"
#include <stdlib.h>

struct cxx_destructor {
	struct cxx_destructor *next;
	void (*run)(void *);
	void *object;
};

int __cxa_thread_atexit(void (*run)(void *), void *object, void *image);

/* Compilers ignore the answer: a variable without its destructor would be an error that nobody hears of. */
int __cxa_thread_atexit(void (*run)(void *), void *object, void *image)
{
	struct __hermit_thread *self = thread_self();
	struct cxx_destructor *made = malloc(sizeof(*made));
	(void)image;
	if (made == NULL)
		abort();
	*made = (struct cxx_destructor){.next = self->destructors, .run = run, .object = object};
	self->destructors = made;
	return 0;
}

void __hermit_thread_destruct(void)
{
	struct __hermit_thread *self = thread_self();
	while (self->destructors) {
		struct cxx_destructor *first = self->destructors;
		self->destructors = first->next;
		first->run(first->object);
		free(first);
	}
}
