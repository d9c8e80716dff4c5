package dev.agentsdk.control;

import dev.agentsdk.errors.CallbackException;

/**
 * What a session has read so far, and what it could not use. Counters only; see {@link dev.agentsdk.AgentSession#statistics()}.
 *
 * @param messages lines that went to the application's queue
 * @param bytes their length
 * @param controlFrames lines of the control protocol, and others that are not for the application
 * @param noiseLines lines that do not look like JSON, such as debug output of tools; skipped
 * @param malformedLines lines that begin like a JSON object and are none; reported as
 *     {@link dev.agentsdk.message.SkippedLine}
 * @param repairedLines lines with malformed UTF-8, which was replaced by U+FFFD
 * @param oversizeLines lines over the limit; reported as {@link dev.agentsdk.message.SkippedLine}
 * @param strayAnswers answers to control requests that nobody waited for (any more)
 * @param droppedAtClose messages that came while the session was being closed and did not fit the buffer any more
 * @param callbackErrors callbacks that threw; see {@link CallbackException}
 * @param unansweredRequests requests of the agent that got no answer, because the session was closed or the agent's stdin
 *     was, or because they had no id
 * @param refusedMirrorFrames frames for a session store that were refused, since they are malformed or name a transcript
 *     that is not of this session
 */
public record SessionStatistics(
        long messages,
        long bytes,
        long controlFrames,
        long noiseLines,
        long malformedLines,
        long repairedLines,
        long oversizeLines,
        long strayAnswers,
        long droppedAtClose,
        long callbackErrors,
        long unansweredRequests,
        long refusedMirrorFrames) {}
