package dev.agentsdk.internal.session;

import dev.agentsdk.spi.WarningLimit;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Hands lines of stderr to the application's listener, one at a time and in order, on a callback thread. Bounded in bytes:
 * a listener that does not keep up loses the oldest lines and gets one line that says how many; stderr is drained all the
 * same.
 */
final class StderrDispatcher {

    private final ListenerCalls<String> calls;

    StderrDispatcher(Consumer<String> listener, Executor executor, WarningLimit warnings) {
        this.calls = new ListenerCalls<>("stderr listener", new Lines(listener), executor, warnings);
    }

    /** Called by the reading thread: does not wait. */
    void add(String line) {
        // A JVM keeps a character in one byte, or in two if one of the line needs them.
        calls.add(line, line.length());
    }

    private record Lines(Consumer<String> listener) implements ListenerCalls.Listener<String> {
        @Override
        public void accept(String line) {
            listener.accept(line);
        }

        @Override
        public void onDropped(long lines, long characters) {
            listener.accept("… " + lines + " lines (" + characters
                    + " characters) of stderr were dropped here, because the stderr listener did not keep up");
        }
    }
}
