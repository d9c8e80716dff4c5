package dev.agentsdk.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentsdk.spi.Transport;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what an agent says, and lets a test wait for it. */
class RecordingTransportListener implements Transport.Listener {

    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> stderr = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public void onLine(byte[] buffer, int offset, int length) {
        lines.add(new String(buffer, offset, length, UTF_8));
    }

    @Override
    public void onUnterminatedLine(byte[] bytes) {
        lines.add("unterminated " + new String(bytes, UTF_8));
    }

    @Override
    public void onOversizeLine(long size, byte[] head) {
        lines.add("oversize " + size);
    }

    @Override
    public void onStderrLine(String line) {
        stderr.add(line);
    }

    @Override
    public void onEnd() {
        end.countDown();
    }

    /** The next line; each is given once. */
    String nextLine() throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("The agent says nothing; on stderr: " + stderr);
        }
        return line;
    }

    List<String> stderrLines() {
        return stderr;
    }

    boolean awaitEnd() throws InterruptedException {
        return end.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
