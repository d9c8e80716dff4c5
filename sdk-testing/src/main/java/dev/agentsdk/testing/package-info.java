/**
 * For tests of applications that use this SDK: {@link dev.agentsdk.testing.FakeCli}, a real process that plays an agent
 * and misbehaves on demand, and {@link dev.agentsdk.testing.InMemoryTransport}, which needs no process. For stores of
 * sessions there is {@link dev.agentsdk.testing.SessionStoreContract}, a class of JUnit tests to extend; only that needs
 * JUnit on the path.
 */
@NullMarked
package dev.agentsdk.testing;

import org.jspecify.annotations.NullMarked;
