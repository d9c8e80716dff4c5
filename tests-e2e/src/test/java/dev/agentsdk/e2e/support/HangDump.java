package dev.agentsdk.e2e.support;

import java.time.Duration;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A test that runs for 30 s is taken for hanging: all stacks and all children are printed, while it still hangs. */
public final class HangDump implements BeforeTestExecutionCallback, AfterTestExecutionCallback {

    private static final Namespace NAMESPACE = Namespace.create(HangDump.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        Timer timer = new Timer("hang-dump", true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        dump(context.getDisplayName());
                    }
                },
                PATIENCE.toMillis());
        context.getStore(NAMESPACE).put("timer", timer);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        context.getStore(NAMESPACE).remove("timer", Timer.class).cancel();
    }

    private static void dump(String test) {
        StringBuilder text = new StringBuilder("HANGING: " + test + "\nchildren: " + Procs.children() + "\n");
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            text.append(entry.getKey()).append('\n');
            for (StackTraceElement element : entry.getValue()) {
                text.append("    at ").append(element).append('\n');
            }
        }
        System.err.println(text);
    }
}
