package dev.agentsdk.tool;

import dev.agentsdk.json.RawJson;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A server's side of one connection. */
public interface McpServerSession extends AutoCloseable {

    /**
     * Takes a JSON-RPC message. Called on threads of the SDK, one message at a time and in order: must not wait, or it
     * holds up the messages behind it, cancellations included. Application code runs on {@link McpPeer#executor()}.
     *
     * <p>Empty and blank text parts are removed from the {@code content} of a result of {@code tools/call}, as the API would
     * refuse them and every later request of the session; a result of such parts only goes out with an empty
     * {@code content}. Unpaired surrogates become U+FFFD. Nothing else of a response is changed.
     *
     * @param message a request, a notification or a response, as the agent wrote it. A request that the agent takes back
     *     is followed by the notification {@code notifications/cancelled}, on the session that has the request; its response
     *     is not waited for. If requests of several sessions of the server have the id, the oldest is cancelled
     * @return the response to come, not null; empty for whatever is no request. May be completed by any thread. An
     *     exceptional completion is told to the agent as an internal error
     */
    CompletionStage<Optional<RawJson>> handle(RawJson message);

    /**
     * The connection has ended, with the agent or the session. Called once, on a thread of the SDK, while requests may be
     * running; nobody waits for it.
     */
    @Override
    void close();
}
