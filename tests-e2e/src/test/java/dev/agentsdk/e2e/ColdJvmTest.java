package dev.agentsdk.e2e;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first session of a JVM that has nothing loaded yet, no archive of classes either, and two busy threads. */
@E2e
class ColdJvmTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-25")
    void closesInTimeAndLoadsNothingNativeToDoIt(String launcher) throws Exception {
        Path log = dir.resolve("classes");
        JavaProgram.Outcome outcome = new JavaProgram(dir, Program.class)
                .jvm("-Xshare:off", "-Xlog:class+load:file=" + log)
                .run(launcher, dir.toString())
                .assertSuccess();
        // Judged here: a meter in that JVM would load classes there.
        List<String> output = outcome.lines();
        // Behind what was logged.
        assertThat(Duration.ofNanos(Long.parseLong(output.get(output.size() - 1))))
                .isGreaterThanOrEqualTo(Duration.ofMillis(1500))
                .is(under(Duration.ofSeconds(2)));

        List<String> loaded;
        try (Stream<String> lines = Files.lines(log)) {
            loaded = lines.dropWhile(line -> !line.contains("Program$CloseBegins"))
                    .takeWhile(line -> !line.contains("Program$CloseEnds"))
                    .toList();
        }
        // The marker, and what is first needed at an end.
        assertThat(loaded).isNotEmpty().hasSizeLessThan(400);
        assertThat(loaded).noneMatch(line -> line.contains(" jnr.") || line.contains(" com.kenai."));
    }

    /** What runs there. */
    public static final class Program {

        private Program() {}

        /** Its loading is seen in the log. */
        private record CloseBegins() {}

        /** So is its. */
        private record CloseEnds() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                Thread busy = new Thread(() -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                });
                busy.setDaemon(true);
                busy.start();
            }
            Transport transport = new SubprocessCliTransportFactory()
                    .withLauncher(LauncherNames.launcher(arguments[0]))
                    .create(FakeCli.in(Path.of(arguments[1]))
                            .onStart("ignore-eof ignore-term")
                            .options()
                            .versionCheck(false)
                            .build());
            transport.open(new Deaf());
            transport.send(new byte[] {'\n'}, Deadline.in(Duration.ofSeconds(5)));
            assertThat(new CloseBegins()).isNotNull();
            long start = System.nanoTime();
            transport.close();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(new CloseEnds()).isNotNull();
            System.out.println(took.toNanos());
        }
    }

    private static final class Deaf implements Transport.Listener {
        @Override
        public void onLine(byte[] buffer, int offset, int length) {}

        @Override
        public void onUnterminatedLine(byte[] bytes) {}

        @Override
        public void onOversizeLine(long size, byte[] head) {}

        @Override
        public void onStderrLine(String line) {}

        @Override
        public void onEnd() {}
    }
}
