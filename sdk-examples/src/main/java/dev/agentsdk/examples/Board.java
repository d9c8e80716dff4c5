package dev.agentsdk.examples;

import java.util.List;

/**
 * Something that runs under several names, as {@code supervise} shows it: daemons, or sessions of agents. Any thread may
 * call.
 */
interface Board extends AutoCloseable {

    /** How a panel stands. */
    enum Mood {
        GOOD,
        BUSY,
        BAD,
        OVER
    }

    /**
     * A line of a panel.
     *
     * @param text as it was written, escape sequences included
     * @param marked whether it is to stand out
     */
    record Line(String text, boolean marked) {}

    /**
     * One of them as it is shown.
     *
     * @param name what it is called
     * @param state a word for what it does
     * @param mood what that word means
     * @param facts what else there is to know, the most important first
     * @param lines its last lines
     */
    record Panel(String name, String state, Mood mood, List<String> facts, List<Line> lines) {}

    /**
     * All of them at one time.
     *
     * @param panels each one, always in the same order
     * @param totals a line about all
     */
    record Look(List<Panel> panels, String totals) {}

    /** Hears what happens, where there is no screen. Called by several threads, by each for one name at a time. */
    interface Listener {
        void onLine(String name, String text);

        void onState(String name, String state);
    }

    /** Starts them all. */
    void start(Listener listener);

    Look look();

    /** Whether one of them may still do something by itself. */
    boolean isLive();

    boolean hasFailed();

    /** What became of each, a line for one. */
    List<String> summary();

    /**
     * Ends one, which may take seconds.
     *
     * @return what became of it, in a sentence
     */
    String stop(String name);

    /**
     * Starts one again, and ends it before if it lives.
     *
     * @return what became of it, in a sentence
     */
    String restart(String name);

    /** Ends them all, at the same time. */
    @Override
    void close();
}
