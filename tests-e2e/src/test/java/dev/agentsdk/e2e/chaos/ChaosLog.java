package dev.agentsdk.e2e.chaos;

import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.spi.ExitReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was seen. */
final class ChaosLog {

    /** In the environment of every agent: {@code RUN.WORKER.CYCLE}. */
    static final String VARIABLE = "CHAOS_SESSION";

    /** Of this run alone: processes that another run has left, or runs beside this one, are none of its business. */
    private final String run = UUID.randomUUID().toString();

    private final Pattern session = Pattern.compile(VARIABLE + "=" + run + "\\.(\\d+)\\.(\\d+)");

    private static final Duration PROMISE = Duration.ofSeconds(2);

    /** How long descendants may be looked for after a close, on a machine with more to do than it can. */
    private static final Duration SEARCH = Duration.ofSeconds(15);

    private static final int ENOUGH = 20;

    private final AtomicInteger cycles = new AtomicInteger();
    private final Map<String, Integer> ends = new TreeMap<>();
    private final Map<String, Integer> exceptions = new TreeMap<>();
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private final List<Left> left = new CopyOnWriteArrayList<>();
    private final Map<String, Long> searched = new ConcurrentHashMap<>();
    private final AtomicInteger slow = new AtomicInteger();
    private Duration longest = Duration.ZERO;
    private int over;

    /** A process that was killed and had not gone yet. */
    private record Left(long pid, long since, String report) {}

    /** {@return the value of {@link #VARIABLE} for a session} */
    String identity(int worker, int cycle) {
        return run + "." + worker + "." + cycle;
    }

    /** {@return finds the worker and the cycle in an environment, if it is of a session of this run} */
    Matcher sessionIn(String environment) {
        return session.matcher(environment);
    }

    /** Its descendants are still looked for: the report says so, or there is none because it could not be opened. */
    void searchGoesOn(int worker, int cycle) {
        searched.put(worker + "." + cycle, System.nanoTime());
    }

    /** Whether the search for the descendants of a session may still go on. */
    boolean maySearch(Matcher found) {
        Long since = searched.get(found.group(1) + "." + found.group(2));
        return since != null && System.nanoTime() - since < SEARCH.toNanos();
    }

    void searchesAreOver() {
        searched.clear();
    }

    void mustGo(long pid, String report) {
        slow.incrementAndGet();
        left.add(new Left(pid, System.nanoTime(), report));
    }

    /** Those who were told to be left, and still live although they had the time to go. */
    void lookAtLeft(Duration time) {
        // Whoever has gone is forgotten at once: in two minutes of this the ids have been round.
        left.removeIf(one -> !Procs.isAlive(one.pid));
        for (Left one : left) {
            if (System.nanoTime() - one.since > time.toNanos()) {
                broken("process " + one.pid + " has not gone: " + one.report, null);
            }
        }
    }

    void cycle(boolean interruptedLate) {
        cycles.incrementAndGet();
        if (interruptedLate) {
            count(exceptions, "late interruption");
        }
    }

    int cycles() {
        return cycles.get();
    }

    /** An exception that an application is told to expect. */
    void typed(AgentException e) {
        count(exceptions, e.getClass().getSimpleName());
    }

    void end(ExitReport report) {
        count(ends, report.stage().name());
        synchronized (this) {
            longest = report.elapsed().compareTo(longest) > 0 ? report.elapsed() : longest;
            over += report.elapsed().compareTo(PROMISE) > 0 ? 1 : 0;
        }
    }

    private synchronized void count(Map<String, Integer> counters, String name) {
        counters.merge(name, 1, Integer::sum);
    }

    /** For requests to a session that may be closed, dead, or full. */
    void quietly(Runnable request) {
        try {
            request.run();
        } catch (AgentException e) {
            typed(e);
        } catch (RuntimeException | Error e) {
            broken("in a request from the side", e);
        }
    }

    void broken(String what, Throwable why) {
        if (broken.size() < ENOUGH) {
            StringWriter text = new StringWriter();
            text.append(what);
            if (why != null) {
                why.printStackTrace(new PrintWriter(text.append('\n'), true));
            }
            broken.add(text.toString());
        }
    }

    List<String> broken() {
        return broken;
    }

    synchronized Map<String, Integer> ends() {
        return Map.copyOf(ends);
    }

    @Override
    public synchronized String toString() {
        return cycles + " sessions, ended by " + ends + ", thrown: " + exceptions + ", longest close " + longest + ", "
                + over + " over the 2 s" + ", processes that took longer to die: " + slow;
    }
}
