package dev.agentsdk.dialog;

import dev.agentsdk.callback.CancellationSignal;
import java.util.concurrent.CompletionStage;

/**
 * Answers the questions of MCP servers to the user. Without one they are declined, as with the TypeScript SDK. May take
 * as long as it needs, and may be called from several threads at once.
 */
@FunctionalInterface
public interface ElicitationCallback {

    /**
     * Asks the user. Whoever can answer at once returns a completed stage; whoever cannot need not hold a thread.
     *
     * @param request the question
     * @param cancellation tells when the answer is not wanted any more; a thread that blocks here is interrupted then
     * @return the answer to come, not null; may be completed by any thread
     * @throws Exception to have the agent told that there is no answer, as an exceptional completion does
     */
    CompletionStage<ElicitationAnswer> ask(ElicitationRequest request, CancellationSignal cancellation)
            throws Exception;
}
