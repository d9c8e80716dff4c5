package dev.agentsdk.e2e.support;

import dev.agentsdk.testsupport.RunGuard;

/** {@link OpenSessions} in a JVM with a guard, as the JVMs that run tests have one. */
public final class GuardedSessions {

    private GuardedSessions() {}

    public static void main(String[] arguments) throws Exception {
        RunGuard.start();
        OpenSessions.main(arguments);
    }
}
