package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.Interleavings.check;
import static dev.agentsdk.internal.session.Interleavings.require;
import static dev.agentsdk.internal.session.Interleavings.together;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.internal.session.PendingRequests.Pending;
import dev.agentsdk.json.RawJson;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Registering, answering, giving up and ending, in every order that a model checker finds. */
@Tag("interleavings")
@Tag("R-61")
@Tag("R-62")
class PendingRequestsInterleavingsTest {

    private static final String ENDED = "the end";
    private static final String GIVEN_UP = "given up";
    private static final RawJson ANSWER = RawJson.wrap(new byte[] {'{', '}'}, 0, 2);

    /** The requests of one program, and how many are under way by their own account. */
    private static final class Requests {
        private final AtomicInteger registered = new AtomicInteger();
        private final AtomicInteger settled = new AtomicInteger();
        private final PendingRequests pending =
                new PendingRequests(registered::incrementAndGet, settled::incrementAndGet, () -> -1);

        void requireAllSettledOnce(int requests) {
            require(registered.get() == requests, "each is counted in once");
            require(settled.get() == requests, "each is counted out once, not " + settled.get() + " times");
        }

        void requireGone(Pending request) {
            require(pending.find(request.id()) == null, "nothing is left of it");
        }
    }

    private static void requireFailed(Pending request, String why) {
        require(request.answer().isDone(), "it does not wait for ever");
        try {
            request.answer().join();
        } catch (CompletionException e) {
            require(why.equals(e.getCause().getMessage()), "it fails for the right reason");
            return;
        }
        throw new AssertionError("It has failed.");
    }

    @Test
    void aRequestThatIsRegisteredAmidTheEndDoesNotWaitForEver() {
        check(() -> {
            Requests requests = new Requests();
            Pending[] late = new Pending[1];
            together(
                    () -> late[0] = requests.pending.register("late"),
                    () -> requests.pending.end(any -> new AgentException(ENDED)));
            requireFailed(late[0], ENDED);
            requests.requireGone(late[0]);
            requests.requireAllSettledOnce(1);
        });
    }

    @Test
    void anAnswerATimeoutAndTheEndSettleARequestOnce() {
        check(() -> {
            Requests requests = new Requests();
            Pending request = requests.pending.register("any");
            boolean[] won = new boolean[2];
            together(
                    () -> won[0] = requests.pending.answer(request.id(), ANSWER),
                    () -> won[1] = requests.pending.fail(request, new AgentException(GIVEN_UP)),
                    () -> requests.pending.end(any -> new AgentException(ENDED)));
            require(!(won[0] && won[1]), "one of them settles it");
            if (won[0]) {
                require(request.answer().join().equals(ANSWER), "it has its answer");
            } else {
                requireFailed(request, won[1] ? GIVEN_UP : ENDED);
            }
            requests.requireGone(request);
            requests.requireAllSettledOnce(1);
        });
    }

    @Test
    void ofTwoAnswersOneIsTaken() {
        check(() -> {
            Requests requests = new Requests();
            Pending request = requests.pending.register("any");
            boolean[] taken = new boolean[2];
            together(
                    () -> taken[0] = requests.pending.answer(request.id(), ANSWER),
                    () -> taken[1] = requests.pending.answer(request.id(), ANSWER));
            require(taken[0] != taken[1], "one is taken, the other is told that nobody waits");
            requests.requireAllSettledOnce(1);
        });
    }

    @Test
    void requestsOfTwoThreadsGetTheirOwnAnswers() {
        check(() -> {
            Requests requests = new Requests();
            Pending[] registered = new Pending[2];
            together(
                    () -> {
                        registered[0] = requests.pending.register("one");
                        require(requests.pending.answer(registered[0].id(), ANSWER), "the first waits for it");
                    },
                    () -> {
                        registered[1] = requests.pending.register("two");
                        require(requests.pending.fail(registered[1], new AgentException(GIVEN_UP)), "the second too");
                    });
            require(!registered[0].id().equals(registered[1].id()), "ids differ");
            require(registered[0].answer().join().equals(ANSWER), "the first has its answer");
            requireFailed(registered[1], GIVEN_UP);
            requests.requireAllSettledOnce(2);
        });
    }

    @Test
    void twoEndsAtOnceAreOneEnd() {
        check(() -> {
            Requests requests = new Requests();
            Pending before = requests.pending.register("before");
            together(
                    () -> requests.pending.end(any -> new AgentException(ENDED)),
                    () -> requests.pending.end(any -> new AgentException(ENDED)));
            requireFailed(before, ENDED);
            requireFailed(requests.pending.register("after"), ENDED);
            requests.requireAllSettledOnce(2);
        });
    }
}
