package dev.agentsdk.tool;

import dev.agentsdk.callback.CancellationSignal;
import dev.agentsdk.callback.internal.CallbackScope;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/** The circumstances of one call of a tool. Thread-safe. */
public final class ToolContext {

    private final String toolName;
    private final Optional<String> toolUseId;
    private final RawJson meta;
    private final CancellationSignal cancellation;
    private final Optional<Object> session;

    /**
     * A context, for tests of a handler. Within a callback of a session it belongs to that session.
     *
     * @param toolName the tool
     * @param toolUseId the id of the call in the conversation
     * @param meta what else the agent says of the call, a JSON object
     * @param cancellation tells when the result is not wanted any more
     */
    public ToolContext(String toolName, Optional<String> toolUseId, RawJson meta, CancellationSignal cancellation) {
        this.toolName = Objects.requireNonNull(toolName, "toolName");
        this.toolUseId = Objects.requireNonNull(toolUseId, "toolUseId");
        this.meta = Objects.requireNonNull(meta, "meta");
        this.cancellation = Objects.requireNonNull(cancellation, "cancellation");
        this.session = CallbackScope.session();
    }

    /**
     * The tool.
     *
     * @return its name, without the server's
     */
    public String toolName() {
        return toolName;
    }

    /**
     * The id of the call in the conversation.
     *
     * @return the id; {@code claude} 2.1 gives it
     */
    public Optional<String> toolUseId() {
        return toolUseId;
    }

    /**
     * What else the agent says of the call.
     *
     * @return {@code _meta}, a JSON object
     */
    public RawJson meta() {
        return meta;
    }

    /**
     * Tells when the result is not wanted any more; the thread is interrupted then.
     *
     * @return the signal
     */
    public CancellationSignal cancellation() {
        return cancellation;
    }

    /**
     * The session that called the tool, for its control requests: {@code context.session(AgentSession.class)}. A tool must
     * not wait for messages of its own session: that fails at once with an {@link IllegalStateException}, as the turn waits
     * for the tool.
     *
     * @param type {@code AgentSession.class}, {@code AgentQuery.class} or {@code AgentControls.class}
     * @param <S> the type
     * @return the session; empty if it is of another type, is being opened, or the context was made by a test
     */
    public <S> Optional<S> session(Class<S> type) {
        return session.filter(type::isInstance).map(type::cast);
    }

    @Override
    public String toString() {
        return "ToolContext[" + toolName
                + toolUseId.map(id -> ", " + Printable.of(id)).orElse("") + "]";
    }
}
