/**
 * For tests of applications that use this SDK: {@link dev.agentsdk.testing.FakeCli}, a real process that plays an agent
 * and misbehaves on demand, and {@link dev.agentsdk.testing.InMemoryTransport}, which needs no process.
 */
@NullMarked
package dev.agentsdk.testing;

import org.jspecify.annotations.NullMarked;
