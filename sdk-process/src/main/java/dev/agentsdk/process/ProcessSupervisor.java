package dev.agentsdk.process;

import dev.agentsdk.process.SupervisorException.Reason;
import dev.agentsdk.process.internal.DaemonThreads;
import dev.agentsdk.process.internal.ListenerQueue;
import dev.agentsdk.process.internal.supervise.Child;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps long-running processes by name: a hard limit on how many live, the last lines of each, restarts after failures,
 * and an end for one or all within a budget. What they write is always read, so that none is ever held back.
 *
 * <p>A child that is stopped reads EOF, gets SIGTERM and SIGKILL as its {@link TeardownPlan} says, with its group, and is
 * read to its last line meanwhile. When the JVM exits, all are stopped.
 *
 * <p>Children that have ended keep their name, lines and history until a child with the same name is started or they are
 * {@linkplain #remove removed}; of more than 100 the oldest are forgotten.
 *
 * <p>Thread-safe. Close it: that stops all children.
 */
public final class ProcessSupervisor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProcessSupervisor.class);

    private static final int KEPT_ENDED = 100;

    /** Of one listener; each holds the last exits of its child. */
    private static final int MAX_WAITING_STATES = 1_000;

    /** For calls of listeners that still wait when it is closed. */
    private static final Duration LISTENER_PATIENCE = Duration.ofMillis(200);

    private final int limit;
    private final Duration stopBudget;
    private final Supplier<ProcessLauncher> launcher;
    private final Child.Owner owner = new Hearing();
    private final CopyOnWriteArrayList<Registration> listeners = new CopyOnWriteArrayList<>();

    /** The listeners of single children, for as long as these are known here. */
    private final Map<Child, Registration> ownListeners = new ConcurrentHashMap<>();

    /** Never held while a child is started or stopped. Before the lock of a child, if both are needed. */
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private final LinkedHashMap<String, Child> children = new LinkedHashMap<>();
    private boolean closed;
    private @Nullable Thread exitHook;

    private ProcessSupervisor(Builder builder) {
        this.limit = builder.limit;
        this.stopBudget = builder.stopBudget;
        this.launcher = builder.launcher;
    }

    /**
     * A builder of supervisors.
     *
     * @return a builder with the defaults that are described at each of its methods
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Says what a supervisor is like. Not thread-safe. */
    public static final class Builder {
        private int limit = 16;
        private Duration stopBudget = Duration.ofSeconds(5);
        private Supplier<ProcessLauncher> launcher = ProcessLauncher::automatic;

        private Builder() {}

        /**
         * Sets how many children may live at a time, those included that wait to be started again.
         *
         * @param most positive; 16 by default
         * @return this
         */
        public Builder limit(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("At least one child must be allowed: " + most);
            }
            this.limit = most;
            return this;
        }

        /**
         * Sets how long it may take to stop all children, when it is closed or the JVM exits. If the plan of a child
         * wants more, its grace for EOF shrinks.
         *
         * @param budget from zero to a day; 5 s by default
         * @return this
         */
        public Builder stopBudget(Duration budget) {
            if (budget.isNegative() || budget.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("The budget must lie between zero and a day: " + budget);
            }
            this.stopBudget = budget;
            return this;
        }

        /**
         * Sets the launcher.
         *
         * @param starter starts the processes; {@link ProcessLauncher#automatic()} by default
         * @return this
         */
        public Builder launcher(ProcessLauncher starter) {
            Objects.requireNonNull(starter, "starter");
            this.launcher = () -> starter;
            return this;
        }

        /**
         * Makes a supervisor without children.
         *
         * @return the supervisor, which must be closed
         */
        public ProcessSupervisor build() {
            return new ProcessSupervisor(this);
        }
    }

    /**
     * Starts a child. Returns when its program runs.
     *
     * @param spec what it is
     * @return what is known of it then
     * @throws SupervisorException if the limit is reached, a child with this name lives, or this is closed
     * @throws ProcessStartException if it cannot be started; its name is free again then
     */
    public ChildStatus start(ChildSpec spec) {
        return start(spec, null);
    }

    private ChildStatus start(ChildSpec spec, @Nullable Child before) {
        Child child = register(spec, before);
        try {
            child.start();
        } catch (RuntimeException | Error e) {
            unregister(child, before);
            throw e;
        }
        return child.status();
    }

    private Child register(ChildSpec spec, @Nullable Child before) {
        lock.lock();
        try {
            if (closed) {
                throw closedException();
            }
            Child same = children.get(spec.name());
            if (same != null && same.status().state().isLive()) {
                throw new SupervisorException(
                        Reason.NAME_IN_USE,
                        "A child named " + spec.name() + " lives: it is "
                                + same.status().state() + ". Stop it, or choose another name.");
            }
            long live = live();
            if (live >= limit) {
                throw new SupervisorException(
                        Reason.LIMIT_REACHED,
                        "The child " + spec.name() + " cannot be started: " + live + " live, and no more than " + limit
                                + " may. Stop one, or raise the limit of the supervisor.");
            }
            addExitHook();
            Child child = new Child(spec, launcher, owner, before);
            spec.listener()
                    .ifPresent(listener -> ownListeners.put(child, new Registration("child-" + spec.name(), listener)));
            if (before == null) {
                // Behind the others, also under a name that was there before.
                forget(spec.name());
            }
            Child replaced = children.put(spec.name(), child);
            if (replaced != null) {
                ownListeners.remove(replaced);
            }
            forgetOldest();
            return child;
        } finally {
            lock.unlock();
        }
    }

    private void unregister(Child child, @Nullable Child before) {
        lock.lock();
        try {
            ownListeners.remove(child);
            if (before == null) {
                children.remove(child.spec().name(), child);
            } else {
                // A restart that failed is no reason to forget what was before.
                children.replace(child.spec().name(), child, before);
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(String name) {
        Child forgotten = children.remove(name);
        if (forgotten != null) {
            // What it has said is still told.
            ownListeners.remove(forgotten);
        }
    }

    private long live() {
        return children.values().stream()
                .filter(child -> child.status().state().isLive())
                .count();
    }

    private void forgetOldest() {
        List<String> ended = children.values().stream()
                .filter(child -> !child.status().state().isLive())
                .map(child -> child.spec().name())
                .toList();
        ended.subList(0, Math.max(0, ended.size() - KEPT_ENDED)).forEach(this::forget);
    }

    private static SupervisorException closedException() {
        return new SupervisorException(Reason.CLOSED, "The supervisor is closed, or the JVM is exiting.");
    }

    private Child child(String name) {
        lock.lock();
        try {
            Child child = children.get(name);
            if (child == null) {
                throw new SupervisorException(
                        Reason.UNKNOWN_NAME,
                        "There is no child named " + name + "; there "
                                + (children.isEmpty() ? "are none" : "are " + String.join(", ", children.keySet()))
                                + ".");
            }
            return child;
        } finally {
            lock.unlock();
        }
    }

    private List<Child> all() {
        lock.lock();
        try {
            return List.copyOf(children.values());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops a child by the plan of its specification. Waits until it has gone. One that has ended already is left as it
     * is.
     *
     * @param name the child
     * @return what is known of it then
     * @throws SupervisorException if there is no such child
     */
    public ChildStatus stop(String name) {
        Child child = child(name);
        return stop(child, child.spec().process().teardown());
    }

    /**
     * Stops a child. Waits until it has gone: for the budget of the plan and a second at the most. Two stops at once have
     * the effect of the more impatient one. Not shortened by an interruption, whose flag is kept.
     *
     * @param name the child
     * @param plan how
     * @return what is known of it then; its last exit says whether it has outlived SIGKILL
     * @throws SupervisorException if there is no such child
     */
    public ChildStatus stop(String name, TeardownPlan plan) {
        Objects.requireNonNull(plan, "plan");
        return stop(child(name), plan);
    }

    private static ChildStatus stop(Child child, TeardownPlan plan) {
        return child.stop(plan, Deadline.in(plan.budget()));
    }

    /**
     * Stops all children at the same time, each by the plan of its specification, within the budget of the supervisor.
     *
     * @return what is known of each then, by name, in the order of their starts
     */
    public Map<String, ChildStatus> stopAll() {
        return stopAll(stopBudget);
    }

    /**
     * Stops all children at the same time, each by the plan of its specification, within one budget and a second. If the
     * plan of a child wants more, its grace for EOF shrinks. Not shortened by an interruption, whose flag is kept.
     *
     * @param budget for all of them together
     * @return what is known of each then, by name, in the order of their starts
     */
    public Map<String, ChildStatus> stopAll(Duration budget) {
        Deadline deadline = Deadline.in(budget);
        List<Child> toStop = all();
        List<Thread> stoppers = new ArrayList<>();
        for (Child child : toStop) {
            if (child.status().state().isLive()) {
                Runnable stop = () -> child.stop(child.spec().process().teardown(), deadline);
                Thread stopper = DaemonThreads.create(
                        stop, "agent-sdk-stop-" + child.spec().name());
                try {
                    stopper.start();
                    stoppers.add(stopper);
                } catch (OutOfMemoryError e) {
                    // "unable to create native thread": the limit on threads, not the heap. One after the other then.
                    stop.run();
                }
            }
        }
        boolean interrupted = false;
        for (Thread stopper : stoppers) {
            while (stopper.isAlive()) {
                try {
                    // Bounded by the deadline, to which all of them keep, and the second behind it.
                    stopper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Map<String, ChildStatus> stopped = new LinkedHashMap<>();
        toStop.forEach(child -> stopped.put(child.spec().name(), child.status()));
        return stopped;
    }

    /**
     * Stops a child if it lives, by the plan of its specification, and starts it again. Its lines and its history go on.
     *
     * @param name the child
     * @return what is known of it then
     * @throws SupervisorException if there is no such child, it does not end, or somebody else has started it or reached
     *     the limit meanwhile
     * @throws ProcessStartException if it cannot be started again
     */
    public ChildStatus restart(String name) {
        Child before = child(name);
        stop(before, before.spec().process().teardown());
        return start(before.spec(), before);
    }

    /**
     * Forgets a child that has ended.
     *
     * @param name the child
     * @throws SupervisorException if there is no such child, or it lives
     */
    public void remove(String name) {
        lock.lock();
        try {
            Child child = child(name);
            ChildState state = child.status().state();
            if (state.isLive()) {
                throw new SupervisorException(
                        Reason.STILL_LIVE,
                        "The child " + name + " cannot be removed, it is " + state + ". Stop it first.");
            }
            forget(name);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is known of a child.
     *
     * @param name the child
     * @return empty if there is none with this name
     */
    public Optional<ChildStatus> status(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(children.get(name)).map(Child::status);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is known of all children.
     *
     * @return in the order of their starts
     */
    public List<ChildStatus> statuses() {
        return all().stream().map(Child::status).toList();
    }

    /**
     * The last lines of a child, as many as its specification says.
     *
     * @param name the child
     * @return the oldest first
     * @throws SupervisorException if there is no such child
     */
    public List<OutputLine> lines(String name) {
        return child(name).lines();
    }

    /**
     * Writes to the stdin of a child, as {@link ManagedProcess#write} does.
     *
     * @param name the child
     * @param deadline bounds the wait for a child that does not read
     * @param parts what to write, one after the other
     * @return false if it could not all be written by the deadline
     * @throws SupervisorException if there is no such child, or it has no process now
     * @throws StdinClosedException if it does not read any more
     */
    public boolean write(String name, Deadline deadline, byte[]... parts) {
        return child(name).write(deadline, parts);
    }

    /**
     * Has a listener hear of all children from now on.
     *
     * @param listener the listener
     * @return to be closed when it is to hear no more
     */
    public ListenerRegistration addListener(ChildListener listener) {
        Registration registration = new Registration("all-children", Objects.requireNonNull(listener, "listener"));
        listeners.add(registration);
        return () -> {
            listeners.remove(registration);
            registration.calls.end();
        };
    }

    /** A listener's being registered. */
    @FunctionalInterface
    public interface ListenerRegistration extends AutoCloseable {
        /** Ends it: the listener hears no more, and a call that is under way is interrupted. Does not wait for it. */
        @Override
        void close();
    }

    /**
     * Stops all children as {@link #stopAll()} does; none can be started any more. Repeated calls do nothing.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        stopAll();
        removeExitHook();
        Deadline deadline = Deadline.in(LISTENER_PATIENCE);
        List<Registration> all = new ArrayList<>(listeners);
        all.addAll(ownListeners.values());
        for (Registration registration : all) {
            registration.calls.awaitIdle(deadline);
            registration.calls.end();
        }
    }

    // ---- the end of the JVM

    /** With the lock held. The launcher has a hook of its own; this one keeps the children from being started again. */
    private void addExitHook() {
        if (exitHook == null) {
            Thread hook = new Thread(this::stopAtExit, "agent-sdk-supervisor-exit");
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException e) {
                throw closedException();
            }
            exitHook = hook;
        }
    }

    private void stopAtExit() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        stopAll();
    }

    private void removeExitHook() {
        lock.lock();
        try {
            Thread hook = exitHook;
            if (hook != null && live() == 0) {
                exitHook = null;
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException e) {
            log.debug("The shutdown hook stays: the JVM is exiting");
        } finally {
            lock.unlock();
        }
    }

    // ---- what the children say

    private static final class Registration {
        private final ListenerQueue calls;
        private final ChildListener listener;

        Registration(String of, ChildListener listener) {
            this.calls = new ListenerQueue("agent-sdk-listener-of-" + of, MAX_WAITING_STATES, listener::onDropped);
            this.listener = listener;
        }

        void addLine(Child child, OutputLine line) {
            String name = child.spec().name();
            // A JVM keeps a character in one byte, or in two if one of the line needs them.
            calls.addOutput(line.text().length(), () -> listener.onLine(name, line));
        }
    }

    private final class Hearing implements Child.Owner {
        @Override
        public void onLine(Child child, OutputLine line) {
            for (Registration registration : listeners) {
                registration.addLine(child, line);
            }
            Registration own = ownListeners.get(child);
            if (own != null) {
                own.addLine(child, line);
            }
        }

        @Override
        public void onState(Child child, ChildStatus status) {
            for (Registration registration : listeners) {
                registration.calls.add(() -> registration.listener.onState(status));
            }
            Registration own = ownListeners.get(child);
            if (own != null) {
                own.calls.add(() -> own.listener.onState(status));
            }
        }

        @Override
        public void onOver(Child child) {
            removeExitHook();
        }
    }
}
