package dev.agentsdk.permission;

import dev.agentsdk.callback.CancellationSignal;
import java.util.concurrent.CompletionStage;

/** A {@link PermissionCallback} that does not hold a thread while it waits. */
@FunctionalInterface
public interface AsyncPermissionCallback {

    /**
     * Begins to decide.
     *
     * @param request what the agent wants to do
     * @param cancellation tells when the decision is not wanted any more
     * @return the decision to come, not null; may be completed by any thread
     * @throws Exception to have the agent told that no decision could be made, as an exceptional completion does
     */
    CompletionStage<PermissionDecision> decide(PermissionRequest request, CancellationSignal cancellation)
            throws Exception;
}
