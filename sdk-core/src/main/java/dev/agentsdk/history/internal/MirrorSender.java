package dev.agentsdk.history.internal;

import dev.agentsdk.history.MirrorFailure;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.spi.WarningLimit;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends frames to a store, on one thread: what belongs to one transcript together, in pieces that no store should find
 * too big. An append that fails is tried three times; what is given up then is reported.
 */
final class MirrorSender {

    private static final Logger log = LoggerFactory.getLogger(MirrorSender.class);

    /** One append has no more than this, and no more than one entry over the bytes. */
    private static final int BATCH_ENTRIES = 500;

    private static final long BATCH_BYTES = 1024 * 1024;

    /** Before the second and the third attempt. */
    private static final List<Duration> PAUSES = List.of(Duration.ofMillis(200), Duration.ofMillis(800));

    private final SessionStore store;
    private final SessionStoreSettings settings;
    private final MirrorIntake intake;
    private final MirrorScope scope;
    private final Consumer<MirrorFailure> failures;
    private final WarningLimit warnings;
    private final StoreCalls calls = new StoreCalls();

    /** From here on nothing is sent any more. */
    private volatile boolean ended;

    private volatile boolean complete = true;

    MirrorSender(
            SessionStore store,
            SessionStoreSettings settings,
            MirrorPaths paths,
            MirrorScope scope,
            WarningLimit warnings,
            Consumer<MirrorFailure> failures) {
        this.store = new CheckedStore(store);
        this.settings = settings;
        this.scope = scope;
        this.intake = new MirrorIntake(
                paths, scope, (error, entries, filePath) -> giveUp(null, entries, error, null, filePath));
        this.warnings = warnings;
        this.failures = failures;
    }

    /** Whether nothing was given up, and nothing waits for the announcement of its session. */
    boolean isComplete() {
        return complete && intake.isComplete();
    }

    long refusedFrames() {
        return intake.refusedFrames();
    }

    /** Gives up what is being sent, and all that comes. Does not wait. */
    void end() {
        ended = true;
        calls.end();
    }

    /** Sends frames, or gives them up. Never throws. Waits for the store as long as the settings allow. */
    void send(List<MirrorItem> items) {
        try {
            intake.byFile(items).forEach(this::send);
        } catch (RuntimeException | Error e) {
            // Nothing is known that could throw; but a mirror that stops must not do so in silence.
            giveUp(null, 0, "The mirror failed.", e, null);
        }
    }

    private void send(String filePath, MirrorIntake.Entries of) {
        SessionKey key = of.key();
        List<RawJson> entries = of.entries();
        int from = 0;
        while (from < entries.size()) {
            int to = from;
            long bytes = 0;
            while (to < entries.size() && to - from < BATCH_ENTRIES && bytes < BATCH_BYTES) {
                bytes += entries.get(to++).size();
            }
            send(filePath, key, List.copyOf(entries.subList(from, to)));
            from = to;
        }
    }

    private void send(String filePath, SessionKey key, List<RawJson> batch) {
        Throwable why = null;
        for (int attempt = 0; attempt <= PAUSES.size() && !ended; attempt++) {
            try {
                if (attempt > 0) {
                    TimeUnit.NANOSECONDS.sleep(PAUSES.get(attempt - 1).toNanos());
                }
                if (!isOwn(key)) {
                    intake.refuse(MirrorIntake.Refusal.STORED, batch.size(), filePath);
                    return;
                }
                calls.within(settings.appendTimeout(), () -> {
                    store.append(key, batch);
                    return key;
                });
                return;
            } catch (ExecutionException e) {
                why = e.getCause() == null ? e : e.getCause();
                log.debug(
                        "Append {} of 3 failed for {}: {}",
                        attempt + 1,
                        Printable.of(key),
                        why.getClass().getName());
            } catch (TimeoutException e) {
                // Not again: it may succeed yet, and then the entries would be there twice.
                giveUp(key, batch.size(), "The store took too long: " + e.getMessage() + ".", null, filePath);
                return;
            } catch (InterruptedException e) {
                // By close(), and nobody else: this thread has nothing more to do.
                ended = true;
            }
        }
        if (ended) {
            giveUp(key, batch.size(), "The session was closed before the store was done.", why, filePath);
        } else {
            giveUp(key, batch.size(), "Appending failed three times.", why, filePath);
        }
    }

    /** Asks the store once about a session that only the agent has named. */
    private boolean isOwn(SessionKey key) throws ExecutionException, TimeoutException, InterruptedException {
        String sessionId = key.sessionId();
        if (scope.of(sessionId) == MirrorScope.Verdict.UNCHECKED) {
            scope.checked(sessionId, calls.within(settings.loadTimeout(), () -> hasEntries(key.main())));
        }
        return scope.of(sessionId) == MirrorScope.Verdict.OWN;
    }

    /** Whether the store has anything of a session. What a store that cannot list subpaths has below it is never read. */
    private boolean hasEntries(SessionKey session) throws Exception {
        if (store.load(session).filter(entries -> !entries.isEmpty()).isPresent()) {
            return true;
        }
        try {
            return !store.listSubpaths(session).isEmpty();
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    /** Counts what is not in the store, and tells. */
    void giveUp(String error) {
        giveUp(null, 0, error, null, null);
    }

    private void giveUp(
            @Nullable SessionKey key, int entries, String error, @Nullable Throwable cause, @Nullable String filePath) {
        complete = false;
        report(new MirrorFailure(
                Optional.ofNullable(key),
                entries,
                error,
                Optional.ofNullable(cause),
                filePath == null ? Optional.empty() : path(filePath)));
    }

    private static Optional<Path> path(String filePath) {
        try {
            return Optional.of(Path.of(filePath));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void report(MirrorFailure failure) {
        if (warnings.allows(log::warn)) {
            log.warn(
                    "{} entries of {} are not in the session store: {}{}",
                    failure.entries(),
                    failure.key().map(Printable::of).orElse("a transcript"),
                    Printable.of(failure.error()),
                    failure.cause()
                            .map(cause -> " (" + cause.getClass().getName() + ")")
                            .orElse(""));
        }
        try {
            failures.accept(failure);
        } catch (RuntimeException | Error e) {
            // Errors as well: the mirror must continue with the next frames.
            if (warnings.allows(log::warn)) {
                log.warn("A mirror failure could not be reported; the next ones are reported all the same", e);
            }
        }
    }
}
