package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.json.internal.FieldReader;
import dev.agentsdk.json.internal.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session must know of a line to follow its turns, found in one pass without a tree. A line that cannot be read tells nothing;
 * the consumer reports it in its place.
 *
 * @param subtype the subtype; empty if there is none
 * @param taskId the task; empty if there is none
 * @param taskType the type of a task that has started
 * @param taskStatus the status of a task, as news or as a patch
 * @param state the state of the session
 * @param terminalReason why a turn has ended
 * @param queuedTurns how many turns wait behind a result; 0 if it does not say
 * @param commandUuid the user message that a {@code command_lifecycle} is about
 * @param sessionId the session that the message names; empty if it names none
 * @param isEmpty true for a result that is not an error, has no text, and for which no model was called
 * @param tellsLifecycles whether the agent says that it tells what becomes of user messages
 */
public record RunFrame(
        String subtype,
        String taskId,
        String taskType,
        String taskStatus,
        String state,
        String terminalReason,
        long queuedTurns,
        String commandUuid,
        String sessionId,
        boolean isEmpty,
        boolean tellsLifecycles) {

    private static final RunFrame EMPTY = new RunFrame("", "", "", "", "", "", 0, "", "", false, false);

    /** Among the capabilities in the message {@code init} of claude 2.1.329. */
    private static final String LIFECYCLES = "msg_lifecycle_v1";

    /** Both vocabularies: that of notifications and that of patches. */
    private static final Set<String> TERMINAL = Set.of("completed", "failed", "stopped", "killed");

    private static final Set<String> AGENT_TASKS = Set.of("local_agent", "local_workflow");

    public boolean isAgentTask() {
        return AGENT_TASKS.contains(taskType);
    }

    public boolean isTerminal() {
        return TERMINAL.contains(taskStatus);
    }

    public boolean isAborted() {
        return terminalReason.startsWith("aborted")
                // Older CLIs give no reason.
                || (terminalReason.isEmpty() && subtype.equals("error_during_execution"));
    }

    public static RunFrame read(byte[] line) {
        String subtype = "";
        String taskId = "";
        String taskType = "";
        String taskStatus = "";
        String state = "";
        String terminalReason = "";
        long queuedTurns = 0;
        String commandUuid = "";
        String sessionId = "";
        long numTurns = -1;
        boolean isError = false;
        String text = "";
        boolean tellsLifecycles = false;
        try (FieldReader in = FieldReader.on(line)) {
            in.enterObject();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "subtype" -> subtype = in.stringOr("");
                    case "task_id" -> taskId = in.stringOr("");
                    case "task_type" -> taskType = in.stringOr("");
                    case "status" -> taskStatus = in.stringOr("");
                    case "state" -> state = in.stringOr("");
                    case "terminal_reason" -> terminalReason = in.stringOr("");
                    case "command_uuid" -> commandUuid = in.stringOr("");
                    case "capabilities" -> {
                        List<String> capabilities = in.stringsOrSkip();
                        tellsLifecycles = capabilities != null && capabilities.contains(LIFECYCLES);
                    }
                    case "session_id" -> sessionId = in.stringOr("");
                    case "num_turns" -> numTurns = in.integerOr(-1);
                    case "is_error" -> isError = Boolean.TRUE.equals(in.boolOrSkip());
                    case "result" -> text = in.stringOr("");
                    case "queued_turn_count" -> queuedTurns = in.integerOr(0);
                    case "patch" -> {
                        if (in.isObject()) {
                            String patched = status(in);
                            taskStatus = patched == null ? taskStatus : patched;
                        } else {
                            in.skip();
                        }
                    }
                    default -> in.skip();
                }
            }
            in.finish();
        } catch (IOException e) {
            return EMPTY;
        }
        return new RunFrame(
                subtype,
                taskId,
                taskType,
                taskStatus,
                state,
                terminalReason,
                queuedTurns,
                commandUuid,
                sessionId,
                numTurns == 0 && !isError && Printable.isBlank(text),
                tellsLifecycles);
    }

    private static @Nullable String status(FieldReader in) throws IOException {
        String status = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (field.equals("status")) {
                status = in.stringOrSkip();
            } else {
                in.skip();
            }
        }
        return status;
    }

    /** Whether a message belongs to a subagent. */
    public static boolean isOfSubagent(byte[] line) {
        try (FieldReader in = FieldReader.on(line)) {
            in.enterObject();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                if (field.equals("parent_tool_use_id")) {
                    boolean isOne = in.stringOrSkip() != null;
                    in.finish();
                    return isOne;
                }
                in.skip();
            }
            in.finish();
        } catch (IOException e) {
            return false;
        }
        return false;
    }
}
