package dev.agentsdk.process.internal;

import dev.agentsdk.process.Containment;
import dev.agentsdk.process.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/** A process that ends at a chosen step, and writes down what is done to it and how long it was to be waited for. */
class FakeTarget implements Teardown.Target {

    static final long PID = 4711;

    /** Never opens: what waits for it waits for its whole time. */
    private final CountDownLatch never = new CountDownLatch(1);

    private final String endsAt;
    private final List<String> calls = new ArrayList<>();
    private final List<Long> waitsMillis = new ArrayList<>();
    private boolean exited;

    /** Ends at a call by its name, or {@code before} everything, or {@code never}. */
    FakeTarget(String endsAt) {
        this.endsAt = endsAt;
        this.exited = endsAt.equals("before");
    }

    List<String> calls() {
        return calls;
    }

    /** The time that each wait was given, in the order of the calls. */
    List<Long> waitsMillis() {
        return waitsMillis;
    }

    private void called(String name) {
        calls.add(name);
        exited |= name.equals(endsAt);
    }

    @Override
    public void refuseWrites() {
        called("refuseWrites");
    }

    @Override
    public void noteDescendants() {
        called("noteDescendants");
    }

    @Override
    public void closeStdin() {
        called("closeStdin");
    }

    @Override
    public void closeStdout() {
        called("closeStdout");
    }

    @Override
    public boolean awaitExit(Deadline deadline) {
        called("awaitExit");
        waitsMillis.add((long) deadline.remainingMillis());
        if (!exited) {
            Waits.await(never, deadline);
        }
        return exited;
    }

    @Override
    public void terminate(Deadline deadline) {
        called("terminate");
    }

    @Override
    public void kill(Deadline deadline) {
        called("kill");
    }

    @Override
    public void killNow() {
        called("killNow");
    }

    @Override
    public Teardown.Leftovers endLeftovers(Deadline deadline) {
        called("endLeftovers");
        waitsMillis.add((long) deadline.remainingMillis());
        return exited ? Teardown.Leftovers.NONE : new Teardown.Leftovers(List.of(), List.of(PID), List.of());
    }

    @Override
    public Containment containment() {
        return Containment.LIMITS;
    }

    @Override
    public OptionalInt exitCode() {
        called("exitCode");
        return exited ? OptionalInt.of(3) : OptionalInt.empty();
    }

    @Override
    public OptionalInt signal() {
        called("signal");
        return OptionalInt.empty();
    }

    @Override
    public int release(Deadline deadline) {
        called("release");
        waitsMillis.add((long) deadline.remainingMillis());
        return 0;
    }
}
