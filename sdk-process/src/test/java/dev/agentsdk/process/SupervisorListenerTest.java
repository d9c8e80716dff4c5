package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who hears of the children. */
class SupervisorListenerTest extends SupervisorTestBase {

    private static class Hearer implements ChildListener {
        private final List<String> heard = new ArrayList<>();

        @Override
        public synchronized void onLine(String child, OutputLine line) {
            heard.add(child + ": " + line.text());
        }

        @Override
        public synchronized void onState(ChildStatus status) {
            heard.add(status.name() + " " + status.state());
        }

        synchronized List<String> heard() {
            return List.copyOf(heard);
        }

        void awaitHeard(String what) {
            Eventually.await(() -> what + " is heard, but only " + heard(), () -> heard().contains(what));
        }
    }

    @Test
    void linesAndStatesAreHeardInOrder() {
        Hearer all = new Hearer();
        Hearer own = new Hearer();
        ProcessSupervisor supervisor = supervisor();
        supervisor.addListener(all);
        supervisor.start(child("web", "echo 1; echo 2; exit 1").withListener(own));
        own.awaitHeard("web FAILED");
        all.awaitHeard("web FAILED");
        supervisor.start(child("db", "exit 0"));
        all.awaitHeard("db EXITED");

        assertThat(own.heard().stream().filter(heard -> heard.contains(":"))).containsExactly("web: 1", "web: 2");
        assertThat(own.heard().stream().filter(heard -> !heard.contains(":")))
                .containsExactly("web RUNNING", "web FAILED");
        assertThat(all.heard())
                .containsAll(own.heard())
                .contains("db RUNNING")
                .last()
                .isEqualTo("db EXITED");
    }

    @Test
    void aStopIsHeardInOrder() {
        Hearer own = new Hearer();
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("web", "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.01; done")
                .withListener(own));
        own.awaitHeard("web: up");

        supervisor.stop("web", hasty());

        own.awaitHeard("web STOPPED");
        assertThat(own.heard()).containsSubsequence("web RUNNING", "web STOPPING", "web STOPPED");
        assertThat(own.heard()).containsSubsequence("web STOPPING", "web: bye");
        assertThat(own.heard()).containsOnlyOnce("web STOPPED");
    }

    @Test
    void aListenerHearsNothingAfterItsRegistrationHasEnded() {
        Hearer hearer = new Hearer();
        Hearer other = new Hearer();
        ProcessSupervisor supervisor = supervisor();
        ProcessSupervisor.ListenerRegistration registration = supervisor.addListener(hearer);
        supervisor.addListener(other);
        registration.close();
        registration.close();
        supervisor.start(child("web", "echo 1"));

        other.awaitHeard("web EXITED");
        assertThat(hearer.heard()).isEmpty();
    }

    @Test
    void aListenerThatThrowsHearsTheNextLineAndHarmsNobody() {
        AtomicInteger calls = new AtomicInteger();
        Hearer other = new Hearer();
        ProcessSupervisor supervisor = supervisor();
        supervisor.addListener(new ChildListener() {
            @Override
            public void onLine(String child, OutputLine line) {
                calls.incrementAndGet();
                throw new IllegalStateException("enough");
            }

            @Override
            public void onState(ChildStatus status) {
                throw new StackOverflowError("enough");
            }
        });
        supervisor.addListener(other);
        supervisor.start(child("web", "seq 1 10"));

        other.awaitHeard("web EXITED");
        Eventually.await("all lines are heard", () -> calls.get() == 10);
        assertThat(texts(supervisor, "web")).hasSize(10);
    }

    /** It neither holds the child back, nor other listeners, nor the end; and its calls do not fill the memory. */
    @Test
    void aListenerThatBlocksHarmsNobody() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Hearer other = new Hearer();
        ProcessSupervisor supervisor = supervisor();
        supervisor.addListener(other);
        supervisor.start(child("web", "seq 1 50000; echo last; exec sleep 1000").withListener(new ChildListener() {
            @Override
            public void onLine(String child, OutputLine line) {
                blocked.countDown();
                try {
                    Thread.sleep(1_000_000);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        }));

        awaitLine(supervisor, "web", "last");
        other.awaitHeard("web: last");
        assertThat(blocked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        supervisor.stop("web", hasty());
        assertThat(interrupted.getCount()).isEqualTo(1);
        supervisor.close();
        assertThat(interrupted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** 32 MB of lines, of which a listener that hangs may hold one MiB. */
    @Test
    @Tag("R-97")
    void aListenerThatHangsHoldsAMebibyteAndThenHearsWhatIsMissing() throws InterruptedException {
        CountDownLatch hears = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicInteger lines = new AtomicInteger();
        AtomicLong characters = new AtomicLong();
        AtomicLong droppedLines = new AtomicLong();
        AtomicLong droppedCharacters = new AtomicLong();
        List<ChildState> states = new CopyOnWriteArrayList<>();
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("loud", "read go; head -c 32000000 /dev/zero | tr '\\0' x | fold -w 16000")
                .withBufferedLines(10)
                .withListener(new ChildListener() {
                    @Override
                    public void onLine(String child, OutputLine line) {
                        if (lines.getAndIncrement() == 0) {
                            hears.countDown();
                            await(hanging);
                        }
                        characters.addAndGet(line.text().length());
                    }

                    @Override
                    public void onDropped(long missing, long size) {
                        droppedLines.addAndGet(missing);
                        droppedCharacters.addAndGet(size);
                    }

                    @Override
                    public void onState(ChildStatus status) {
                        states.add(status.state());
                    }
                }));
        supervisor.write("loud", soon(), utf8("go\n"));
        awaitState(supervisor, "loud", ChildState.EXITED);
        assertThat(hears.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(lines).hasValue(1);
        hanging.countDown();

        Eventually.await("the end is heard", () -> states.contains(ChildState.EXITED));
        assertThat(lines.get() - 1).isBetween(32, 66);
        assertThat(lines.get() + droppedLines.get()).isEqualTo(2_000);
        assertThat(characters.get() + droppedCharacters.get()).isEqualTo(32_000_000);
        assertThat(states).containsExactly(ChildState.RUNNING, ChildState.EXITED);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("Nothing interrupts the listener of a supervisor that is open.", e);
        }
    }

    @Test
    void aListenerMayUseTheSupervisor() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.addListener(new ChildListener() {
            @Override
            public void onLine(String child, OutputLine line) {
                if (line.text().equals("stop me")) {
                    supervisor.stop(child, hasty());
                }
            }
        });
        supervisor.start(child("web", "echo stop me; exec sleep 1000"));

        awaitState(supervisor, "web", ChildState.STOPPED);
    }
}
