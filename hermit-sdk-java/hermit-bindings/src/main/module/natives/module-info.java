// SPDX-License-Identifier: BSD-3-Clause

/** JNI libraries: files only. */
open module org.hermitcore.bindings.linux.x86_64 {
}
