package dev.agentsdk.examples;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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
 * Shows a board on a terminal until a user quits. The terminal is restored on every way out: a key,
 * Ctrl-C, an exception, and the end of the JVM.
 */
final class BoardScreen {

    private static final int REFRESH_MILLIS = 200;
    private static final int ESCAPE_MILLIS = 50;
    private static final int EXIT_MILLIS = 2_000;
    private static final char ESCAPE = 27;

    private final Terminal terminal;
    private final Board board;
    private final ExecutorService worker = Executors.newCachedThreadPool(BoardScreen::workerThread);
    private final Attributes before;

    /** What makes the cursor visible and brings the other screen back. */
    private final String leave;

    private final Thread exitHook = new Thread(this::restoreAtExit, "restore-terminal");
    private final CountDownLatch loopEnded = new CountDownLatch(1);
    private boolean restored;

    private int selected;
    private volatile String message = "";
    private volatile boolean interrupted;
    private volatile boolean resized = true;
    private volatile boolean exiting;

    BoardScreen(Terminal terminal, Board board) {
        this.terminal = terminal;
        this.board = board;
        this.before = terminal.getAttributes();
        this.leave = leaving(terminal);
    }

    private static Thread workerThread(Runnable work) {
        Thread thread = new Thread(work, "supervise-key");
        thread.setDaemon(true);
        return thread;
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
            if (exiting) {
                // JLine's own exit hook has closed the terminal.
                return false;
            }
            throw e;
        } finally {
            loopEnded.countDown();
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

    /** After the loop: each read of a key sets VMIN and VTIME anew, if somebody has changed them. */
    private void restoreAtExit() {
        exiting = true;
        try {
            boolean ended = loopEnded.await(EXIT_MILLIS, TimeUnit.MILLISECONDS);
            if (!ended) {
                System.err.println("The screen does not end; the terminal may stay as it is.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        restore();
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
            // JLine's exit hook closes the terminal, which sets the attributes; a read of the loop may have come later.
            System.out.print(leave);
            System.out.flush();
            restoreReads();
        }
    }

    private void restoreReads() {
        try {
            new ProcessBuilder(
                            "stty",
                            "min",
                            Integer.toString(before.getControlChar(Attributes.ControlChar.VMIN)),
                            "time",
                            Integer.toString(before.getControlChar(Attributes.ControlChar.VTIME)))
                    .inheritIO()
                    .start()
                    .waitFor(EXIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            System.err.println("The terminal could not be restored: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        while (!interrupted && !until.hasPassed() && !exiting) {
            if (resized) {
                resized = false;
                size = terminal.getSize();
                display.resize(size);
                display.clear();
            }
            Board.Look look = board.look();
            selected = Math.max(0, Math.min(selected, look.panels().size() - 1));
            draw(display, BoardView.render(look, selected, message, size.getColumns(), size.getRows()));
            int key = keys.read(REFRESH_MILLIS);
            if (key == NonBlockingReader.EOF || key == 'q' || key == 'Q' || key == 3) {
                // Without a terminal there is nobody to show anything to. 3 is a Ctrl-C that came as a character.
                interrupted |= key == 3;
                return;
            }
            if (key >= 0) {
                onKey(key == ESCAPE ? arrow(keys) : key, look.panels());
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

    private void onKey(int key, List<Board.Panel> panels) {
        if (panels.isEmpty()) {
            return;
        }
        switch (key) {
            case 'h', 'k' -> selected = Math.floorMod(selected - 1, panels.size());
            case 'j', 'l', '\t' -> selected = Math.floorMod(selected + 1, panels.size());
            case 's' -> later("stopping ", panels.get(selected).name(), board::stop);
            case 'r' -> later("restarting ", panels.get(selected).name(), board::restart);
            default -> message = "";
        }
    }

    /** It may take seconds, in which the screen goes on. */
    private void later(String what, String name, UnaryOperator<String> work) {
        message = what + name + " …";
        worker.execute(() -> {
            try {
                message = work.apply(name);
            } catch (ProcessException | AgentException e) {
                message = String.valueOf(e.getMessage());
            }
        });
    }
}
