package dev.agentsdk.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** Keeps what a process writes, and lets a test wait for it. */
class Recording implements ProcessListener {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final CountDownLatch stdoutEnd = new CountDownLatch(1);
    private final CountDownLatch stderrEnd = new CountDownLatch(1);
    private final AtomicInteger stdoutEnds = new AtomicInteger();
    private final AtomicInteger stderrEnds = new AtomicInteger();

    @Override
    public void onStdout(byte[] buffer, int offset, int length) {
        add(stdout, buffer, offset, length);
    }

    @Override
    public void onStderr(byte[] buffer, int offset, int length) {
        add(stderr, buffer, offset, length);
    }

    private void add(ByteArrayOutputStream stream, byte[] buffer, int offset, int length) {
        if (length < 1) {
            throw new AssertionError("A call with " + length + " bytes");
        }
        synchronized (this) {
            stream.write(buffer, offset, length);
            notifyAll();
        }
    }

    @Override
    public void onStdoutEnd() {
        stdoutEnds.incrementAndGet();
        stdoutEnd.countDown();
    }

    @Override
    public void onStderrEnd() {
        stderrEnds.incrementAndGet();
        stderrEnd.countDown();
    }

    synchronized byte[] stdoutBytes() {
        return stdout.toByteArray();
    }

    synchronized int stdoutSize() {
        return stdout.size();
    }

    synchronized int stderrSize() {
        return stderr.size();
    }

    synchronized String stdout() {
        return stdout.toString(UTF_8);
    }

    synchronized String stderr() {
        return stderr.toString(UTF_8);
    }

    int stdoutEnds() {
        return stdoutEnds.get();
    }

    int stderrEnds() {
        return stderrEnds.get();
    }

    /** Waits until stdout holds a text. */
    void awaitStdout(String text) {
        await(stdout, text);
    }

    /** Waits until stderr holds a text. */
    void awaitStderr(String text) {
        await(stderr, text);
    }

    private void await(ByteArrayOutputStream stream, String text) {
        awaitSize(stream, size -> stream.toString(UTF_8).contains(text), "\"" + text + "\"");
    }

    /** Waits until stdout is of a size. */
    void awaitStdoutSize(int size) {
        awaitSize(stdout, now -> now >= size, size + " bytes");
    }

    private synchronized void awaitSize(ByteArrayOutputStream stream, IntPredicate enough, String wanted) {
        long start = System.nanoTime();
        while (!enough.test(stream.size())) {
            long left = PATIENCE.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (left <= 0) {
                throw new AssertionError("Nothing of " + wanted + " within " + PATIENCE.toSeconds() + " s, but "
                        + stdout.size() + " bytes on stdout, " + stderr.size() + " on stderr: " + stderr);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError("Interrupted while waiting for " + wanted, e);
            }
        }
    }

    /** Waits for the ends of both streams. */
    void awaitEnds() throws InterruptedException {
        if (!stdoutEnd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                || !stderrEnd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("No end: stdout " + stdoutEnds + ", stderr " + stderrEnds);
        }
    }
}
