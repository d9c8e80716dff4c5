package dev.agentsdk.e2e.real.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The proxy that the CLIs are told to use for everything but loopback. It refuses whatever comes and notes it, so that a
 * test can say that nothing was tried.
 */
final class ClosedDoor implements AutoCloseable {

    private static final int READ_MILLIS = 1000;

    private final ServerSocket socket;
    private final List<String> knocks = new CopyOnWriteArrayList<>();

    ClosedDoor() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::refuse, "closed-door");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** {@return the first lines of the requests that came} */
    List<String> knocks() {
        return List.copyOf(knocks);
    }

    private void refuse() {
        while (!socket.isClosed()) {
            try (Socket visitor = socket.accept()) {
                visitor.setSoTimeout(READ_MILLIS);
                String line = new BufferedReader(
                                new InputStreamReader(visitor.getInputStream(), StandardCharsets.ISO_8859_1))
                        .readLine();
                knocks.add(String.valueOf(line));
                visitor.getOutputStream()
                        .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    knocks.add("a connection that failed: " + e);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
