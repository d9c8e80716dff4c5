package dev.agentsdk.callback.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R-97")
class SerialExecutorTest {

    private final ArrayDeque<Runnable> scheduled = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();

    @Test
    void anErrorOfSomeWorkDoesNotKeepTheRestFromRunning() {
        SerialExecutor executor = new SerialExecutor(scheduled::add);
        executor.execute(() -> {
            ran.add("a");
            throw new AssertionError("thrown by a test");
        });
        executor.execute(() -> ran.add("b"));
        scheduled.remove().run();

        assertThat(ran).containsExactly("a", "b");
    }

    @Test
    void afterThereWasNoThreadTheNextWorkRuns() {
        ArrayDeque<Error> missing = new ArrayDeque<>(List.of(new OutOfMemoryError("unable to create native thread")));
        SerialExecutor executor = new SerialExecutor(work -> {
            Error error = missing.poll();
            if (error != null) {
                throw error;
            }
            scheduled.add(work);
        });

        assertThatThrownBy(() -> executor.execute(() -> ran.add("refused"))).isInstanceOf(OutOfMemoryError.class);
        executor.execute(() -> ran.add("next"));
        scheduled.remove().run();

        assertThat(ran).containsExactly("next");
    }
}
