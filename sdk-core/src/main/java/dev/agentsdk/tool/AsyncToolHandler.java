package dev.agentsdk.tool;

import java.util.concurrent.CompletionStage;

/**
 * A {@link ToolHandler} that does not hold a thread while it waits.
 *
 * @param <A> its arguments
 */
@FunctionalInterface
public interface AsyncToolHandler<A> {

    /**
     * Starts the tool.
     *
     * @param arguments what the model gave, checked
     * @param context the circumstances
     * @return what comes of it, not null; may be completed by any thread
     * @throws Exception to tell the model that the tool failed, as an exceptional completion does
     */
    CompletionStage<ToolResult> call(A arguments, ToolContext context) throws Exception;
}
