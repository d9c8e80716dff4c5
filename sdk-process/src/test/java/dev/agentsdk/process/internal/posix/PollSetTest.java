package dev.agentsdk.process.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R-96")
class PollSetTest {

    /** Higher than any limit on descriptors. */
    private static final int NOT_OPEN = 1 << 30;

    @Test
    void aDescriptorThatIsNotOpenIsAFaultAndNoEvent() {
        try (PollSet set = new PollSet(1)) {
            int slot = set.add(NOT_OPEN, LibC.POLLIN);
            assertThat(set.poll(20_000)).isTrue();
            assertThatThrownBy(() -> set.isReady(slot))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Integer.toString(NOT_OPEN));
        }
    }

    @Test
    void anotherDescriptorIsStillReady() {
        int event = LibC.eventfd(LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        try (PollSet set = new PollSet(2)) {
            set.add(NOT_OPEN, LibC.POLLIN);
            int idle = set.add(event, LibC.POLLIN);
            assertThat(set.poll(20_000)).isTrue();
            assertThat(set.isReady(idle)).as("nothing was written to it").isFalse();
        } finally {
            LibC.close(event);
        }
    }
}
