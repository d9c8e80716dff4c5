package dev.agentsdk.e2e.support;

import java.time.Duration;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A test that runs for two minutes is taken for hanging: all stacks and all children are printed, while it still hangs. A method
 * with a time-out of its own is slow on purpose, and has nine tenths of that.
 */
public final class HangDump implements BeforeTestExecutionCallback, AfterTestExecutionCallback {

    private static final Namespace NAMESPACE = Namespace.create(HangDump.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Duration patience;
    private final Consumer<String> output;

    /** As the tests have it: two minutes, on stderr. */
    public HangDump() {
        this(PATIENCE, System.err::println);
    }

    /** With another patience and another place for the dump. */
    public HangDump(Duration patience, Consumer<String> output) {
        this.patience = patience;
        this.output = output;
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        Timer timer = new Timer("hang-dump", true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        output.accept(dump(context.getDisplayName()));
                    }
                },
                patience(context).toMillis());
        context.getStore(NAMESPACE).put("timer", timer);
    }

    private Duration patience(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Timeout.class)
                .map(own -> Duration.of(own.value(), own.unit().toChronoUnit())
                        .multipliedBy(9)
                        .dividedBy(10))
                .orElse(patience);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        context.getStore(NAMESPACE).remove("timer", Timer.class).cancel();
    }

    private static String dump(String test) {
        StringBuilder text = new StringBuilder("HANGING: " + test + "\nchildren: " + Procs.children() + "\n");
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            text.append(entry.getKey()).append('\n');
            for (StackTraceElement element : entry.getValue()) {
                text.append("    at ").append(element).append('\n');
            }
        }
        return text.toString();
    }
}
