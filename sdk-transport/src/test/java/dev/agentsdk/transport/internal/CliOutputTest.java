package dev.agentsdk.transport.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.spi.Transport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CliOutputTest {

    /** What the session is told, in words. */
    private static final class Told implements Transport.Listener {
        final List<String> events = new ArrayList<>();

        boolean throwing;
        boolean throwingAtFailure;
        boolean throwingAtEnd;

        @Override
        public void onLine(byte[] buffer, int offset, int length) {
            if (throwing) {
                throw new IllegalStateException("on purpose");
            }
            events.add("line " + new String(buffer, offset, length, UTF_8));
        }

        @Override
        public void onUnterminatedLine(byte[] bytes) {
            events.add("unterminated " + new String(bytes, UTF_8));
        }

        @Override
        public void onOversizeLine(long size, byte[] head) {
            events.add("oversize " + size + " " + head.length);
        }

        @Override
        public void onStderrLine(String line) {
            events.add("stderr " + line);
        }

        @Override
        public void onFailure(Throwable cause) {
            if (throwingAtFailure) {
                throw new OutOfMemoryError("at the failure");
            }
            events.add("failure " + cause.getMessage());
        }

        @Override
        public void onEnd() {
            if (throwingAtEnd) {
                throw new OutOfMemoryError("at the end");
            }
            events.add("end");
        }
    }

    private final Told told = new Told();

    private CliOutput output(AgentOptions.Builder options) {
        return new CliOutput(AgentLaunches.of(options.build()), told, new CliOutput.Owner() {
            @Override
            public void onStart(ManagedProcess process, CliOutput output) {}

            @Override
            public void onFailure() {
                told.events.add("owner told");
            }
        });
    }

    private static void stdout(CliOutput output, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        output.onStdout(bytes, 0, bytes.length);
    }

    private static void stderr(CliOutput output, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        output.onStderr(bytes, 0, bytes.length);
    }

    @Test
    void stdoutIsCutIntoLinesAndTheTailComesBeforeTheEnd() {
        CliOutput output = output(AgentOptions.builder());
        stdout(output, "one\ntw");
        stdout(output, "o\nta");
        stdout(output, "il");
        output.onStdoutEnd();

        assertThat(told.events).containsExactly("line one", "line two", "unterminated tail", "end");
    }

    @Test
    void theLimitOfTheSessionHoldsForLines() {
        CliOutput output =
                output(AgentOptions.builder().limits(SessionLimits.defaults().withMaxLineBytes(1024)));
        stdout(output, "x".repeat(1024) + "\n" + "y".repeat(1025) + "\n");
        output.onStdoutEnd();

        assertThat(told.events).containsExactly("line " + "x".repeat(1024), "oversize 1025 200", "end");
    }

    @Test
    void withoutAListenerStderrIsKeptAndNotCut() {
        CliOutput output = output(AgentOptions.builder());
        stderr(output, "warning: é\nmore");
        output.onStderrEnd();

        assertThat(told.events).isEmpty();
        assertThat(output.stderrTail()).isEqualTo("warning: é\nmore");
    }

    @Test
    void withAListenerStderrIsCutIntoLinesWithoutBlanksAtTheirEnds() {
        CliOutput output = output(AgentOptions.builder().stderrListener(line -> {}));
        stderr(output, "one \r\n\n  tw");
        stderr(output, "o\nlast");
        output.onStderrEnd();

        assertThat(told.events).containsExactly("stderr one", "stderr ", "stderr   two", "stderr last");
        assertThat(output.stderrTail()).isEqualTo("one \r\n\n  two\nlast");
    }

    @Test
    void aLineOfStderrWithoutEndIsCutOffAndItsLengthIsTold() {
        CliOutput output = output(AgentOptions.builder().stderrListener(line -> {}));
        for (int i = 0; i < 100; i++) {
            stderr(output, "z".repeat(1000));
        }
        stderr(output, "\nnext\n");

        assertThat(told.events).hasSize(2);
        assertThat(told.events.get(0))
                .startsWith("stderr " + "z".repeat(200))
                .contains("100000 bytes")
                .hasSizeLessThan(300);
        assertThat(told.events.get(1)).isEqualTo("stderr next");
    }

    @Test
    void afterAListenerThrewOnlyTheEndIsTold() {
        CliOutput output = output(AgentOptions.builder());
        told.throwing = true;
        assertThatThrownBy(() -> stdout(output, "one\ntail")).hasMessage("on purpose");
        told.throwing = false;
        output.onStdoutEnd();

        assertThat(told.events).containsExactly("failure on purpose", "owner told", "end");
    }

    @Test
    @Tag("R-97")
    void aListenerThatThrowsAtTheEndIsAFailureToo() {
        told.throwingAtEnd = true;
        CliOutput output = output(AgentOptions.builder());
        stdout(output, "one\n");
        assertThatThrownBy(output::onStdoutEnd).hasMessage("at the end");

        assertThat(told.events).containsExactly("line one", "failure at the end", "owner told");
    }

    @Test
    @Tag("R-97")
    void theOwnerIsToldAlthoughTheListenerThrowsAgain() {
        CliOutput output = output(AgentOptions.builder());
        told.throwing = true;
        told.throwingAtFailure = true;
        assertThatThrownBy(() -> stdout(output, "one\n")).hasMessage("at the failure");

        assertThat(told.events).containsExactly("owner told");
    }

    @Test
    void malformedBytesOfStderrAreReplaced() {
        CliOutput output = output(AgentOptions.builder().stderrListener(line -> {}));
        byte[] bytes = {'a', (byte) 0xff, 'b', '\n'};
        output.onStderr(bytes, 0, bytes.length);

        assertThat(told.events).containsExactly("stderr a\ufffdb");
    }
}
