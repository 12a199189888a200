// SPDX-License-Identifier: BSD-3-Clause

/** In a jar that another jar's manifest names. */
public final class Helper {
    @Override
    public String toString() {
        return "yes";
    }
}
