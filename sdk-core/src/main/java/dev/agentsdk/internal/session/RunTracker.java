package dev.agentsdk.internal.session;

import dev.agentsdk.control.RunState;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.internal.protocol.streamjson.RunFrame;
import dev.agentsdk.message.UserInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Follows what the agent is doing: whether a turn runs, which agents work in the background, when the run as a whole has
 * finished, and which results belong to turns that were interrupted. Fed by the reading thread and by those who send.
 *
 * <p>User messages that are sent while a turn runs are queued by the agent, which makes one or more turns of them. A newer
 * {@code claude} tells what becomes of a message that has an id: {@code queued}, {@code started}, then {@code completed} or
 * {@code cancelled}. So such messages are given one.
 *
 * <p>Measured on {@code claude} 2.1.329: a turn that starts an agent in the background ends in a result; the end of that
 * agent, also when it is stopped, begins another turn with a result of its own; but an interruption between the two stops
 * the agent and brings no result. Shells in the background are not waited for, as with the official Python SDK: they may
 * never end.
 */
public final class RunTracker {

    /**
     * A result, as it was when it arrived.
     *
     * @param number counts results from 0
     * @param aborted whether it ends a turn that was broken off
     * @param last whether nothing is going on any more that would bring another one
     * @param turn what it ends
     */
    record ResultMark(long number, boolean aborted, boolean last, Ends turn) {}

    /** What a result ends, beside the run. */
    enum Ends {
        /** A turn. */
        A_TURN,
        /** None: it is another end of a turn that was interrupted before, or whose end was already reported. */
        NONE_AGAIN,
        /** None: it confirms a message that begins no turn. */
        NONE_SILENT
    }

    /**
     * Which results end what an application waits for: not those of turns that were interrupted before it began to wait.
     *
     * @param through the last result that belongs to an interrupted turn; -1 if there is none
     * @param arrived how many results had arrived when the message was sent
     */
    record Leftovers(long through, long arrived) {
        static final Leftovers NONE = new Leftovers(-1, 0);

        /** A result that arrived after the message was sent, and shows no sign of a broken-off turn, may be the wanted one. */
        boolean include(ResultMark mark) {
            return mark.number() <= through && (mark.number() < arrived || mark.aborted());
        }
    }

    /**
     * How many ids are followed at a time, of each kind, and how long they may be. They come from the agent, for as long as it
     * lives: without a bound it fills the memory. What is beyond is not waited for.
     */
    static final int MAX_IDS = 4_096;

    static final int MAX_ID_CHARS = 256;

    private final Executor executor;

    /** Guards everything below; never held across a call out. */
    private final Object lock = new Object();

    private final Set<String> backgroundAgents = new LinkedHashSet<>();
    /** The ids of user messages that wait for their turn. */
    private final Set<String> queued = new HashSet<>();

    /** Whether the agent tells what becomes of user messages. */
    private boolean tellsLifecycles;

    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean turnRunning;
    private boolean finished = true;

    /** Whether a turn has ever begun, or a message was sent that begins one. */
    private boolean hadTurn;

    private @Nullable String reported;
    private long results;
    private long interruptedThrough = -1;

    /** Whether an interruption was asked for since the newest user message. */
    private boolean interruptAsked;

    /** Whether anything of a turn has come since the last result. */
    private boolean contentSinceResult;

    /** Messages that were sent to begin no turn, and for which no result has come. */
    private int silentMessages;

    /** Whether a message that begins a turn was sent since the last result. */
    private boolean messageSinceResult;

    /** Whether a line was skipped that may have been the last result, and whether its turn continued all the same. */
    private boolean presumedEnd;

    private boolean wentOnAfterPresumedEnd;

    private Leftovers leftovers = Leftovers.NONE;

    /** The session that the newest set-up of a turn named. */
    private @Nullable String sessionId;

    private @Nullable AgentException ended;

    /**
     * Makes a tracker at rest.
     *
     * @param executor runs what applications wait with: never the reading thread
     */
    RunTracker(Executor executor) {
        this.executor = executor;
    }

    boolean turnRunning() {
        synchronized (lock) {
            return turnRunningOrAboutTo();
        }
    }

    boolean hadTurn() {
        synchronized (lock) {
            return hadTurn || ended != null || contentSinceResult || !backgroundAgents.isEmpty();
        }
    }

    private static void addBounded(Set<String> ids, String id) {
        if (ids.size() < MAX_IDS && id.length() <= MAX_ID_CHARS) {
            ids.add(id);
        }
    }

    private boolean turnRunningOrAboutTo() {
        return turnRunning || !queued.isEmpty();
    }

    /** An id for a user message that will be queued, if it needs one to be followed; null otherwise. */
    @Nullable
    String idForQueued(UserInput input) {
        return turnRunning() && !input.fields().containsKey("uuid")
                ? UUID.randomUUID().toString()
                : null;
    }

    /**
     * A user message goes out. Called before it is written, or its result might come first.
     *
     * @param queuedAs the id that it was given because it will be queued
     * @param silent whether the agent begins no turn for it, but confirms it with an empty result
     */
    void userMessage(@Nullable String queuedAs, boolean silent) {
        synchronized (lock) {
            if (silent) {
                silentMessages++;
            } else {
                hadTurn = true;
                messageSinceResult = true;
            }
            if (queuedAs != null && tellsLifecycles) {
                // The result of the turn that runs may come before the agent has read this.
                addBounded(queued, queuedAs);
            }
            turnRunning = true;
            finished = false;
            interruptAsked = false;
            leftovers = interruptedThrough < 0 ? Leftovers.NONE : new Leftovers(interruptedThrough, results);
        }
    }

    /** It could not be written after all. */
    void notSent(@Nullable String queuedAs, boolean silent) {
        if (silent) {
            synchronized (lock) {
                silentMessages = Math.max(0, silentMessages - 1);
            }
        }
        if (queuedAs != null) {
            over(queuedAs);
        }
    }

    /** What has become of a user message with an id. */
    void lifecycle(byte[] line) {
        RunFrame frame = RunFrame.read(line);
        synchronized (lock) {
            tellsLifecycles = true;
            if (frame.state().equals("queued")) {
                addBounded(queued, frame.commandUuid());
                finished = false;
                return;
            }
            if (frame.state().equals("started")) {
                queued.remove(frame.commandUuid());
                turnRunning = true;
                finished = false;
                return;
            }
        }
        over(frame.commandUuid());
    }

    /** A message does not wait any more, and begins no turn: with that, the run may be finished. */
    private void over(String uuid) {
        List<CompletableFuture<Void>> toTell = List.of();
        synchronized (lock) {
            toTell = finishIf(queued.remove(uuid) && !turnRunning && nothingElseRuns());
        }
        tell(toTell);
    }

    /** Whether no message waits and no agent runs in the background. Under the lock. */
    private boolean nothingElseRuns() {
        return queued.isEmpty() && backgroundAgents.isEmpty();
    }

    /** Finishes the run, if it is quiet and the agent does not report its state itself. Under the lock. */
    private List<CompletableFuture<Void>> finishIf(boolean quiet) {
        return quiet && reported == null ? finish() : List.of();
    }

    /** The session that the agent works in, as far as it has said. */
    @Nullable
    String sessionId() {
        synchronized (lock) {
            return sessionId;
        }
    }

    /** What is left of interrupted turns, seen from the newest user message. */
    Leftovers leftovers() {
        synchronized (lock) {
            return leftovers;
        }
    }

    /** Something of a turn has come: also without a message of ours, since work in the background begins turns. */
    void turnGoesOn(byte[] line) {
        synchronized (lock) {
            if (turnRunning) {
                contentSinceResult = true;
                return;
            }
        }
        // What an agent in the background says while no turn runs begins none. Read only here, where it matters.
        if (RunFrame.isOfSubagent(line)) {
            return;
        }
        synchronized (lock) {
            turnRunning = true;
            wentOnAfterPresumedEnd |= presumedEnd && !messageSinceResult;
            contentSinceResult = true;
            finished = false;
        }
    }

    ResultMark result(byte[] line) {
        RunFrame frame = RunFrame.read(line);
        ResultMark mark;
        List<CompletableFuture<Void>> toTell = List.of();
        synchronized (lock) {
            if (repeatsAnEnd(frame)) {
                return new ResultMark(results++, true, false, Ends.NONE_AGAIN);
            }
            Ends ends = endsOf(frame);
            contentSinceResult = false;
            interruptAsked &= !frame.isAborted();
            // A newer CLI says how many turns it has before it.
            boolean more = frame.queuedTurns() > 0;
            boolean quiet = !more && nothingElseRuns();
            turnRunning = more;
            mark = new ResultMark(results++, frame.isAborted(), quiet || frame.isAborted(), ends);
            toTell = finishIf(quiet);
        }
        tell(toTell);
        return mark;
    }

    /**
     * Which end it is, and what is still expected. Under the lock.
     */
    private Ends endsOf(RunFrame frame) {
        if (silentMessages > 0 && frame.isEmpty() && !contentSinceResult) {
            silentMessages--;
            return Ends.NONE_SILENT;
        }
        if (presumedEnd) {
            presumedEnd = false;
            if (wentOnAfterPresumedEnd || !messageSinceResult) {
                wentOnAfterPresumedEnd = false;
                messageSinceResult = false;
                return Ends.NONE_AGAIN;
            }
        }
        hadTurn = true;
        if (!messageSinceResult && silentMessages > 0) {
            // An older CLI, which makes a turn of it.
            silentMessages--;
        }
        messageSinceResult = false;
        return Ends.A_TURN;
    }

    /**
     * A line was skipped that was a result, or may have been one.
     *
     * @param certain whether it was one
     */
    ResultMark skippedResult(boolean certain) {
        ResultMark mark;
        List<CompletableFuture<Void>> toTell = List.of();
        synchronized (lock) {
            boolean quiet = nothingElseRuns();
            hadTurn = true;
            contentSinceResult = false;
            messageSinceResult = false;
            presumedEnd = !certain;
            wentOnAfterPresumedEnd = false;
            turnRunning = false;
            mark = new ResultMark(results++, false, quiet, Ends.A_TURN);
            toTell = finishIf(quiet);
        }
        tell(toTell);
        return mark;
    }

    /**
     * Some agents end an interrupted turn twice, the second time when the next message comes. Such an end says that it was
     * aborted, nothing of the turn has come, and no interruption was asked for since that message. Under the lock.
     */
    private boolean repeatsAnEnd(RunFrame frame) {
        return interruptedThrough >= 0
                && interruptedThrough < results
                && frame.terminalReason().startsWith("aborted")
                && !interruptAsked
                && !contentSinceResult;
    }

    void system(byte[] line) {
        RunFrame frame = RunFrame.read(line);
        List<CompletableFuture<Void>> toTell = List.of();
        synchronized (lock) {
            tellsLifecycles |= frame.tellsLifecycles();
            switch (frame.subtype()) {
                case "init" -> {
                    if (!frame.sessionId().isEmpty() && frame.sessionId().length() <= MAX_ID_CHARS) {
                        sessionId = frame.sessionId();
                    }
                }
                case "task_started" -> {
                    if (frame.isAgentTask()) {
                        addBounded(backgroundAgents, frame.taskId());
                    }
                }
                case "task_notification" -> backgroundAgents.remove(frame.taskId());
                case "task_updated" -> {
                    if (frame.isTerminal()) {
                        backgroundAgents.remove(frame.taskId());
                    }
                }
                case "session_state_changed" -> {
                    reported = frame.state().length() > MAX_ID_CHARS ? "" : frame.state();
                    finished = false;
                    if (frame.state().equals("idle")) {
                        toTell = finish();
                    }
                }
                default -> {
                    // No news about what runs.
                }
            }
        }
        tell(toTell);
    }

    /** Which result ends the turn that runs now; -1 if none runs. To be handed to {@link #interrupted}. */
    long interruptMark() {
        synchronized (lock) {
            interruptAsked = true;
            return turnRunningOrAboutTo() ? results : -1;
        }
    }

    /**
     * The agent has acknowledged an interruption.
     *
     * @param mark from when it was asked for
     * @return whether that has finished the run without a result
     */
    boolean interrupted(long mark) {
        List<CompletableFuture<Void>> toTell;
        synchronized (lock) {
            interruptedThrough = Math.max(interruptedThrough, mark);
            if (turnRunningOrAboutTo() || !backgroundAgents.isEmpty() || finished) {
                return false;
            }
            toTell = finish();
        }
        tell(toTell);
        return true;
    }

    /** Under the lock. Returns whom to tell when it is released. */
    private List<CompletableFuture<Void>> finish() {
        finished = true;
        List<CompletableFuture<Void>> toTell = waiting;
        waiting = new ArrayList<>();
        return toTell;
    }

    private void tell(List<CompletableFuture<Void>> futures) {
        futures.forEach(future -> executor.execute(() -> future.complete(null)));
    }

    RunState state() {
        synchronized (lock) {
            return new RunState(
                    turnRunningOrAboutTo(),
                    finished,
                    new LinkedHashSet<>(backgroundAgents),
                    Optional.ofNullable(reported));
        }
    }

    /** Completes when the run is finished, at once if it is. */
    CompletableFuture<Void> whenFinished() {
        CompletableFuture<Void> future = new CompletableFuture<>();
        synchronized (lock) {
            if (finished) {
                future.complete(null);
            } else if (ended != null) {
                future.completeExceptionally(ended);
            } else {
                waiting.add(future);
            }
        }
        return future;
    }

    /** Nothing more comes. */
    void end(AgentException why) {
        List<CompletableFuture<Void>> toTell;
        synchronized (lock) {
            if (ended != null) {
                return;
            }
            ended = why;
            toTell = waiting;
            waiting = new ArrayList<>();
        }
        toTell.forEach(future -> executor.execute(() -> future.completeExceptionally(why)));
    }
}
