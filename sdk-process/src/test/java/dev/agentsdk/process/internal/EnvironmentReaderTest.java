package dev.agentsdk.process.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.Eventually;
import dev.agentsdk.process.internal.EnvironmentReader.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Environments of other processes, which decide what is in them. */
@Tag("R-82")
@Timeout(60)
class EnvironmentReaderTest {

    private final ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private long started() throws IOException {
        process = builder.start();
        long pid = process.pid();
        Eventually.await("exec is done", () -> ProcFs.environment(pid).orElse(new byte[0]).length > 0);
        return pid;
    }

    private static Answer read(long pid) {
        Map<Long, Answer> answers = EnvironmentReader.read(List.of(pid), Deadline.in(Duration.ofSeconds(20)));
        return Objects.requireNonNull(answers.get(pid));
    }

    @Test
    void aMarkIsSeen() throws IOException {
        ProcessMark mark = ProcessMark.in(Map.of());
        builder.environment().put(ProcessMark.VARIABLE, mark.value());
        Answer answer = read(started());

        assertThat(answer.shows(mark)).isTrue();
        assertThat(answer.isPlausible()).isTrue();
    }

    @Test
    void ofAnEnvironmentOfAMebibyteOnlyAPartIsReadAndThatIsSaid() throws IOException {
        builder.environment().clear();
        for (int i = 0; i < 16; i++) {
            builder.environment().put("LONG_" + i, "x".repeat(64 << 10));
        }
        long pid = started();

        assertThat(ProcFs.environment(pid).orElseThrow()).hasSize(ProcFs.MAX_ENVIRONMENT_BYTES);
        assertThat(read(pid).isPlausible()).isFalse();
        assertThat(read(pid).problem()).isNotEmpty();
    }

    @Test
    void aProcessThatHasGoneHasNoAnswer() throws Exception {
        long pid = started();
        process.destroyForcibly().waitFor();

        assertThat(EnvironmentReader.read(List.of(pid), Deadline.in(Duration.ofSeconds(20))))
                .isEmpty();
    }

    @Test
    void withoutTimeNothingIsReadAndThatIsSaid() throws IOException {
        Map<Long, Answer> answers = EnvironmentReader.read(List.of(started()), Deadline.in(Duration.ZERO));

        assertThat(answers).hasSize(1);
        assertThat(answers.values()).noneMatch(Answer::isPlausible);
    }

    @Test
    @Tag("R-123")
    void whileTooManyReadsHangNothingIsReadAndAfterwardsEverythingIs() throws Exception {
        Set<Thread> stuck = ConcurrentHashMap.newKeySet();
        CountDownLatch hangs = new CountDownLatch(1);
        EnvironmentReader.Source source = pid -> {
            try {
                assertThat(hangs.await(50, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return ProcFs.environment(pid);
        };
        ProcessMark mark = ProcessMark.in(Map.of());
        builder.environment().put(ProcessMark.VARIABLE, mark.value());
        List<Long> one = List.of(started());
        Deadline deadline = Deadline.in(Duration.ofSeconds(50));
        for (int i = 0; i < EnvironmentReader.MAX_STUCK; i++) {
            assertThat(EnvironmentReader.read(one, deadline, source, stuck).values())
                    .extracting(Answer::problem)
                    .containsExactly("the reading of its environment hangs");
        }
        assertThat(EnvironmentReader.read(one, deadline, source, stuck).values())
                .extracting(Answer::problem)
                .containsExactly("there was no time or no thread to read its environment");

        hangs.countDown();
        for (Thread thread : stuck) {
            thread.join(20_000);
        }

        assertThat(EnvironmentReader.read(one, deadline, source, stuck).values())
                .singleElement()
                .satisfies(answer -> assertThat(answer.shows(mark)).isTrue());
    }
}
