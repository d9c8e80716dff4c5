package dev.agentsdk.hook;

import dev.agentsdk.callback.CancellationSignal;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * The circumstances of one call of a hook.
 *
 * @param toolUseId the id of the tool call; for events without one, {@code claude} 2.1 makes one up
 * @param requestId the id of this request
 * @param cancellation tells when the output is not wanted any more; the thread is interrupted then
 */
public record HookContext(Optional<String> toolUseId, String requestId, CancellationSignal cancellation) {

    public HookContext {
        Objects.requireNonNull(toolUseId, "toolUseId");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(cancellation, "cancellation");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
