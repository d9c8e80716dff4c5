package dev.agentsdk.testsupport;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Starts the guard and the meter before the first test of a JVM. Registered through {@link java.util.ServiceLoader}.
 *
 * <p>Not when the launcher's session opens. For tests in several JVMs on another JDK than its own, Surefire first starts a
 * JVM that only discovers the tests, and gives its number to a second one: the guard of the first would kill the second.
 */
public final class TestRun implements TestExecutionListener {

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        RunGuard.start();
        StallMeter.start();
    }
}
