package dev.agentsdk.tool;

/**
 * What a tool does. May be called from several threads at once, when the model calls it several times at once.
 *
 * @param <A> its arguments
 */
@FunctionalInterface
public interface ToolHandler<A> {

    /**
     * Runs the tool.
     *
     * @param arguments what the model gave, checked
     * @param context the circumstances
     * @return what comes of it, not null
     * @throws Exception to tell the model that the tool failed: its message becomes an error result. It is also reported
     *     as a {@link dev.agentsdk.errors.CallbackException}; what is the model's own mistake is better returned as
     *     {@link ToolResult#error}
     */
    ToolResult call(A arguments, ToolContext context) throws Exception;
}
