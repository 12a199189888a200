/* SPDX-License-Identifier: BSD-3-Clause */
/* Native half of it.NativeCrash: crashes in the way that it is told. */
#include <jni.h>
#include <stdlib.h>
#include <string.h>

JNIEXPORT void JNICALL Java_it_NativeCrash_crash(JNIEnv *env, jclass class, jstring what);

JNIEXPORT void JNICALL Java_it_NativeCrash_crash(JNIEnv *env, jclass class, jstring what)
{
	const char *word = (*env)->GetStringUTFChars(env, what, NULL);
	volatile int *volatile nowhere = NULL;
	volatile int one = 1;
	volatile int zero = 0;

	(void)class;
	if (strcmp(word, "null") == 0)
		*nowhere = 1;
	else if (strcmp(word, "divide") == 0)
		one = one / zero;
	else
		abort();
}
