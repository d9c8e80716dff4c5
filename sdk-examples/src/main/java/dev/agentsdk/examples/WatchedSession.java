package dev.agentsdk.examples;

import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.ToolUseBlock;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.spi.ExitReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session on a board: says the same thing turn after turn on a thread of its own, and keeps what is to be seen of it. Any
 * thread may call.
 */
final class WatchedSession {

    private static final int KEPT_LINES = 500;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** More than a session needs to close (2 s), also on a machine that has other things to do. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    enum State {
        OPENING(Board.Mood.BUSY),
        WORKING(Board.Mood.GOOD),
        IDLE(Board.Mood.GOOD),
        CLOSING(Board.Mood.BUSY),
        CLOSED(Board.Mood.OVER),
        FAILED(Board.Mood.BAD);

        private final Board.Mood mood;

        State(Board.Mood mood) {
            this.mood = mood;
        }

        boolean isOpen() {
            return this == WORKING || this == IDLE;
        }

        boolean isLive() {
            return this != CLOSED && this != FAILED;
        }
    }

    /** What adds up to the totals of a board. */
    record Figures(State state, int turns, long tokens, double costUsd) {}

    private final String name;
    private final AgentOptions options;
    private final String prompt;
    private final int turnLimit;
    private final Board.Listener listener;

    private final Deque<Board.Line> lines = new ArrayDeque<>();
    private final StringBuilder growing = new StringBuilder();
    private State state = State.CLOSED;
    private @Nullable AgentSession session;
    private @Nullable Thread worker;
    private CountDownLatch stopping = new CountDownLatch(0);
    private long openedAt;
    private int turns;
    private long tokens;
    private double costUsd;
    private String lastTool = "";
    private String ending = "";

    WatchedSession(String name, AgentOptions options, String prompt, int turnLimit, Board.Listener listener) {
        this.name = name;
        this.options = options;
        this.prompt = prompt;
        this.turnLimit = turnLimit;
        this.listener = listener;
    }

    String name() {
        return name;
    }

    synchronized void start() {
        if (state.isLive()) {
            return;
        }
        state = State.OPENING;
        ending = "";
        turns = 0;
        tokens = 0;
        costUsd = 0;
        lastTool = "";
        stopping = new CountDownLatch(1);
        CountDownLatch stop = stopping;
        Thread thread = new Thread(() -> run(stop), "supervise-" + name);
        thread.setDaemon(true);
        worker = thread;
        thread.start();
    }

    private void run(CountDownLatch stop) {
        String failure = "";
        AgentSession opened = null;
        try {
            opened = AgentSession.open(options);
            converse(opened, stop);
        } catch (AgentException e) {
            // A session that is closed under its reader says so by an exception: that is no failure.
            failure = stop.getCount() == 0 ? "" : String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            enter(State.CLOSING);
            if (opened != null) {
                opened.close();
            }
            ended(opened == null ? null : opened.exitReport().orElse(null), failure);
        }
    }

    private void converse(AgentSession opened, CountDownLatch stop) throws InterruptedException {
        synchronized (this) {
            session = opened;
            openedAt = System.nanoTime();
        }
        for (int turn = 1; turn <= turnLimit; turn++) {
            enter(State.WORKING);
            say("you: " + prompt, false);
            opened.send(prompt);
            opened.receiveResponse().forEach(this::show);
            enter(State.IDLE);
            if (turn < turnLimit && stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private void enter(State next) {
        synchronized (this) {
            state = next;
        }
        listener.onState(name, next.toString());
    }

    private void ended(@Nullable ExitReport report, String failure) {
        String told = report == null ? "never opened" : report.summary();
        synchronized (this) {
            session = null;
            ending = failure.isEmpty() ? told : failure;
        }
        say((failure.isEmpty() ? "closed: " : "failed: ") + (failure.isEmpty() ? told : failure), !failure.isEmpty());
        enter(failure.isEmpty() ? State.CLOSED : State.FAILED);
    }

    private void show(Message message) {
        if (message instanceof StreamEvent part) {
            synchronized (this) {
                part.textDelta().ifPresent(growing::append);
            }
        } else if (message instanceof AssistantMessage answer) {
            synchronized (this) {
                growing.setLength(0);
            }
            answer.text().lines().forEach(line -> say(line, false));
            for (ToolUseBlock call : answer.toolUses()) {
                synchronized (this) {
                    lastTool = call.name();
                }
                say("tool: " + call.name() + " " + call.input().text(), false);
            }
        } else if (message instanceof UserMessage user) {
            for (ContentBlock block : user.content()) {
                if (block instanceof ToolResultBlock result) {
                    result.text().lines().forEach(line -> say("| " + line, result.isError()));
                }
            }
        } else if (message instanceof ResultMessage result) {
            finished(result);
        }
    }

    private void finished(ResultMessage result) {
        synchronized (this) {
            turns++;
            result.usage().ifPresent(usage -> tokens += usage.inputTokens() + usage.outputTokens());
            // The agent adds up itself, over all turns of the session.
            costUsd = result.totalCostUsd().orElse(costUsd);
        }
        if (result.isError()) {
            say(result.errorText(), true);
        }
    }

    private void say(String text, boolean marked) {
        synchronized (this) {
            lines.addLast(new Board.Line(text, marked));
            if (lines.size() > KEPT_LINES) {
                lines.removeFirst();
            }
        }
        listener.onLine(name, text);
    }

    synchronized Board.Panel panel() {
        List<String> facts = new ArrayList<>();
        if (state.isLive()) {
            AgentSession open = session;
            if (open != null) {
                facts.add("pid " + open.pid().orElse(-1));
                facts.add(BoardView.age(Duration.ofNanos(System.nanoTime() - openedAt)));
            }
        } else if (!ending.isEmpty()) {
            facts.add(ending);
        }
        facts.add(turns + (turns == 1 ? " turn" : " turns"));
        if (tokens > 0) {
            facts.add(tokens + " tokens");
        }
        if (costUsd > 0) {
            facts.add(String.format(Locale.ROOT, "$%.4f", costUsd));
        }
        if (!lastTool.isEmpty()) {
            facts.add("last tool " + lastTool);
        }
        List<Board.Line> shown = new ArrayList<>(lines);
        if (growing.length() > 0) {
            growing.toString().lines().forEach(line -> shown.add(new Board.Line(line + "▌", false)));
        }
        return new Board.Panel(name, state.toString(), state.mood, facts, shown);
    }

    synchronized Figures figures() {
        return new Figures(state, turns, tokens, costUsd);
    }

    synchronized String ending() {
        return ending;
    }

    /** Ends it; waits as long as its close takes. */
    void stop() {
        AgentSession open;
        Thread running;
        synchronized (this) {
            if (!state.isLive()) {
                return;
            }
            stopping.countDown();
            open = session;
            running = worker;
        }
        if (open != null) {
            open.close();
        } else if (running != null) {
            // It is being opened, which an interruption ends.
            running.interrupt();
        }
        if (running != null) {
            try {
                running.join(STOP_LIMIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
