package dev.agentsdk.testsupport;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Starts the guard and the meter before the first test of a JVM. Registered through {@link java.util.ServiceLoader}. */
public final class TestRun implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        RunGuard.start();
        StallMeter.start();
    }
}
