package dev.agentsdk.process;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How a process ended, and what it took. Immutable. Values may be added in later versions. */
public final class ProcessExit {

    /** What ended a process, from the mildest to the last resort. */
    public enum Stage {
        /** It ended by itself, with its stdin open. */
        ALREADY_EXITED,
        /** It ended after its stdin was closed. */
        EOF,
        /** It took SIGTERM. */
        TERM,
        /** It took SIGKILL. */
        KILL,
        /** It outlived SIGKILL and the budget; it is still watched, and its end completes nothing any more. */
        ABANDONED
    }

    private final Stage stage;
    private final OptionalInt exitCode;
    private final OptionalInt signal;
    private final Duration elapsed;
    private final List<Long> leftBehind;
    private final List<Long> alsoEnded;
    private final int abandonedThreads;
    private final List<String> unseen;
    private final List<String> problems;
    private final Containment containment;

    private ProcessExit(Builder builder) {
        this.stage = builder.stage;
        this.exitCode = builder.exitCode;
        this.signal = builder.signal;
        this.elapsed = builder.elapsed;
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

    /** {@return the exit code as a shell shows it, 128 + n after signal n; empty if it was abandoned} */
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
     * Whether it ended with exit code 0.
     *
     * @return false after a signal, another code, or when it was abandoned
     */
    public boolean isSuccess() {
        return signal.isEmpty() && exitCode.isPresent() && exitCode.getAsInt() == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProcessExit that
                && stage == that.stage
                && exitCode.equals(that.exitCode)
                && signal.equals(that.signal)
                && elapsed.equals(that.elapsed)
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
                leftBehind,
                alsoEnded,
                abandonedThreads,
                unseen,
                problems,
                containment);
    }

    @Override
    public String toString() {
        return "ProcessExit[stage=" + stage
                + ", exitCode=" + exitCode
                + ", signal=" + signal
                + ", elapsed=" + elapsed
                + ", leftBehind=" + leftBehind
                + ", alsoEnded=" + alsoEnded
                + ", abandonedThreads=" + abandonedThreads
                + ", unseen=" + unseen
                + ", problems=" + problems
                + ", containment=" + containment
                + "]";
    }

    /** Builds a {@link ProcessExit}. Not safe for use by several threads. */
    public static final class Builder {

        private Stage stage;
        private OptionalInt exitCode = OptionalInt.empty();
        private OptionalInt signal = OptionalInt.empty();
        private Duration elapsed = Duration.ZERO;
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

        /** {@return the end} */
        public ProcessExit build() {
            return new ProcessExit(this);
        }
    }
}
