package dev.agentsdk.history;

import static dev.agentsdk.internal.session.JsonText.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;

/** A configuration directory with sessions in it, written as {@code claude} 2.1 writes them. */
public final class Sessions {

    /** A moment to count from. */
    public static final Instant THEN = Instant.parse("2026-03-01T10:00:00Z");

    private final Path config;

    /** In a directory that need not exist. */
    public Sessions(Path config) {
        this.config = config;
    }

    public Path config() {
        return config;
    }

    public HistoryLocation location() {
        return HistoryLocation.of(config);
    }

    public SessionHistory history() {
        return SessionHistory.onDisk(location());
    }

    public SessionHistory history(Path project) {
        return SessionHistory.onDisk(location().project(project));
    }

    /** A UUID that shows its number. */
    public static String id(int number) {
        return "%08x-0000-4000-8000-000000000000".formatted(number);
    }

    public Path projects() {
        return config.resolve("projects");
    }

    /** Where a session is kept, whether or not it exists. */
    public Path file(String projectKey, String sessionId) {
        return projects().resolve(projectKey).resolve(sessionId + ".jsonl");
    }

    /** Writes a session of lines with single quotes, modified as many seconds after {@link #THEN} as its place. */
    public Path write(String projectKey, String sessionId, String... singleQuotedLines) {
        StringBuilder text = new StringBuilder();
        for (String line : singleQuotedLines) {
            text.append(json(line)).append('\n');
        }
        return writeBytes(file(projectKey, sessionId), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    public static Path writeBytes(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void modified(Path file, int secondsAfterThen) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(THEN.plusSeconds(secondsAfterThen)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of the user. */
    public static String user(String uuid, String parent, String text) {
        return "{'parentUuid':" + quoted(parent)
                + ",'isSidechain':false,'type':'user','message':{'role':'user','content':'"
                + text + "'},'uuid':'" + uuid + "','timestamp':'2026-03-01T10:00:00.000Z','cwd':'/work','sessionId':'"
                + id(1) + "','gitBranch':'main'}";
    }

    /** A line of the model. */
    public static String assistant(String uuid, String parent, String text) {
        return answer(uuid, parent, "msg_" + uuid, "{'type':'text','text':'" + text + "'}");
    }

    /** A part of an answer of the model. */
    public static String answer(String uuid, String parent, String messageId, String block) {
        return "{'parentUuid':" + quoted(parent) + ",'isSidechain':false,'message':{'id':'" + messageId
                + "','type':'message','role':'assistant','model':'m','content':[" + block
                + "],'stop_reason':null},'type':"
                + "'assistant','uuid':'" + uuid + "','timestamp':'2026-03-01T10:00:01.000Z','sessionId':'" + id(1)
                + "'}";
    }

    public static String toolUse(String id) {
        return "{'type':'tool_use','id':'" + id + "','name':'Bash','input':{'command':'ls'}}";
    }

    /** The result of a tool. */
    public static String toolResult(String uuid, String parent, String toolUseId) {
        return "{'parentUuid':" + quoted(parent)
                + ",'isSidechain':false,'type':'user','message':{'role':'user','content':"
                + "[{'tool_use_id':'" + toolUseId + "','type':'tool_result','content':'done'}]},'uuid':'" + uuid
                + "','toolUseResult':{'stdout':'done'},'sourceToolAssistantUUID':'" + parent + "'}";
    }

    /** A line of another type that hangs in the chain. */
    public static String link(String type, String uuid, String parent) {
        return "{'parentUuid':" + quoted(parent) + ",'isSidechain':false,'type':'" + type + "','uuid':'" + uuid + "'}";
    }

    private static String quoted(String text) {
        return text == null ? "null" : "'" + text + "'";
    }

    /** Any UUID. */
    public static String anyId() {
        return UUID.randomUUID().toString();
    }
}
