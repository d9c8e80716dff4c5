package dev.agentsdk.history.internal;

import dev.agentsdk.json.internal.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens files that another process may replace by a named pipe at any moment.
 *
 * <p>Opening a pipe for reading waits in the kernel for a writer, and Java has neither {@code O_NONBLOCK} nor
 * {@code O_PATH}, nor does an interruption end that wait. To open for reading and writing would not wait, but needs the
 * right to write, copies a whole file on overlay file systems, and wakes those who watch for files that were written. So a
 * file is opened on a daemon thread, for which the caller waits a bounded time. The thread of an open that is given up is
 * freed by opening the pipe's other end, as long as the pipe has a name; the number of such threads is bounded.
 */
public final class BoundedOpen {

    private static final Logger log = LoggerFactory.getLogger(BoundedOpen.class);

    /** A file system answers in less, or hangs. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Opens that were given up and still wait. With more of them no file is opened. */
    private static final int MAX_STUCK = 64;

    private static final int FREE_ATTEMPTS = 100;
    private static final long FREE_PAUSE_MILLIS = 10;

    private static final AtomicInteger STUCK = new AtomicInteger();

    private static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), BoundedOpen::thread);

    /** Opens a file. */
    interface Opening {
        SeekableByteChannel open() throws IOException;
    }

    /** What an open uses. Not to be closed by the caller any more after {@link #lend}. */
    interface Resource extends Closeable {

        /** Nothing. */
        Resource NONE = new Resource() {
            @Override
            public void lend() {}

            @Override
            public void close() {}
        };

        /** An open that was given up uses it on, and closes it when it returns. */
        void lend();
    }

    private enum Fate {
        WANTED,
        ABANDONED,
        TAKEN
    }

    private BoundedOpen() {}

    private static Thread thread(Runnable work) {
        // Without the caller's thread locals and class loader, which the pool must not keep alive.
        Thread thread = new Thread(null, work, "agent-sdk-open", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        return thread;
    }

    /** How many opens were given up and still wait. */
    static int stuck() {
        return STUCK.get();
    }

    /**
     * Reads a small file. A FIFO that was put in its place holds nothing up.
     *
     * @param file the file
     * @param maxBytes how large it may be
     * @return its bytes; one more than allowed if it is larger
     * @throws FileSystemException if it cannot be opened within 2 s
     * @throws IOException if it is a pipe, or cannot be read
     */
    public static byte[] read(Path file, int maxBytes) throws IOException {
        try (SeekableByteChannel channel = open(file, () -> Files.newByteChannel(file), TIMEOUT, Resource.NONE)) {
            // Fails for a pipe, which would be waited for.
            channel.position(0);
            return bytes(channel, maxBytes);
        }
    }

    /**
     * Reads a small file that is open, and no more than it holds now. A read behind that may wait for ever: files of
     * {@code /proc} and devices, to which a link may lead, have no size and are read like a pipe.
     *
     * @param file the file, at its beginning
     * @param maxBytes how large it may be
     * @return its bytes; one more than allowed if it is larger
     * @throws IOException if it cannot be read
     */
    static byte[] bytes(SeekableByteChannel file, int maxBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), maxBytes + 1L));
        int read = 0;
        while (read >= 0 && bytes.hasRemaining()) {
            read = file.read(bytes);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /**
     * Opens a file within a time.
     *
     * @param file for messages, and to free the thread
     * @param opening opens it
     * @param timeout bounds the wait
     * @param resource what the open uses
     * @return the channel
     * @throws FileSystemException if it takes longer
     * @throws ClosedByInterruptException if this thread is interrupted; its flag is set
     */
    static SeekableByteChannel open(Path file, Opening opening, Duration timeout, Resource resource)
            throws IOException {
        if (STUCK.get() >= MAX_STUCK) {
            throw new FileSystemException(
                    file.toString(), null, "not opened: " + MAX_STUCK + " earlier files still cannot be opened");
        }
        AtomicReference<Fate> fate = new AtomicReference<>(Fate.WANTED);
        Future<SeekableByteChannel> future = POOL.submit(() -> {
            SeekableByteChannel channel = null;
            try {
                channel = opening.open();
                return channel;
            } finally {
                if (!fate.compareAndSet(Fate.WANTED, Fate.TAKEN)) {
                    STUCK.decrementAndGet();
                    closeQuietly(channel);
                    closeQuietly(resource);
                }
            }
        });
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failed(e);
        } catch (TimeoutException e) {
            if (abandon(file, fate, resource)) {
                throw new FileSystemException(
                        file.toString(), null, "could not be opened within " + timeout.toMillis() + " ms");
            }
            return arrived(future);
        } catch (InterruptedException e) {
            if (!abandon(file, fate, resource)) {
                closeQuietly(arrived(future));
            }
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    private static IOException failed(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }

    /** False if the open returned in the very moment. */
    private static boolean abandon(Path file, AtomicReference<Fate> fate, Resource resource) {
        // First: the other side takes it back as soon as it sees the fate.
        STUCK.incrementAndGet();
        if (fate.compareAndSet(Fate.WANTED, Fate.ABANDONED)) {
            resource.lend();
            free(file, fate);
            return true;
        }
        STUCK.decrementAndGet();
        return false;
    }

    /** The open has returned; what is left of its task takes no time. */
    private static SeekableByteChannel arrived(Future<SeekableByteChannel> future) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw failed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Opens the other end of the pipe. Tries for a second, since its name may come and go. */
    private static void free(Path file, AtomicReference<Fate> fate) {
        POOL.execute(() -> {
            for (int attempt = 0; attempt < FREE_ATTEMPTS && fate.get() == Fate.ABANDONED; attempt++) {
                try {
                    // Does not wait, with a pipe; with both options also not where nobody reads.
                    Files.newByteChannel(
                                    file,
                                    Set.of(
                                            StandardOpenOption.READ,
                                            StandardOpenOption.WRITE,
                                            LinkOption.NOFOLLOW_LINKS))
                            .close();
                    TimeUnit.MILLISECONDS.sleep(FREE_PAUSE_MILLIS);
                } catch (IOException e) {
                    log.debug(
                            "{} is not there to free what waits for it: {}",
                            Printable.of(file),
                            e.getClass().getName());
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    private static void closeQuietly(@Nullable Closeable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (IOException e) {
            log.debug(
                    "What was opened too late cannot be closed: {}",
                    e.getClass().getName());
        }
    }
}
