package dev.agentsdk.spi;

import dev.agentsdk.json.internal.Printable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How the agent's process ended, and what it took. Immutable. Values may be added in later versions. */
// More than 400 lines: an accessor and a builder method, with documentation, for each value.
public final class ExitReport {

    /** What ended the process, from the mildest to the last resort. */
    public enum Stage {
        /** It was never started. */
        NOT_STARTED,
        /** It had ended by itself before {@code close()} began. */
        ALREADY_EXITED,
        /** It ended after its stdin was closed. */
        EOF,
        /** It took SIGTERM. */
        TERM,
        /** It took SIGKILL. */
        KILL,
        /** It outlived SIGKILL and the budget; a background thread goes on watching for its end. */
        ABANDONED
    }

    /** How the processes that the agent started are recognised, from the strongest to the weakest. */
    public enum Containment {
        /** By a cgroup of the agent's own: a process cannot leave it. */
        CGROUP,
        /** By a number in the resource limits, which every process inherits. */
        LIMITS,
        /** By a variable in the environment, which a process can change, and by ancestry. */
        ENVIRONMENT,
        /** By ancestry alone, while the agent lives. */
        ANCESTRY,
        /** Not at all, or not known: there was no process, or the transport does not say. */
        NONE
    }

    private final Stage stage;
    private final OptionalInt exitCode;
    private final OptionalInt signal;
    private final Duration elapsed;
    private final String stderrTail;
    private final List<Long> leftBehind;
    private final List<Long> alsoEnded;
    private final int abandonedThreads;
    private final List<String> unseen;
    private final List<String> problems;
    private final Containment containment;

    private ExitReport(Builder builder) {
        this.stage = builder.stage;
        this.exitCode = builder.exitCode;
        this.signal = builder.signal;
        this.elapsed = builder.elapsed;
        this.stderrTail = builder.stderrTail;
        this.leftBehind = builder.leftBehind;
        this.alsoEnded = builder.alsoEnded;
        this.abandonedThreads = builder.abandonedThreads;
        this.unseen = builder.unseen;
        this.problems = builder.problems;
        this.containment = builder.containment;
    }

    /**
     * A builder whose values are those of an end without anything to report.
     *
     * @param stage what ended the process
     * @return a builder
     */
    public static Builder builder(Stage stage) {
        return new Builder(stage);
    }

    /** {@return a builder with the values of this one} */
    public Builder toBuilder() {
        return new Builder(stage)
                .exitCode(exitCode)
                .signal(signal)
                .elapsed(elapsed)
                .stderrTail(stderrTail)
                .leftBehind(leftBehind)
                .alsoEnded(alsoEnded)
                .abandonedThreads(abandonedThreads)
                .unseen(unseen)
                .problems(problems)
                .containment(containment);
    }

    /** {@return what ended the process} */
    public Stage stage() {
        return stage;
    }

    /**
     * {@return the exit code as a shell shows it, 128 + n after signal n; empty if it never started or was abandoned}
     */
    public OptionalInt exitCode() {
        return exitCode;
    }

    /**
     * {@return the number of the signal that ended it, as far as the launcher can know; empty after an exit of its own}
     */
    public OptionalInt signal() {
        return signal;
    }

    /** {@return the time from the beginning of {@code close()} to this report; zero when it ended without one} */
    public Duration elapsed() {
        return elapsed;
    }

    /**
     * {@return the last 64 KiB that it wrote to stderr, decoded as UTF-8 with malformed bytes replaced; empty by
     * default}
     */
    public String stderrTail() {
        return stderrTail;
    }

    /**
     * {@return the ids of processes that belong to it and were still alive when the time was up, or that the plan
     * leaves alone; empty in a good end}
     */
    public List<Long> leftBehind() {
        return leftBehind;
    }

    /** {@return the ids of the descendants that had outlived it, or its own session, and were ended too} */
    public List<Long> alsoEnded() {
        return alsoEnded;
    }

    /**
     * {@return how many threads of this SDK are stuck in a system call or a listener and could not be waited for; they
     * end when that returns}
     */
    public int abandonedThreads() {
        return abandonedThreads;
    }

    /**
     * {@return what could not be looked at when descendants were searched for, in words; if it is empty, {@link
     * #leftBehind} is complete}
     */
    public List<String> unseen() {
        return unseen;
    }

    /** {@return what went wrong inside the ending, in words; empty in a good end} */
    public List<String> problems() {
        return problems;
    }

    /** {@return how the descendants of the process were recognised} */
    public Containment containment() {
        return containment;
    }

    /**
     * The report on a process that was never started.
     *
     * @return a report with stage {@link Stage#NOT_STARTED}
     */
    public static ExitReport notStarted() {
        return builder(Stage.NOT_STARTED).build();
    }

    /**
     * Whether force was needed.
     *
     * @return true from {@link Stage#TERM} on
     */
    public boolean forced() {
        return stage.compareTo(Stage.TERM) >= 0;
    }

    /**
     * One line for a log or a person.
     *
     * @return for example {@code ended by EOF after 3 ms, exit code 0, nothing left}
     */
    public String summary() {
        StringBuilder text = new StringBuilder(
                switch (stage) {
                    case NOT_STARTED -> "never started";
                    case ALREADY_EXITED -> "had already exited";
                    case EOF -> "ended by EOF after " + elapsed.toMillis() + " ms";
                    case TERM -> "ended by SIGTERM after " + elapsed.toMillis() + " ms";
                    case KILL -> "ended by SIGKILL after " + elapsed.toMillis() + " ms";
                    case ABANDONED -> "abandoned alive after " + elapsed.toMillis() + " ms";
                });
        if (signal.isPresent()) {
            text.append(", killed by signal ").append(signal.getAsInt());
        } else if (exitCode.isPresent()) {
            text.append(", exit code ").append(exitCode.getAsInt());
        }
        if (!alsoEnded.isEmpty()) {
            text.append(", also ended: pids ").append(alsoEnded);
        }
        if (!leftBehind.isEmpty()) {
            text.append(", left behind: pids ").append(leftBehind);
        } else if (unseen.isEmpty()) {
            text.append(", nothing left");
        } else {
            text.append(", nothing known to be left");
        }
        if (!unseen.isEmpty()) {
            text.append(", not seen: ").append(String.join("; ", unseen));
        }
        if (!problems.isEmpty()) {
            text.append(", problems: ").append(String.join("; ", problems));
        }
        if (abandonedThreads > 0) {
            text.append(", ").append(abandonedThreads).append(" threads abandoned");
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExitReport that
                && stage == that.stage
                && exitCode.equals(that.exitCode)
                && signal.equals(that.signal)
                && elapsed.equals(that.elapsed)
                && stderrTail.equals(that.stderrTail)
                && leftBehind.equals(that.leftBehind)
                && alsoEnded.equals(that.alsoEnded)
                && abandonedThreads == that.abandonedThreads
                && unseen.equals(that.unseen)
                && problems.equals(that.problems)
                && containment.equals(that.containment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                stage,
                exitCode,
                signal,
                elapsed,
                stderrTail,
                leftBehind,
                alsoEnded,
                abandonedThreads,
                unseen,
                problems,
                containment);
    }

    /** {@return all values in one line, fit for a log: control characters escaped, long texts shortened} */
    @Override
    public String toString() {
        return "ExitReport[stage=" + stage
                + ", exitCode=" + exitCode
                + ", signal=" + signal
                + ", elapsed=" + elapsed
                + ", stderrTail=" + Printable.of(stderrTail)
                + ", leftBehind=" + leftBehind
                + ", alsoEnded=" + alsoEnded
                + ", abandonedThreads=" + abandonedThreads
                + ", unseen=" + unseen
                + ", problems=" + Printable.of(problems)
                + ", containment=" + containment
                + "]";
    }

    /** Builds a {@link ExitReport}. Not safe for use by several threads. */
    public static final class Builder {

        private Stage stage;
        private OptionalInt exitCode = OptionalInt.empty();
        private OptionalInt signal = OptionalInt.empty();
        private Duration elapsed = Duration.ZERO;
        private String stderrTail = "";
        private List<Long> leftBehind = List.of();
        private List<Long> alsoEnded = List.of();
        private int abandonedThreads = 0;
        private List<String> unseen = List.of();
        private List<String> problems = List.of();
        private Containment containment = Containment.NONE;

        private Builder(Stage stage) {
            this.stage = Objects.requireNonNull(stage, "stage");
        }

        /**
         * Sets what ended the process.
         *
         * @param value the stage
         * @return this
         */
        public Builder stage(Stage value) {
            stage = Objects.requireNonNull(value, "stage");
            return this;
        }

        /**
         * Sets the exit code as a shell shows it, 128 + n after signal n.
         *
         * @param value the value
         * @return this
         */
        public Builder exitCode(OptionalInt value) {
            exitCode = Objects.requireNonNull(value, "exitCode");
            return this;
        }

        /**
         * Sets the number of the signal that ended it, as far as the launcher can know.
         *
         * @param value the value
         * @return this
         */
        public Builder signal(OptionalInt value) {
            signal = Objects.requireNonNull(value, "signal");
            return this;
        }

        /**
         * Sets the time from the beginning of {@code close()} to this report.
         *
         * @param value the value
         * @return this
         */
        public Builder elapsed(Duration value) {
            elapsed = Objects.requireNonNull(value, "elapsed");
            return this;
        }

        /**
         * Sets the last 64 KiB that it wrote to stderr, decoded as UTF-8 with malformed bytes replaced.
         *
         * @param value the value
         * @return this
         */
        public Builder stderrTail(String value) {
            stderrTail = Objects.requireNonNull(value, "stderrTail");
            return this;
        }

        /**
         * Sets the ids of processes that belong to it and were still alive when the time was up, or that the plan
         * leaves alone.
         *
         * @param value the value
         * @return this
         */
        public Builder leftBehind(List<Long> value) {
            leftBehind = List.copyOf(value);
            return this;
        }

        /**
         * Sets the ids of the descendants that had outlived it, or its own session, and were ended too.
         *
         * @param value the value
         * @return this
         */
        public Builder alsoEnded(List<Long> value) {
            alsoEnded = List.copyOf(value);
            return this;
        }

        /**
         * Sets how many threads of this SDK are stuck in a system call or a listener and could not be waited for.
         *
         * @param value the value
         * @return this
         */
        public Builder abandonedThreads(int value) {
            abandonedThreads = value;
            return this;
        }

        /**
         * Sets what could not be looked at when descendants were searched for, in words.
         *
         * @param value the value
         * @return this
         */
        public Builder unseen(List<String> value) {
            unseen = List.copyOf(value);
            return this;
        }

        /**
         * Sets what went wrong inside the ending, in words.
         *
         * @param value the value
         * @return this
         */
        public Builder problems(List<String> value) {
            problems = List.copyOf(value);
            return this;
        }

        /**
         * Sets how the descendants of the process were recognised.
         *
         * @param value the value
         * @return this
         */
        public Builder containment(Containment value) {
            containment = Objects.requireNonNull(value, "containment");
            return this;
        }

        /** {@return the report} */
        public ExitReport build() {
            return new ExitReport(this);
        }
    }
}
