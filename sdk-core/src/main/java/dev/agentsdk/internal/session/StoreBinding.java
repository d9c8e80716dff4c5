package dev.agentsdk.internal.session;

import dev.agentsdk.callback.internal.DaemonThreads;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.MirrorFailure;
import dev.agentsdk.history.ProjectKeys;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.history.internal.ConfigDirectory;
import dev.agentsdk.history.internal.MirrorFrame;
import dev.agentsdk.history.internal.MirrorScope;
import dev.agentsdk.history.internal.ResumeDirectory;
import dev.agentsdk.history.internal.SessionIds;
import dev.agentsdk.history.internal.SessionMirror;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Conversation;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.WarningLimit;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
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

    /** About what a failure takes beside its text: its cause has a stack trace. */
    private static final long FAILURE_BYTES = 4096;

    private final AgentOptions options;
    private final SessionStoreSettings settings;
    private final SessionMirror mirror;
    private final @Nullable ResumeDirectory resumed;

    /** Where the application's listener runs: it may wait, and the mirror must not. No thread without a failure. */
    private final ThreadPoolExecutor listening = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), StoreBinding::listeningThread);

    private final WarningLimit warnings = new WarningLimit("warnings about the session store");

    private final @Nullable ListenerCalls<MirrorFailure> failureCalls;

    /** Takes a line that goes to the application as if the agent had said it. */
    private volatile Consumer<byte[]> messages = line -> {};

    /** Each turn announces the session anew. Of the reading thread. */
    private @Nullable String lastAnnounced;

    private StoreBinding(
            AgentOptions options, SessionStore store, MirrorScope scope, @Nullable ResumeDirectory resumed) {
        this.options = options;
        this.settings = options.sessionStoreSettings();
        this.resumed = resumed;
        listening.allowCoreThreadTimeOut(true);
        this.failureCalls = settings.failureListener()
                .map(listener -> new ListenerCalls<MirrorFailure>(
                        "listener of mirror failures", listener::accept, listening, warnings))
                .orElse(null);
        // Paths are compared only, and nothing is opened there.
        Path projects = HistoryLocation.ofAgent(options.env(), options.cwd().orElse(Path.of("")))
                .projectsDirectory();
        this.mirror = new SessionMirror(store, settings, projects, scope, warnings, this::failed);
        if (resumed != null) {
            resumed.mirroredBy(mirror);
        }
    }

    /**
     * Prepares a connection. If a session of the store is to be gone on with, it is loaded here, which waits for the
     * store within its time-outs.
     *
     * @param options the options of the application
     * @param deadline bounds the wait for the store, beside its time-outs
     * @return null if there is no store in them
     */
    static @Nullable StoreBinding prepare(AgentOptions options, Deadline deadline) {
        SessionStore store = options.sessionStore().orElse(null);
        if (store == null) {
            return null;
        }
        ResumeDirectory resumed = resumed(options, store, deadline);
        MirrorScope scope = scope(options, resumed);
        if (resumed == null) {
            return new StoreBinding(options, store, scope, null);
        }
        AgentOptions changed = options.toBuilder()
                .continueConversation(false)
                .resume(resumed.sessionId())
                .env(ConfigDirectory.VARIABLE, resumed.path().toString())
                .build();
        return new StoreBinding(changed, store, scope, resumed);
    }

    /** The sessions that the options name. The source of a fork is only read. */
    private static MirrorScope scope(AgentOptions options, @Nullable ResumeDirectory resumed) {
        Conversation conversation = options.conversation();
        Set<String> opened = new HashSet<>();
        conversation.sessionId().ifPresent(opened::add);
        boolean existing = options.resume().isPresent() || options.continueConversation();
        String known = resumed != null
                ? resumed.sessionId()
                : options.resume().filter(SessionIds::isUuid).orElse(null);
        if (known != null && !conversation.fork()) {
            opened.add(known);
        }
        boolean agentChooses = existing && known == null && !conversation.fork();
        return new MirrorScope(projectKey(options), opened, agentChooses);
    }

    private static String projectKey(AgentOptions options) {
        return ProjectKeys.of(options.cwd().orElse(Path.of("")));
    }

    /** Null if no session is asked for, or the store does not have it: the CLI may have it on disk. */
    private static @Nullable ResumeDirectory resumed(AgentOptions options, SessionStore store, Deadline deadline) {
        boolean known = options.resume().filter(SessionIds::isUuid).isPresent();
        if (!known && !options.continueConversation()) {
            return null;
        }
        if (options.workspace().user().isPresent()) {
            // What the agent needs of its configuration would be read with the rights of this JVM, and the agent could
            // not
            // enter the directory.
            throw new HistoryException(
                    "A session of a store cannot be resumed by an agent of another user ("
                            + options.workspace().user().get()
                            + "): it is written to a directory that only the user of this JVM can read. Leave out one of"
                            + " resume, sessionStore and Workspace.withUser.",
                    null,
                    null);
        }
        return ResumeDirectory.of(
                        store,
                        options.sessionStoreSettings(),
                        projectKey(options),
                        options.resume(),
                        ConfigDirectory.effective(options.env()),
                        deadline)
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

    /** The agent sent a message that may name its session. On the reading thread: does not wait. */
    void onSessionNews(byte[] line) {
        String sessionId = MirrorFrame.announcedBy(line);
        if (sessionId != null && !sessionId.equals(lastAnnounced)) {
            lastAnnounced = sessionId;
            mirror.announce(sessionId);
        }
    }

    /** How many frames of the agent were refused. */
    long refusedFrames() {
        return mirror.refusedFrames();
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
        warnings.end(log::warn);
    }

    private static Thread listeningThread(Runnable work) {
        return DaemonThreads.create(work, "agent-sdk-mirror-listener");
    }

    private void failed(MirrorFailure failure) {
        messages.accept(message(failure));
        if (failureCalls != null) {
            failureCalls.add(failure, FAILURE_BYTES + failure.error().length());
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
