/* SPDX-License-Identifier: BSD-3-Clause */
/* Native half of it.NativeCalls. */
#include <ctype.h>
#include <jni.h>
#include <pthread.h>
#include <stdio.h>

JNIEXPORT jint JNICALL Java_it_NativeCalls_sum(JNIEnv *env, jclass class, jintArray numbers);
JNIEXPORT jstring JNICALL Java_it_NativeCalls_shout(JNIEnv *env, jclass class, jstring text);
JNIEXPORT void JNICALL Java_it_NativeCalls_fail(JNIEnv *env, jclass class, jstring message);
JNIEXPORT jboolean JNICALL Java_it_NativeCalls_callFromThread(JNIEnv *env, jclass class, jint times);

struct call {
	JavaVM *vm;
	jclass class;
	jmethodID method;
	int times;
	int done;
};

JNIEXPORT jint JNICALL Java_it_NativeCalls_sum(JNIEnv *env, jclass class, jintArray numbers)
{
	jint sum = 0;
	jsize count = (*env)->GetArrayLength(env, numbers);
	jint *values = (*env)->GetPrimitiveArrayCritical(env, numbers, NULL);

	(void)class;
	for (jsize i = 0; i < count; i++)
		sum += values[i];
	(*env)->ReleasePrimitiveArrayCritical(env, numbers, values, JNI_ABORT);
	return sum;
}

JNIEXPORT jstring JNICALL Java_it_NativeCalls_shout(JNIEnv *env, jclass class, jstring text)
{
	char loud[64];
	const char *quiet = (*env)->GetStringUTFChars(env, text, NULL);
	size_t i = 0;

	(void)class;
	for (; quiet[i] != '\0' && i < sizeof loud - 2; i++)
		loud[i] = (char)toupper((unsigned char)quiet[i]);
	loud[i] = '!';
	loud[i + 1] = '\0';
	(*env)->ReleaseStringUTFChars(env, text, quiet);
	return (*env)->NewStringUTF(env, loud);
}

JNIEXPORT void JNICALL Java_it_NativeCalls_fail(JNIEnv *env, jclass class, jstring message)
{
	const char *text = (*env)->GetStringUTFChars(env, message, NULL);

	(void)class;
	(*env)->ThrowNew(env, (*env)->FindClass(env, "java/lang/IllegalStateException"), text);
	(*env)->ReleaseStringUTFChars(env, message, text);
}

static void *call_java(void *argument)
{
	struct call *call = argument;
	JNIEnv *env;

	if ((*call->vm)->AttachCurrentThread(call->vm, (void **)&env, NULL) != JNI_OK)
		return NULL;
	for (; call->done < call->times; call->done++)
		(*env)->CallStaticVoidMethod(env, call->class, call->method);
	(*call->vm)->DetachCurrentThread(call->vm);
	return NULL;
}

JNIEXPORT jboolean JNICALL Java_it_NativeCalls_callFromThread(JNIEnv *env, jclass class, jint times)
{
	struct call call = {.times = times};
	pthread_t thread;

	(*env)->GetJavaVM(env, &call.vm);
	call.class = (*env)->NewGlobalRef(env, class);
	call.method = (*env)->GetStaticMethodID(env, class, "callback", "()V");
	if (call.method == NULL || pthread_create(&thread, NULL, call_java, &call) != 0)
		return JNI_FALSE;
	pthread_join(thread, NULL);
	(*env)->DeleteGlobalRef(env, call.class);
	return call.done == times;
}
