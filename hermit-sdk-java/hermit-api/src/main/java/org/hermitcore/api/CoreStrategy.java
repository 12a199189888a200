// SPDX-License-Identifier: BSD-3-Clause
package org.hermitcore.api;

/**
 * Where a core is wanted, relative to the core of another lock. Never the other core itself.
 *
 * @since 0.1.0
 */
public enum CoreStrategy {
    /** Another hardware thread of the same physical core. */
    SAME_CORE {
        @Override
        boolean matches(Topology topology, Core other, Core candidate) {
            return candidate.sharesPhysicalCoreWith(other);
        }
    },
    /** Another physical core that shares a cache. */
    SAME_CACHE {
        @Override
        boolean matches(Topology topology, Core other, Core candidate) {
            return !candidate.sharesPhysicalCoreWith(other)
                    && topology.cachesOf(other.number()).stream()
                            .anyMatch(cache -> cache.cores().contains(candidate.number()));
        }
    },
    /** Another physical core. */
    OTHER_CORE {
        @Override
        boolean matches(Topology topology, Core other, Core candidate) {
            return !candidate.sharesPhysicalCoreWith(other);
        }
    },
    /** A core of another NUMA node. */
    OTHER_NODE {
        @Override
        boolean matches(Topology topology, Core other, Core candidate) {
            return candidate.node() != other.node();
        }
    },
    /** Any other core. */
    ANY {
        @Override
        boolean matches(Topology topology, Core other, Core candidate) {
            return true;
        }
    };

    /** Whether a candidate, which is not the other core, is where it is wanted. */
    abstract boolean matches(Topology topology, Core other, Core candidate);
}
