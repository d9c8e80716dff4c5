package dev.agentsdk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentsdk.spi.Transport;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A session's side of a transport that keeps what comes. */
class TransportLog implements Transport.Listener {

    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> others = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger ends = new AtomicInteger();

    @Override
    public void onLine(byte[] buffer, int offset, int length) {
        lines.add(new String(buffer, offset, length, UTF_8));
    }

    @Override
    public void onUnterminatedLine(byte[] bytes) {
        others.add("unterminated");
    }

    @Override
    public void onOversizeLine(long size, byte[] head) {
        others.add("oversize");
    }

    @Override
    public void onStderrLine(String line) {
        others.add("stderr");
    }

    @Override
    public void onEnd() {
        ends.incrementAndGet();
        end.countDown();
    }

    final String nextLine() throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("The agent says nothing");
        }
        return line;
    }

    final boolean hasLines() {
        return !lines.isEmpty();
    }

    final List<String> others() {
        return others;
    }

    final int ends() {
        return ends.get();
    }

    final void awaitEnd() throws InterruptedException {
        if (!end.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The output does not end");
        }
    }
}
