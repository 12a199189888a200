// SPDX-License-Identifier: BSD-3-Clause
import org.bytedeco.javacpp.Pointer;

public final class Natives {
    private Natives() {}

    public static void main(String[] arguments) {
        System.out.println(Pointer.physicalBytes() > 0 ? "natives loaded" : "natives not loaded");
    }
}
