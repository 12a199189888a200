// SPDX-License-Identifier: BSD-3-Clause

/**
 * The native side of {@code org.hermitcore.api}. Nobody needs to require it: that module finds it as a provider. Not compiled
 * with the other sources, because it requires the module with the natives, which is made of what these are compiled to.
 */
module org.hermitcore.bindings {
    requires transitive org.bytedeco.javacpp;
    requires transitive org.hermitcore.api;
    requires org.bytedeco.javacpp.linux.x86_64;
    requires org.hermitcore.bindings.linux.x86_64;

    exports org.hermitcore.bindings;
    exports org.hermitcore.bindings.internal to org.bytedeco.javacpp;

    opens org.hermitcore.bindings.internal to org.bytedeco.javacpp;
    opens org.hermitcore.bindings.presets to org.bytedeco.javacpp;

    provides org.hermitcore.api.spi.NativeCalls with org.hermitcore.bindings.JavaCppCalls;
}
