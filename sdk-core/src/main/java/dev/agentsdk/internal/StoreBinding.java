package dev.agentsdk.internal;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.MirrorFailure;
import dev.agentsdk.history.ProjectKeys;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.history.internal.ConfigDirectory;
import dev.agentsdk.history.internal.ResumeDirectory;
import dev.agentsdk.history.internal.SessionIds;
import dev.agentsdk.history.internal.SessionMirror;
import dev.agentsdk.spi.Deadline;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ties one connection to a session store: the session that it goes on with, made into files before the agent is
 * started, and the mirror of what the agent writes.
 */
final class StoreBinding {

    private static final Logger log = LoggerFactory.getLogger(StoreBinding.class);

    private final AgentOptions options;
    private final SessionStoreSettings settings;
    private final SessionMirror mirror;
    private final @Nullable ResumeDirectory resumed;

    /** Where the application's listener runs: it may wait, and the mirror must not. No thread without a failure. */
    private final ThreadPoolExecutor listening = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), StoreBinding::listeningThread);

    /** Takes a line that goes to the application as if the agent had said it. */
    private volatile Consumer<byte[]> messages = line -> {};

    private StoreBinding(AgentOptions options, SessionStore store, @Nullable ResumeDirectory resumed) {
        this.options = options;
        this.settings = options.sessionStoreSettings();
        this.resumed = resumed;
        listening.allowCoreThreadTimeOut(true);
        Path projects = HistoryLocation.of(options).projectsDirectory();
        this.mirror = new SessionMirror(store, settings, projects, this::failed);
        if (resumed != null) {
            resumed.mirroredBy(mirror);
        }
    }

    /**
     * Prepares a connection. If a session of the store is to be gone on with, it is loaded here, which waits for the
     * store within its time-outs.
     *
     * @param options the options of the application
     * @return null if there is no store in them
     */
    static @Nullable StoreBinding prepare(AgentOptions options) {
        SessionStore store = options.sessionStore().orElse(null);
        if (store == null) {
            return null;
        }
        ResumeDirectory resumed = resumed(options, store);
        if (resumed == null) {
            return new StoreBinding(options, store, null);
        }
        AgentOptions changed = options.toBuilder()
                .continueConversation(false)
                .resume(resumed.sessionId())
                .env(ConfigDirectory.VARIABLE, resumed.path().toString())
                .build();
        return new StoreBinding(changed, store, resumed);
    }

    /** Null if no session is asked for, or the store does not have it: the CLI may have it on disk. */
    private static @Nullable ResumeDirectory resumed(AgentOptions options, SessionStore store) {
        boolean known = options.resume().filter(SessionIds::isUuid).isPresent();
        if (!known && !options.continueConversation()) {
            return null;
        }
        return ResumeDirectory.of(
                        store,
                        options.sessionStoreSettings(),
                        ProjectKeys.of(options.cwd().orElse(Path.of(""))),
                        options.resume(),
                        ConfigDirectory.effective(options.env()))
                .orElse(null);
    }

    /** The options with which the agent is to be started. */
    AgentOptions options() {
        return options;
    }

    /** Where what cannot be mirrored is told. */
    void tell(Consumer<byte[]> messages) {
        this.messages = messages;
    }

    /** The agent wrote to a transcript. On the reading thread: does not wait. */
    void onFrame(byte[] line) {
        mirror.add(line);
    }

    /** The agent says nothing more. Does not wait. */
    void onEnd() {
        mirror.flushSoon();
    }

    /**
     * Before a result reaches the application, what belongs to its turn is to be in the store. Waits no longer than one
     * append may take; {@link #close} ends it.
     */
    void beforeResult() {
        mirror.flush(Deadline.in(settings.appendTimeout()));
    }

    /** Sends what is left, as long as the deadline allows, and removes the files. The agent must have ended. */
    void close(Deadline deadline) {
        mirror.close(deadline);
        if (resumed != null) {
            resumed.end();
        }
        // Not "now": the listener hears of what was given up at the end, too.
        listening.shutdown();
    }

    private static Thread listeningThread(Runnable work) {
        Thread thread = new Thread(work, "agent-sdk-mirror-listener");
        thread.setDaemon(true);
        return thread;
    }

    private void failed(MirrorFailure failure) {
        messages.accept(message(failure));
        settings.failureListener().ifPresent(listener -> tell(listener, failure));
    }

    private void tell(Consumer<MirrorFailure> listener, MirrorFailure failure) {
        try {
            listening.execute(() -> {
                try {
                    listener.accept(failure);
                } catch (Throwable e) { // also an Error: the next failures are others
                    log.warn("The listener of mirror failures threw an exception; the next ones still go to it", e);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("A mirror failure came after the session was closed; its listener is not told");
        }
    }

    /** As the official SDKs tell it: a message that no CLI sends. */
    private static byte[] message(MirrorFailure failure) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "system");
        message.put("subtype", "mirror_error");
        message.put("error", failure.error());
        message.put("key", failure.key().map(StoreBinding::json).orElse(null));
        message.put("uuid", UUID.randomUUID().toString());
        message.put("session_id", failure.key().map(SessionKey::sessionId).orElse(""));
        return Json.encode(message);
    }

    private static Map<String, Object> json(SessionKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("projectKey", key.projectKey());
        json.put("sessionId", key.sessionId());
        key.subpath().ifPresent(subpath -> json.put("subpath", subpath));
        return json;
    }
}
