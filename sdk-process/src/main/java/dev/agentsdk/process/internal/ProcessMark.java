package dev.agentsdk.process.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the processes of one tree have in common: a process that a launcher has started and all that it starts, also what
 * has left its group, its session and its parents, as background jobs and daemons do.
 *
 * <p>The mark has two forms. The first is a number in RLIMIT_LOCKS, which children inherit and which programs that
 * overwrite or clean their environment keep. The second is an environment variable, for systems where the limit cannot be
 * set. In both forms a tree inside a tree is reached by both endings: the variable holds a list; of the limits, the hard
 * one belongs to the outermost tree and the soft one to the innermost.
 */
public final class ProcessMark {

    /** The name of the variable. */
    public static final String VARIABLE = "AGENT_SDK_PROCESS_TREE";

    private static final String SEPARATOR = ":";

    /** A soft limit that is a mark has this bit, a hard limit the next one: so the soft one is always the smaller. */
    private static final long SOFT = 1L << 60;

    private static final long HARD = 1L << 61;

    /** The number of a tree: this JVM's part above, a counter below. */
    private static final int COUNTER_BITS = 24;

    private static final long THIS_JVM = ThreadLocalRandom.current().nextLong(1L << (60 - COUNTER_BITS));
    private static final String THIS_JVM_HEX = HexFormat.of().toHexDigits(THIS_JVM);
    private static final AtomicLong COUNTER = new AtomicLong();

    private final long number;
    private final String element;
    private final String value;

    private ProcessMark(String inherited) {
        long count = COUNTER.incrementAndGet();
        this.number = THIS_JVM << COUNTER_BITS | (count & ((1L << COUNTER_BITS) - 1));
        this.element = THIS_JVM_HEX + "-" + count;
        this.value = inherited.isEmpty() ? element : inherited + SEPARATOR + element;
    }

    /**
     * A mark for a process that is about to be started.
     *
     * @param environment what it will get otherwise
     * @return a mark that no other process has
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
    public String element() {
        return element;
    }

    /** {@return the number of the tree, which its soft or its hard limit holds} */
    public long number() {
        return number;
    }

    /**
     * The limits that the process must get.
     *
     * @param inherited those of this JVM, which the process would get otherwise
     * @return the limits; empty if they cannot be a mark because this JVM was started with a limit that is none
     */
    public Optional<LockLimits> limits(LockLimits inherited) {
        if (inherited.hard() == LockLimits.INFINITY) {
            return Optional.of(new LockLimits(SOFT | number, HARD | number));
        }
        boolean insideAnother = (inherited.hard() & ~(HARD - 1)) == HARD;
        return insideAnother ? Optional.of(new LockLimits(SOFT | number, inherited.hard())) : Optional.empty();
    }

    /**
     * Whether limits are this mark.
     *
     * @param limits those of a process
     * @return true for the process that was started with the mark and its descendants
     */
    public boolean isIn(LockLimits limits) {
        return limits.soft() == (SOFT | number) || limits.hard() == (HARD | number);
    }

    /**
     * Whether an environment holds this mark.
     *
     * @param environment name and value pairs that end in NUL
     * @return true for the process that was started with the mark and its descendants that did not change it
     */
    public boolean isIn(byte[] environment) {
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

    /**
     * Whether an environment looks like one. A program that changes its title writes it over its environment.
     *
     * @param environment what a process shows
     * @return false if its first entry has no name and value, or if it is longer than what is read
     */
    static boolean looksLikeAnEnvironment(byte[] environment) {
        if (environment.length == ProcFs.MAX_ENVIRONMENT_BYTES) {
            return false;
        }
        int end = 0;
        while (end < environment.length && environment[end] != 0) {
            end++;
        }
        String first = new String(Arrays.copyOf(environment, end), StandardCharsets.ISO_8859_1);
        return first.indexOf('=') > 0;
    }

    @Override
    public String toString() {
        return element;
    }
}
