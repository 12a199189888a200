// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.bindings.presets;

import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/** Tells JavaCPP's parser and builder how to make JNI of newlib; in Java its functions have the names of the C standard. */
@Properties(
        value =
                @Platform(
                        value = "linux-x86_64",
                        cinclude = "hermit/newlib.h",
                        link = "hermit_newlib",
                        library = "jninewlib",
                        extension = "-hermit"),
        target = "org.hermitcore.bindings.internal",
        global = "org.hermitcore.bindings.internal.Newlib")
public class NewlibPresets implements InfoMapper {
    private static final String PREFIX = "newlib_";

    private static final String[] FUNCTIONS = {
        "errno",
        "errno_set",
        "strlen",
        "strcmp",
        "strncmp",
        "strstr",
        "strerror",
        "memcpy",
        "memmove",
        "memset",
        "memcmp",
        "malloc",
        "calloc",
        "realloc",
        "free",
        "qsort",
        "bsearch",
        "strtol",
        "strtod",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "atan2",
        "exp",
        "log",
        "log10",
        "pow",
        "sqrt",
        "cbrt",
        "hypot",
        "fmod",
        "floor",
        "ceil",
        "erf",
        "tgamma",
        "fma",
        "time",
        "strftime",
        "stdin",
        "stdout",
        "stderr",
        "fopen",
        "fdopen",
        "fclose",
        "fflush",
        "fputs",
        "fgets",
        "fread",
        "fwrite",
        "fseek",
        "ftell",
        "feof",
        "ferror",
        "remove",
        "format"
    };

    @Override
    public void map(InfoMap infoMap) {
        infoMap.put(new Info("__cplusplus").define(false));
        infoMap.put(
                new Info(PREFIX + "compare").valueTypes("Compare").pointerTypes("@Cast(\"newlib_compare*\") Compare"));
        for (String function : FUNCTIONS) {
            infoMap.put(new Info(PREFIX + function).javaNames(function));
        }
    }
}
