package dev.agentsdk.examples;

import dev.agentsdk.options.AgentOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Sessions of agents, each of which says something turn after turn. */
final class SessionBoard implements Board {

    private final AgentOptions options;
    private final String prompt;
    private final int count;
    private final int turnLimit;
    private volatile List<WatchedSession> sessions = List.of();

    /**
     * Makes a board on which nothing runs.
     *
     * @param options of all sessions
     * @param prompt what each says
     * @param count how many there are
     * @param turnLimit how often each says it
     */
    SessionBoard(AgentOptions options, String prompt, int count, int turnLimit) {
        this.options = options;
        this.prompt = prompt;
        this.count = count;
        this.turnLimit = turnLimit;
    }

    @Override
    public void start(Listener listener) {
        sessions = IntStream.rangeClosed(1, count)
                .mapToObj(number -> new WatchedSession("agent-" + number, options, prompt, turnLimit, listener))
                .toList();
        sessions.forEach(WatchedSession::start);
    }

    @Override
    public Look look() {
        return new Look(sessions.stream().map(WatchedSession::panel).toList(), totals());
    }

    private String totals() {
        List<WatchedSession.Figures> figures =
                sessions.stream().map(WatchedSession::figures).toList();
        return String.format(
                Locale.ROOT,
                "%d of %d open, %d at work, %d failed · %d turns · %d tokens · $%.4f",
                figures.stream().filter(each -> each.state().isOpen()).count(),
                figures.size(),
                figures.stream()
                        .filter(each -> each.state() == WatchedSession.State.WORKING)
                        .count(),
                figures.stream()
                        .filter(each -> each.state() == WatchedSession.State.FAILED)
                        .count(),
                figures.stream().mapToInt(WatchedSession.Figures::turns).sum(),
                figures.stream().mapToLong(WatchedSession.Figures::tokens).sum(),
                figures.stream().mapToDouble(WatchedSession.Figures::costUsd).sum());
    }

    @Override
    public boolean isLive() {
        return sessions.stream().anyMatch(session -> session.figures().state().isLive());
    }

    @Override
    public boolean hasFailed() {
        return sessions.stream().anyMatch(session -> session.figures().state() == WatchedSession.State.FAILED);
    }

    @Override
    public List<String> summary() {
        List<String> summary = new ArrayList<>();
        for (WatchedSession session : sessions) {
            WatchedSession.Figures figures = session.figures();
            summary.add(String.format(
                    Locale.ROOT,
                    "%s: %s, %d turns, %d tokens, $%.4f: %s",
                    session.name(),
                    figures.state(),
                    figures.turns(),
                    figures.tokens(),
                    figures.costUsd(),
                    session.ending()));
        }
        return summary;
    }

    @Override
    public String stop(String name) {
        WatchedSession session = named(name);
        session.stop();
        return name + " is " + session.figures().state() + ": " + session.ending();
    }

    @Override
    public String restart(String name) {
        WatchedSession session = named(name);
        session.stop();
        session.start();
        return name + " is " + session.figures().state();
    }

    private WatchedSession named(String name) {
        return sessions.stream()
                .filter(session -> session.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no session named " + name + "."));
    }

    /** At the same time: each on a thread of its own, which its own close bounds. */
    @Override
    public void close() {
        List<Thread> closers = new ArrayList<>();
        for (WatchedSession session : sessions) {
            Thread closer = new Thread(session::stop, "close-" + session.name());
            closer.start();
            closers.add(closer);
        }
        try {
            for (Thread closer : closers) {
                closer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
