package dev.agentsdk.permission;

import dev.agentsdk.callback.CancellationSignal;

/**
 * Decides whether the agent may run a tool, where its rules end in "ask".
 *
 * <pre>{@code
 * AgentOptions.builder().permissionCallback((request, cancellation) -> askTheUser(request)
 *         ? PermissionDecision.allow()
 *         : PermissionDecision.deny("The user does not want that."))
 * }</pre>
 *
 * <p>May take as long as it needs, hours if a human decides: the SDK sets no limit. {@code qwen} 0.24 has one of its own:
 * after ten minutes it takes the question for denied. May be called from several threads at once, for tools that the agent
 * wants to run at the same time.
 */
@FunctionalInterface
public interface PermissionCallback {

    /**
     * Decides.
     *
     * @param request what the agent wants to do
     * @param cancellation tells when the decision is not wanted any more; the thread is interrupted then
     * @return the decision, not null
     * @throws Exception to have the agent told that no decision could be made; it does not run the tool then
     */
    PermissionDecision decide(PermissionRequest request, CancellationSignal cancellation) throws Exception;
}
