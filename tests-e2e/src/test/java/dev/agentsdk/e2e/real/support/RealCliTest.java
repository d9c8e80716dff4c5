package dev.agentsdk.e2e.real.support;

import dev.agentsdk.e2e.support.HangDump;
import dev.agentsdk.e2e.support.NothingLeft;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class of tests on the real CLIs, run by the Maven profile {@code real-cli} only. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("real-cli")
@EnabledOnOs(value = OS.LINUX, disabledReason = "the tests look at processes through /proc")
@ExtendWith({InstalledClis.class, NothingLeft.class, HangDump.class})
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public @interface RealCliTest {}
