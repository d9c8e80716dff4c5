package dev.agentsdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("R-97")
@Timeout(60)
class LastStepsTest {

    private final List<String> taken = new ArrayList<>();

    private static Runnable failing(Error error) {
        return () -> {
            throw error;
        };
    }

    @Test
    void everyStepIsTakenWhateverTheOneBeforeItThrows() {
        new LastSteps(
                        () -> taken.add("a"),
                        () -> {
                            throw new IllegalStateException("thrown by a test");
                        },
                        failing(new StackOverflowError("thrown by a test")),
                        failing(new OutOfMemoryError("thrown by a test, always")),
                        () -> taken.add("b"))
                .take();

        assertThat(taken).containsExactly("a", "b");
    }

    @Test
    void aStepThatRunsOutOfMemoryIsTakenAgain() {
        AtomicInteger attempts = new AtomicInteger();
        new LastSteps(() -> {
                    if (attempts.incrementAndGet() < 5) {
                        throw new OutOfMemoryError("thrown by a test");
                    }
                    taken.add("done");
                })
                .take();

        assertThat(taken).containsExactly("done");
        assertThat(attempts).hasValue(5);
    }
}
