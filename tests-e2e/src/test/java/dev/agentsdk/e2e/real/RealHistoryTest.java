package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.model.ModelCall;
import dev.agentsdk.e2e.real.support.EveryCli;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.history.ForkOptions;
import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.history.ProjectKeys;
import dev.agentsdk.history.SessionHistory;
import dev.agentsdk.history.SessionInfo;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.MirrorErrorMessage;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Conversation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real CLI keeps of a session: read, changed, gone on with, mirrored. */
@RealCliTest
class RealHistoryTest {

    @RegisterExtension
    final Lab lab = new Lab();

    private SessionHistory history() {
        return SessionHistory.onDisk(lab.options(RealCli.CLAUDE).build().historyLocation());
    }

    private String lastConversation() {
        List<ModelCall> calls = lab.model().scriptedCalls();
        return calls.get(calls.size() - 1).conversation();
    }

    private static String said(List<Message> messages) {
        StringBuilder said = new StringBuilder();
        for (Message message : messages) {
            if (message instanceof AssistantMessage answer) {
                said.append(answer.text()).append('/');
            }
        }
        return said.toString();
    }

    private String talk(AgentOptions options, String... answers) {
        try (AgentSession session = AgentSession.open(options)) {
            String sessionId = "";
            for (String answer : answers) {
                sessionId = Turn.of(session, prompt("Say", text(answer))).sessionId();
            }
            return sessionId;
        }
    }

    @Test
    void aSessionIsListedAndReadAsItWas() {
        String sessionId;
        try (AgentSession session = AgentSession.open(
                lab.options(RealCli.CLAUDE).allowedTools("Bash").build())) {
            sessionId = Turn.of(
                            session,
                            prompt(
                                    "Run it",
                                    tool("Bash", Map.of("command", "echo out-1"))
                                            .andTool("Bash", Map.of("command", "echo out-2")),
                                    text("Ran, with \uD83D\uDE80.")))
                    .sessionId();
            Turn.of(session, prompt("And then?", text("Nothing more.")));
        }

        assertThat(history().list()).singleElement().satisfies(info -> {
            assertThat(info.sessionId()).isEqualTo(sessionId);
            assertThat(info.firstPrompt())
                    .hasValueSatisfying(first -> assertThat(first).startsWith("Run it :: "));
            assertThat(info.cwd()).hasValue(lab.cwd().toString());
            assertThat(info.projectKey()).isEqualTo(ProjectKeys.of(lab.cwd()));
            assertThat(info.createdAt().orElseThrow())
                    .isBetween(Instant.now().minus(2, ChronoUnit.MINUTES), Instant.now());
        });
        List<Message> messages = history().messages(sessionId);
        assertThat(said(messages).replaceAll("^/+", "")).isEqualTo("Ran, with \uD83D\uDE80./Nothing more./");
        assertThat(messages.stream()
                        .filter(UserMessage.class::isInstance)
                        .flatMap(message -> ((UserMessage) message).content().stream())
                        .filter(ToolResultBlock.class::isInstance)
                        .map(result -> ((ToolResultBlock) result).content().toString()))
                .hasSize(2)
                .anySatisfy(result -> assertThat(result).contains("out-1"))
                .anySatisfy(result -> assertThat(result).contains("out-2"));
        assertThat(history().transcript(sessionId).skippedLines()).isZero();
    }

    @Test
    void anInterruptedAnswerIsKeptAsFarAsItGot() {
        String sessionId;
        try (AgentSession session = AgentSession.open(
                lab.options(RealCli.CLAUDE).includePartialMessages(true).build())) {
            session.send(prompt("Never end", text("As far as it got.").thenSilence()));
            for (Message message : session.receiveMessages()) {
                if (message instanceof StreamEvent event && event.textDelta().isPresent()) {
                    break;
                }
            }
            session.interrupt();
            sessionId = Turn.rest(session).sessionId();
        }
        assertThat(said(history().messages(sessionId))).isEqualTo("As far as it got./");
    }

    @Test
    void whatIsChangedInAFileIsTakenByTheCli() {
        String sessionId = talk(lab.options(RealCli.CLAUDE).build(), "Forty-two", "Forty-three");
        List<Message> before = history().messages(sessionId);
        String upTo = before.get(1).raw().tree().path("uuid").asText();

        history().rename(sessionId, "The numbers");
        history().tag(sessionId, "good");
        String fork =
                history().fork(sessionId, ForkOptions.defaults().upTo(upTo).title("Half"));

        assertThat(history().info(sessionId)).hasValueSatisfying(info -> {
            assertThat(info.title()).hasValue("The numbers");
            assertThat(info.tag()).hasValue("good");
        });
        assertThat(talk(lab.options(RealCli.CLAUDE).resume(fork).build(), "Of the fork"))
                .isEqualTo(fork);
        assertThat(lastConversation()).contains("Forty-two").doesNotContain("Forty-three");
        assertThat(said(history().messages(fork))).isEqualTo("Forty-two/Of the fork/");
        assertThat(said(history().messages(sessionId))).isEqualTo("Forty-two/Forty-three/");

        talk(lab.options(RealCli.CLAUDE).resume(sessionId).build(), "Of the first");
        assertThat(history().info(sessionId).orElseThrow().title())
                .as("the title after the CLI has written on")
                .hasValue("The numbers");

        history().delete(fork);
        assertThat(history().list()).extracting(SessionInfo::sessionId).containsExactly(sessionId);
    }

    /** In a directory below the project's, and in a form of its own. */
    @Test
    void whatQwenKeepsIsNotTakenForASession() {
        String sessionId = talk(lab.options(RealCli.QWEN).build(), "Forty-two");

        assertThat(lab.sessionLog(RealCli.QWEN, sessionId)).contains("Forty-two");
        assertThat(lab.sessionFiles(RealCli.QWEN))
                .allSatisfy(file ->
                        assertThat(file.getParent().getFileName().toString()).isEqualTo("chats"));
        assertThat(SessionHistory.onDisk(HistoryLocation.of(lab.home().resolve(".qwen")))
                        .list())
                .isEmpty();
    }

    @EveryCli
    void aConversationIsForkedByTheCli(RealCli cli) {
        String sessionId = talk(lab.options(cli).build(), "Forty-two");

        String fork = talk(
                lab.options(cli)
                        .conversation(Conversation.resuming(sessionId).forked())
                        .build(),
                "Of the fork");

        assertThat(fork).isNotEqualTo(sessionId);
        assertThat(lastConversation()).contains("Forty-two");
        assertThat(lab.sessionLog(cli, fork)).contains("Of the fork");
        assertThat(lab.sessionLog(cli, sessionId)).doesNotContain("Of the fork");
    }

    @EveryCli
    void aSessionGetsTheIdThatItIsGiven(RealCli cli) {
        String id = "5dbe5c4c-3f0e-4f7b-9a53-0b1a3c6f2d11";

        assertThat(talk(lab.options(cli).conversation(Conversation.freshAs(id)).build(), "Hello"))
                .isEqualTo(id);
        assertThat(lab.sessionLog(cli, id)).contains("Hello");
    }

    @Test
    void aSessionIsMirroredAndGoneOnWithFromTheStoreOnly() throws Exception {
        InMemorySessionStore store = new InMemorySessionStore();
        String sessionId;
        try (AgentSession session = AgentSession.open(
                lab.options(RealCli.CLAUDE).sessionStore(store).build())) {
            Turn turn = Turn.of(session, prompt("Remember", text("Forty-two")));
            sessionId = turn.sessionId();
            assertThat(said(SessionHistory.inStore(store, lab.cwd()).messages(sessionId)))
                    .as("in the store when the result is there")
                    .isEqualTo("Forty-two/");
            assertThat(turn.all(MirrorErrorMessage.class)).isEmpty();
        }
        List<String> mirrored = SessionHistory.inStore(store, lab.cwd()).messages(sessionId).stream()
                .map(message -> message.raw().tree().path("uuid").asText())
                .toList();
        assertThat(mirrored)
                .containsExactlyElementsOf(history().messages(sessionId).stream()
                        .map(message -> message.raw().tree().path("uuid").asText())
                        .toList());
        for (Path file : lab.sessionFiles(RealCli.CLAUDE)) {
            Files.delete(file);
        }

        String next = talk(
                lab.options(RealCli.CLAUDE)
                        .sessionStore(store)
                        .resume(sessionId)
                        .build(),
                "It was that");

        assertThat(next).isEqualTo(sessionId);
        assertThat(lastConversation()).contains("Forty-two");
        assertThat(said(SessionHistory.inStore(store, lab.cwd()).messages(sessionId)))
                .isEqualTo("Forty-two/It was that/");
        assertThat(lab.sessionFiles(RealCli.CLAUDE))
                .as("files of the first home")
                .isEmpty();
    }

    /** Closing is bounded, and still brings what was said into the store. */
    @Test
    void aTurnThatIsClosedInTheMiddleIsMirroredToo() {
        InMemorySessionStore store = new InMemorySessionStore();
        AgentSession session = AgentSession.open(lab.options(RealCli.CLAUDE)
                .sessionStore(store)
                .includePartialMessages(true)
                .build());
        session.send(prompt("Never end", text("As far as it got.").thenSilence()));
        String sessionId = "";
        for (Message message : session.receiveMessages()) {
            if (message instanceof StreamEvent event && event.textDelta().isPresent()) {
                sessionId = event.sessionId().orElseThrow();
                break;
            }
        }

        session.close();

        assertThat(store.load(SessionKey.of(ProjectKeys.of(lab.cwd()), sessionId)))
                .isPresent();
        assertThat(said(SessionHistory.inStore(store, lab.cwd()).messages(sessionId)))
                .isEqualTo("As far as it got./");
    }

    @Test
    void qwenIsRefusedWithAStore() {
        assertThatThrownBy(() -> AgentSession.open(lab.options(RealCli.QWEN)
                        .sessionStore(new InMemorySessionStore())
                        .build()))
                .isInstanceOf(CliStartException.class)
                .hasMessageContaining("sessionStore");
    }
}
