package dev.agentsdk.internal.session;

import dev.agentsdk.control.SessionStatistics;
import dev.agentsdk.spi.WarningLimit;
import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link SessionStatistics}, and the bound of a session's warnings about its agent. */
final class Counters {
    final LongAdder messages = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder controlFrames = new LongAdder();
    final LongAdder noiseLines = new LongAdder();
    final LongAdder malformedLines = new LongAdder();
    final LongAdder repairedLines = new LongAdder();
    final LongAdder oversizeLines = new LongAdder();
    final LongAdder strayAnswers = new LongAdder();
    final LongAdder callbackErrors = new LongAdder();
    final LongAdder unansweredRequests = new LongAdder();

    final WarningLimit warnings = new WarningLimit("warnings about the agent");

    SessionStatistics snapshot(long droppedAtClose, long refusedMirrorFrames) {
        return new SessionStatistics(
                messages.sum(),
                bytes.sum(),
                controlFrames.sum(),
                noiseLines.sum(),
                malformedLines.sum(),
                repairedLines.sum(),
                oversizeLines.sum(),
                strayAnswers.sum(),
                droppedAtClose,
                callbackErrors.sum(),
                unansweredRequests.sum(),
                refusedMirrorFrames);
    }
}
