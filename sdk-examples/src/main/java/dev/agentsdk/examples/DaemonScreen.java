package dev.agentsdk.examples;

import dev.agentsdk.process.ChildStatus;
import dev.agentsdk.process.ProcessException;
import dev.agentsdk.process.ProcessSupervisor;
import dev.agentsdk.spi.Deadline;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.Curses;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * Shows the children of a supervisor on a terminal until somebody quits. The terminal is restored on every way out: a key,
 * Ctrl-C, an exception, and the end of the JVM.
 */
final class DaemonScreen {

    private static final int REFRESH_MILLIS = 200;
    private static final int ESCAPE_MILLIS = 50;
    private static final char ESCAPE = 27;

    /** What a rate forgets at each look. */
    private static final double SMOOTHING = 0.2;

    private final Terminal terminal;
    private final ProcessSupervisor supervisor;
    private final ExecutorService worker = Executors.newCachedThreadPool(DaemonScreen::workerThread);
    private final Map<String, Rate> rates = new HashMap<>();
    private final Attributes before;

    /** What makes the cursor visible and brings the other screen back. */
    private final String leave;

    private final Thread exitHook = new Thread(this::restore, "restore-terminal");
    private boolean restored;

    private int selected;
    private volatile String message = "";
    private volatile boolean interrupted;
    private volatile boolean resized = true;

    DaemonScreen(Terminal terminal, ProcessSupervisor supervisor) {
        this.terminal = terminal;
        this.supervisor = supervisor;
        this.before = terminal.getAttributes();
        this.leave = leaving(terminal);
    }

    private static Thread workerThread(Runnable work) {
        Thread thread = new Thread(work, "supervise-key");
        thread.setDaemon(true);
        return thread;
    }

    /** How fast a child writes, smoothed. */
    private static final class Rate {
        private long lines;
        private long at;
        private double perSecond;

        double update(long linesNow) {
            long now = System.nanoTime();
            if (at != 0) {
                double latest = (linesNow - lines) / Math.max(1e-3, (now - at) / 1e9);
                perSecond += SMOOTHING * (latest - perSecond);
            }
            lines = linesNow;
            at = now;
            return perSecond;
        }
    }

    /**
     * Shows it.
     *
     * @param until ends it like a key
     * @return false if it was interrupted (Ctrl-C)
     */
    boolean show(Deadline until) throws IOException {
        Terminal.SignalHandler onInterrupt = terminal.handle(Signal.INT, signal -> interrupted = true);
        Terminal.SignalHandler onResize = terminal.handle(Signal.WINCH, signal -> resized = true);
        Runtime.getRuntime().addShutdownHook(exitHook);
        try {
            terminal.enterRawMode();
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.cursor_invisible);
            loop(until);
            return !interrupted;
        } catch (IllegalStateException e) {
            if (isRestored()) {
                // The JVM is on its way out, and has closed the terminal under us.
                return false;
            }
            throw e;
        } finally {
            restore();
            removeExitHook();
            terminal.handle(Signal.INT, onInterrupt);
            terminal.handle(Signal.WINCH, onResize);
            worker.shutdownNow();
        }
    }

    private void removeExitHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            // The JVM is on its way out, and the hook does nothing a second time.
            message = "";
        }
    }

    private synchronized void restore() {
        if (restored) {
            return;
        }
        restored = true;
        try {
            terminal.writer().write(leave);
            terminal.flush();
            terminal.setAttributes(before);
        } catch (IllegalStateException e) {
            // At the end of the JVM the terminal may have been closed already, which sets the attributes and no more.
            System.out.print(leave);
            System.out.flush();
        }
    }

    private synchronized boolean isRestored() {
        return restored;
    }

    /** Never after the terminal was restored. */
    private synchronized void draw(Display display, List<AttributedString> screen) {
        if (!restored) {
            display.update(screen, -1);
        }
    }

    private static String leaving(Terminal terminal) {
        StringWriter leave = new StringWriter();
        for (Capability capability : List.of(Capability.cursor_normal, Capability.exit_ca_mode)) {
            String sequence = terminal.getStringCapability(capability);
            if (sequence != null) {
                Curses.tputs(leave, sequence);
            }
        }
        return leave.toString();
    }

    private void loop(Deadline until) throws IOException {
        Display display = new Display(terminal, true);
        NonBlockingReader keys = terminal.reader();
        Size size = terminal.getSize();
        while (!interrupted && !until.hasPassed() && !isRestored()) {
            if (resized) {
                resized = false;
                size = terminal.getSize();
                display.resize(size);
                display.clear();
            }
            List<DaemonView.Panel> panels = panels();
            selected = Math.max(0, Math.min(selected, panels.size() - 1));
            draw(display, DaemonView.render(panels, selected, message, size.getColumns(), size.getRows()));
            int key = keys.read(REFRESH_MILLIS);
            if (key == NonBlockingReader.EOF || key == 'q' || key == 'Q' || key == 3) {
                // Without a terminal there is nobody to show anything to. 3 is a Ctrl-C that came as a character.
                interrupted |= key == 3;
                return;
            }
            if (key >= 0) {
                onKey(key == ESCAPE ? arrow(keys) : key, panels);
            }
        }
    }

    /** Of an escape sequence the letter at its end; the arrows as h, j, k, l. */
    private static int arrow(NonBlockingReader keys) throws IOException {
        int next = keys.read(ESCAPE_MILLIS);
        if (next != '[' && next != 'O') {
            return next;
        }
        return switch (keys.read(ESCAPE_MILLIS)) {
            case 'A' -> 'k';
            case 'B' -> 'j';
            case 'C' -> 'l';
            case 'D' -> 'h';
            default -> -1;
        };
    }

    private List<DaemonView.Panel> panels() {
        List<DaemonView.Panel> panels = new ArrayList<>();
        for (ChildStatus status : supervisor.statuses()) {
            double rate =
                    rates.computeIfAbsent(status.name(), name -> new Rate()).update(status.lines());
            panels.add(new DaemonView.Panel(status, supervisor.lines(status.name()), rate));
        }
        return panels;
    }

    private void onKey(int key, List<DaemonView.Panel> panels) {
        if (panels.isEmpty()) {
            return;
        }
        switch (key) {
            case 'h', 'k' -> selected = Math.floorMod(selected - 1, panels.size());
            case 'j', 'l', '\t' -> selected = Math.floorMod(selected + 1, panels.size());
            case 's' -> later("stopping ", panels.get(selected).status().name(), supervisor::stop);
            case 'r' -> later("restarting ", panels.get(selected).status().name(), supervisor::restart);
            default -> message = "";
        }
    }

    private interface Work {
        ChildStatus on(String name);
    }

    /** It may take seconds, in which the screen goes on. */
    private void later(String what, String name, Work work) {
        message = what + name + " …";
        worker.execute(() -> {
            long start = System.nanoTime();
            try {
                ChildStatus status = work.on(name);
                message = name + " is " + status.state() + ", after "
                        + DaemonView.age(Duration.ofNanos(System.nanoTime() - start));
            } catch (ProcessException e) {
                message = String.valueOf(e.getMessage());
            }
        });
    }
}
