package dev.agentsdk.process.internal;

import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.spi.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An environment variable by which a process, and whatever it starts, can be found again: also what has left its group,
 * its session and its parents, as a shell's background jobs do. It escapes only who cleans its environment.
 *
 * <p>The value has an element for each launcher above: a process that is started in a marked one bears both marks, so that
 * the outer ending reaches it too.
 */
public final class ProcessMark {

    /** The name of the variable. */
    public static final String VARIABLE = "AGENT_SDK_PROCESS_TREE";

    private static final String SEPARATOR = ":";
    private static final String THIS_JVM =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private static final AtomicLong COUNTER = new AtomicLong();

    /** So soon ids have not been round once, even where there are only 32,768. */
    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** So many looks at single ids cost less than a listing of all processes. */
    private static final long FEW = 64;

    private static final Duration EXEC = Duration.ofMillis(50);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final long begun = System.nanoTime();
    private final String element;
    private final String value;

    private ProcessMark(String inherited) {
        this.element = THIS_JVM + "-" + COUNTER.incrementAndGet();
        this.value = inherited.isEmpty() ? element : inherited + SEPARATOR + element;
    }

    /**
     * A mark for a process that is about to be started.
     *
     * @param environment what it will get otherwise
     * @return a mark that no other process bears
     */
    public static ProcessMark in(Map<String, String> environment) {
        return new ProcessMark(environment.getOrDefault(VARIABLE, ""));
    }

    /**
     * The value that the process must get.
     *
     * @return the value of {@link #VARIABLE}
     */
    public String value() {
        return value;
    }

    /** {@return the part of the value that is this mark's own} */
    String element() {
        return element;
    }

    /**
     * Who bears the mark now.
     *
     * @param leader the process that was started with it, which is not looked for
     * @return the living bearers; none where there is no {@code /proc}
     */
    public List<ProcessId> bearers(long leader) {
        Look look = new Look();
        long newest = System.nanoTime() - begun < YOUNG_NANOS ? ProcFs.newestPid() : -1;
        List<ProcessId> found = new ArrayList<>();
        if (newest >= leader && newest - leader <= FEW) {
            for (long pid = leader + 1; pid <= newest; pid++) {
                look.at(pid).ifPresent(found::add);
            }
        } else {
            // Each of them bears a mark of its own; where there are many, reading that costs more than all the rest.
            Set<Long> leaders = LiveProcesses.pids();
            for (long pid : ProcFs.pids()) {
                if (pid != leader && !leaders.contains(pid)) {
                    look.at(pid).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** One look at all processes. */
    private final class Look {

        /** For all execs together: a younger process with an empty environment looks the same. */
        private @Nullable Deadline patience;

        Optional<ProcessId> at(long pid) {
            if (!isBorneBy(environment(pid))) {
                return Optional.empty();
            }
            Optional<ProcessId> id =
                    ProcFs.stat(pid).filter(ProcFs.Stat::isAlive).map(ProcFs.Stat::id);
            // Once more: the id may have changed hands between the two.
            return id.filter(same -> isBorneBy(environment(pid)));
        }

        /** In the middle of an exec a process shows no environment: for microseconds, if it gets the processor. */
        private byte[] environment(long pid) {
            Optional<byte[]> shown = ProcFs.environment(pid);
            while (shown.isPresent() && shown.get().length == 0 && mayBeInExec(pid)) {
                if (patience == null) {
                    patience = Deadline.in(EXEC);
                }
                if (patience.hasPassed()) {
                    break;
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
                shown = ProcFs.environment(pid);
            }
            return shown.orElse(new byte[0]);
        }

        /** Only what is younger than the mark can bear it. */
        private boolean mayBeInExec(long pid) {
            Duration age = Duration.ofNanos(System.nanoTime() - begun);
            return ProcFs.stat(pid)
                    .filter(stat -> stat.isAlive() && ProcFs.isYounger(stat, age))
                    .isPresent();
        }
    }

    private boolean isBorneBy(byte[] environment) {
        if (environment.length == 0) {
            return false;
        }
        String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1);
        int start = text.indexOf("\0" + VARIABLE + "=");
        if (start < 0) {
            return false;
        }
        int from = start + VARIABLE.length() + 2;
        int end = text.indexOf('\0', from);
        String elements = text.substring(from, end < 0 ? text.length() : end);
        return List.of(elements.split(SEPARATOR, -1)).contains(element);
    }
}
