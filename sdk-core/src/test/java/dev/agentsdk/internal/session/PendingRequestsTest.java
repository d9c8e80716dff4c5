package dev.agentsdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.internal.session.PendingRequests.Pending;
import dev.agentsdk.json.RawJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PendingRequestsTest {

    private static final RawJson ANSWER = RawJson.of("[1]");

    private final AtomicInteger registered = new AtomicInteger();
    private final AtomicInteger settled = new AtomicInteger();
    private final PendingRequests pending =
            new PendingRequests(registered::incrementAndGet, settled::incrementAndGet, () -> -1);

    private static void assertFailed(Pending request, AgentException error) {
        assertThat(request.answer())
                .failsWithin(Background.PATIENCE)
                .withThrowableThat()
                .extracting(Throwable::getCause, InstanceOfAssertFactories.THROWABLE)
                .isSameAs(error);
    }

    @Test
    void aRequestWaitsUntilItIsAnswered() {
        Pending request = pending.register("set_model");

        assertThat(request.subtype()).isEqualTo("set_model");
        assertThat(request.answer()).isNotDone();
        assertThat(pending.find(request.id())).isSameAs(request);

        assertThat(pending.answer(request.id(), ANSWER)).isTrue();
        assertThat(request.answer()).isCompletedWithValue(ANSWER);
        assertThat(pending.find(request.id())).isNull();
    }

    @Test
    void aRequestThatFailsWaitsNoMore() {
        Pending request = pending.register("set_model");
        AgentException error = new AgentException("no");

        assertThat(pending.fail(request, error)).isTrue();

        assertFailed(request, error);
        assertThat(pending.find(request.id())).isNull();
    }

    @Test
    void onlyTheFirstSettlementCounts() {
        Pending request = pending.register("set_model");
        AgentException error = new AgentException("no");
        pending.fail(request, error);

        assertThat(pending.answer(request.id(), ANSWER)).isFalse();
        assertThat(pending.fail(request, new AgentException("again"))).isFalse();

        assertFailed(request, error);
        assertThat(settled).hasValue(1);
    }

    @Test
    void anUnknownIdIsNobodys() {
        assertThat(pending.answer("req_1_0badcafe", ANSWER)).isFalse();
        assertThat(pending.find("req_1_0badcafe")).isNull();
        assertThat(settled).hasValue(0);
    }

    @Test
    void failsAllThatWaitAndNoneThatComesLater() {
        Pending first = pending.register("a");
        Pending second = pending.register("b");
        AgentException error = new AgentException("no");

        pending.failAll(request -> error);
        Pending third = pending.register("c");

        assertFailed(first, error);
        assertFailed(second, error);
        assertThat(third.answer()).isNotDone();
    }

    @Test
    void eachRequestMayFailForItsOwnReason() {
        Pending first = pending.register("a");
        Pending second = pending.register("b");

        pending.failAll(request -> new AgentException("about " + request.subtype()));

        assertThat(first.answer())
                .failsWithin(Background.PATIENCE)
                .withThrowableThat()
                .withMessageEndingWith("about a");
        assertThat(second.answer())
                .failsWithin(Background.PATIENCE)
                .withThrowableThat()
                .withMessageEndingWith("about b");
    }

    @Test
    void afterTheEndEveryRequestFailsAtOnce() {
        Pending before = pending.register("a");
        AgentException error = new TransportClosedException("closed");

        pending.end(request -> error);
        Pending after = pending.register("b");

        assertFailed(before, error);
        assertThat(after.answer()).isCompletedExceptionally();
        assertFailed(after, error);
        assertThat(pending.find(after.id())).isNull();
    }

    @Test
    void theFirstEndCounts() {
        AgentException first = new AgentException("first");
        pending.end(request -> first);
        pending.end(request -> new AgentException("second"));

        assertFailed(pending.register("a"), first);
    }

    @Test
    void countsEachRequestInAndOutOnce() {
        List<Pending> requests = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            requests.add(pending.register("a"));
        }
        assertThat(registered).hasValue(9);
        assertThat(settled).hasValue(0);

        pending.answer(requests.get(0).id(), ANSWER);
        pending.fail(requests.get(1), new AgentException("no"));
        assertThat(settled).hasValue(2);
        pending.failAll(request -> new AgentException("no"));
        assertThat(settled).hasValue(9);

        pending.end(request -> new AgentException("no"));
        pending.register("b");
        assertThat(registered).hasValue(10);
        assertThat(settled).hasValue(10);
    }

    @Test
    void idsAreNumberedUniqueAndUnguessable() {
        Set<String> ids = new HashSet<>();
        Set<String> randoms = new HashSet<>();
        for (int i = 1; i <= 1_000; i++) {
            String id = pending.register("a").id();

            assertThat(id).matches("req_" + i + "_[0-9a-f]{8}");
            ids.add(id);
            randoms.add(id.substring(id.lastIndexOf('_')));
        }
        assertThat(ids).hasSize(1_000);
        assertThat(randoms).hasSizeGreaterThan(990);
    }

    @Test
    void nothingIsLeftWaitingWhenTheEndComesAmidRegistrations() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            AtomicInteger balance = new AtomicInteger();
            PendingRequests racing = new PendingRequests(balance::incrementAndGet, balance::decrementAndGet, () -> -1);
            CyclicBarrier start = new CyclicBarrier(2);
            Background.Running<List<Pending>> registering = Background.run(() -> {
                List<Pending> requests = new ArrayList<>();
                start.await();
                for (int i = 0; i < 20; i++) {
                    requests.add(racing.register("a"));
                }
                return requests;
            });

            start.await();
            racing.end(request -> new AgentException("no"));

            assertThat(registering.outcome()).succeedsWithin(Background.PATIENCE);
            assertThat(registering.outcome().join())
                    .allMatch(request -> request.answer().isCompletedExceptionally());
            assertThat(balance).hasValue(0);
        }
    }

    @Test
    void aRequestThatIsAnsweredAndFailedAtOnceIsSettledOnce() throws Exception {
        for (int round = 0; round < 1_000; round++) {
            Pending request = pending.register("a");
            CyclicBarrier start = new CyclicBarrier(2);
            Background.Running<Boolean> answering = Background.run(() -> {
                start.await();
                return pending.answer(request.id(), ANSWER);
            });

            start.await();
            boolean failed = pending.fail(request, new AgentException("no"));

            assertThat(answering.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo(!failed);
            assertThat(request.answer().isCompletedExceptionally()).isEqualTo(failed);
            assertThat(settled).hasValue(round + 1);
        }
    }
}
