package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.UserMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubagentsTest {

    @TempDir
    Path temp;

    private Sessions sessions;
    private Path directory;

    @BeforeEach
    void aSession() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
        Path file = sessions.write("-work", id(1), user("u1", null, "go"));
        directory = file.resolveSibling(id(1)).resolve("subagents");
    }

    private void subagent(String path, String metadata, String... lines) {
        Sessions.writeBytes(directory.resolve(path + ".jsonl"), jsonBytes(String.join("\n", lines) + "\n"));
        if (metadata != null) {
            Sessions.writeBytes(directory.resolve(path + ".meta.json"), jsonBytes(metadata));
        }
    }

    private static String side(String line) {
        return line.replace("'isSidechain':false", "'isSidechain':true");
    }

    private static String userSide(String uuid, String parent, String text) {
        return side(user(uuid, parent, text));
    }

    private static String assistantSide(String uuid, String parent, String text) {
        return side(Sessions.assistant(uuid, parent, text));
    }

    @Test
    void areListedWithWhatIsKnownOfThem() {
        subagent(
                "agent-b",
                "{'agentType':'Explore','toolUseId':'toolu_1','parentAgentId':'a','x':1}",
                userSide("1", null, "t"));
        subagent("agent-a", null, userSide("1", null, "t"));
        subagent("workflows/run-1/agent-c", "{'agentType':5}", userSide("1", null, "t"));

        List<Subagent> subagents = sessions.history().subagents(id(1));

        assertThat(subagents).extracting(Subagent::agentId).containsExactly("a", "b", "c");
        assertThat(subagents.get(0).metadata()).isEmpty();
        assertThat(subagents.get(1).agentType()).contains("Explore");
        assertThat(subagents.get(1).toolUseId()).contains("toolu_1");
        assertThat(subagents.get(1).parentAgentId()).contains("a");
        assertThat(subagents.get(1).metadata().orElseThrow().tree().path("x").asInt())
                .isOne();
        assertThat(subagents.get(2).agentType()).isEmpty();
    }

    @Test
    void areNoneWithoutADirectory() {
        assertThat(sessions.history().subagents(id(1))).isEmpty();
    }

    @Test
    void whatIsNoneIsLeftOut() throws IOException {
        subagent("agent-", null, "{}");
        subagent("other", null, "{}");
        Sessions.writeBytes(directory.resolve("agent-empty.jsonl"), new byte[0]);
        Sessions.writeBytes(directory.resolve("agent-x.meta.json"), jsonBytes("{}"));
        Files.createDirectories(directory.resolve("agent-directory.jsonl"));
        Path outside = Sessions.writeBytes(temp.resolve("agent-out.jsonl"), jsonBytes("{}"));
        Files.createSymbolicLink(directory.resolve("agent-link.jsonl"), outside);
        Files.createSymbolicLink(directory.resolve("linked"), temp);

        assertThat(sessions.history().subagents(id(1))).isEmpty();
    }

    @Test
    void aTreeThatIsALinkIsNotFollowed() throws IOException {
        Sessions.writeBytes(temp.resolve("elsewhere/agent-a.jsonl"), jsonBytes("{}"));
        Files.createDirectories(directory.getParent());
        Files.createSymbolicLink(directory, temp.resolve("elsewhere"));

        assertThat(sessions.history().subagents(id(1))).isEmpty();
    }

    @Test
    void metadataThatIsNoneIsAbsent() {
        for (String corrupt : List.of("", "{", "[]", "5", "{}{}")) {
            subagent("agent-a", corrupt, userSide("1", null, "t"));

            assertThat(sessions.history().subagents(id(1)))
                    .singleElement()
                    .satisfies(subagent -> assertThat(subagent.metadata()).isEmpty());
        }
    }

    @Test
    void theConversationIsTheChainToTheLastMessage() {
        subagent(
                "agent-a",
                "{'toolUseId':'toolu_1'}",
                userSide("u1", null, "task"),
                side(Sessions.link("attachment", "x1", "u1")),
                assistantSide("a1", "x1", "working"),
                assistantSide("branch", "u1", "given up"),
                userSide("u2", "a1", "more"),
                assistantSide("a2", "u2", "done"),
                side(Sessions.link("attachment", "x2", "a2")));

        Transcript transcript = sessions.history().subagentTranscript(id(1), "a");

        assertThat(transcript.agentId()).contains("a");
        assertThat(transcript.entries()).hasSize(7);
        assertThat(transcript.conversation())
                .extracting(entry -> entry.uuid().orElseThrow())
                .containsExactly("u1", "a1", "u2", "a2");
        assertThat(sessions.history().subagentMessages(id(1), "a"))
                .hasSize(4)
                .allSatisfy(message -> assertThat(
                                message instanceof UserMessage user
                                        ? user.parentToolUseId()
                                        : ((AssistantMessage) message).parentToolUseId())
                        .contains("toolu_1"));
    }

    @Test
    void oneThatIsMissingIsNotFoundWhateverItsId() {
        subagent("agent-a", null, userSide("1", null, "t"));

        for (String agentId : List.of("b", "", "../agent-a", "/etc/passwd", "a\0", "a/../a")) {
            assertThatExceptionOfType(SessionNotFoundException.class)
                    .isThrownBy(() -> sessions.history().subagentTranscript(id(1), agentId))
                    .withMessageContaining("has no subagent")
                    .satisfies(e -> assertThat(e.sessionId()).isEqualTo(id(1)));
        }
    }
}
