package dev.agentsdk;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.history.SessionHistory;
import dev.agentsdk.history.Sessions;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.options.AgentOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Text of a hostile agent in log lines and exception messages. */
@Timeout(60)
@Tag("R-118")
class LogInjectionTest {

    /** Clears a screen, names a window, begins a log line, turns the direction of text. As JSON writes it. */
    private static final String EVIL =
            "\\u001b[2J\\u001b]0;owned\\u0007\\r\\nERROR audit user admin logged in\\u202e\\u009b8m\\u2028x";

    private final FakeTransport agent = new FakeTransport();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger("dev.agentsdk");
    private final Level level = root.getLevel();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getFormattedMessage());
            for (IThrowableProxy at = event.getThrowableProxy(); at != null; at = at.getCause()) {
                logged.add(String.valueOf(at.getMessage()));
            }
        }
    };

    @TempDir
    Path temp;

    @BeforeEach
    void listen() {
        root.setLevel(Level.TRACE);
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
        root.setLevel(level);
    }

    private static void isOnePrintableLine(String text) {
        assertThat(text.codePoints())
                .as(text)
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.LINE_SEPARATOR);
    }

    private String request(String id, String fields) {
        return "{'type':'control_request','request_id':'" + id + "','request':{" + fields + "}}";
    }

    @Test
    void everyRequestOfTheAgentIsLoggedPrintably() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        AgentOptions options = agent.options()
                .sessionStore(new InMemorySessionStore())
                .env("CLAUDE_CONFIG_DIR", temp.toString())
                .permissionCallback((request, cancellation) -> {
                    throw new IllegalStateException("thrown by a test");
                })
                .callbackErrorListener(error -> failed.countDown())
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            session.send("go");
            agent.say(request(
                    "r1",
                    "'subtype':'hook_callback','callback_id':'nope" + EVIL + "','tool_use_id':'t" + EVIL
                            + "','input':{}"));
            agent.say(request("r2", "'subtype':'zz" + EVIL + "'"));
            agent.say(request("r3", "'subtype':'can_use_tool','tool_name':'Bash" + EVIL + "','input':{}"));
            agent.say(request(
                    "r4",
                    "'subtype':'mcp_message','server_name':'no" + EVIL
                            + "','message':{'jsonrpc':'2.0','id':1,'method':'x'}"));
            agent.say(request("r5", "'subtype':'elicitation','mcp_server_name':'srv" + EVIL + "','message':'m'"));
            agent.say(request("r6", "'subtype':'can_use_tool','tool_name':7"));
            agent.say("{'type':'transcript_mirror','filePath':'/x" + EVIL + "','entries':[{}]}");
            agent.say("{'type':'odd" + EVIL + "','x':1");
            agent.say("{'type':'result','subtype':'success'}");
            session.receiveResponse().forEach(message -> assertThat(message).isNotNull());
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(logged).anyMatch(line -> line.contains("Bash\\u001b[2J"));
        assertThat(logged).allSatisfy(LogInjectionTest::isOnePrintableLine);
    }

    @Test
    void whatTheAgentSaidInAnExceptionIsPrintable() {
        AgentSession session = agent.session();
        agent.on("mcp_status", request -> agent.answer(request, "'subtype':'error','error':'bad" + EVIL + "'"));
        Throwable refused = catchThrowable(() -> session.request("mcp_status", Map.of()));
        assertThat(refused).isInstanceOf(ControlException.class).hasMessageContaining("bad\\u001b[2J");
        isOnePrintableLine(refused.getMessage());

        session.send("go");
        agent.say("{'type':'result','subtype':'error" + EVIL + "','is_error':true,'errors':['no" + EVIL + "']}");
        session.receiveResponse().forEach(message -> assertThat(message).isNotNull());
        session.send("again");
        String evil = RawJson.of("\"" + EVIL + "\"").tree().textValue();
        agent.exit(3, "boom" + evil + "\n" + "x".repeat(60_000) + evil + "end");
        Throwable exited = catchThrowable(() -> session.receiveResponse().result());

        assertThat(exited).isInstanceOfSatisfying(CliExitedException.class, e -> {
            assertThat(e.getMessage()).contains("code 3").endsWith("xend").hasSizeLessThan(17_000);
            // The parts are as they were.
            assertThat(e.report().orElseThrow().stderrTail()).contains(evil);
        });
        isOnePrintableLine(exited.getMessage());
        session.close();
    }

    @Test
    void anExceptionOfTheHandshakeIsPrintable() {
        agent.on("initialize", request -> agent.exit(1, "no\u001b[2J\r\nERROR forged"));

        Throwable thrown =
                catchThrowable(() -> AgentSession.open(agent.options().build()));

        assertThat(thrown).hasMessageContaining("no\\u001b[2J\\r\\nERROR forged");
        isOnePrintableLine(thrown.getMessage());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there no file is named like this")
    void namesOfFilesAreLoggedAndThrownPrintably() throws IOException {
        Sessions sessions = new Sessions(temp);
        String evil = "-p\u001b[2J\nERROR forged";
        Path big = sessions.write(evil, Sessions.id(1), Sessions.user("u1", null, "x"));
        Files.createSymbolicLink(sessions.projects().resolve("-l\nERROR"), Path.of("/"));
        Files.createDirectories(sessions.file(evil, Sessions.id(2)));

        sessions.history().list();
        Throwable thrown = catchThrowable(() ->
                SessionHistory.onDisk(sessions.location().maxTranscriptBytes(1)).transcript(Sessions.id(1)));

        Path real = big.toRealPath();
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        HistoryException.class, e -> assertThat(e.path()).contains(real));
        isOnePrintableLine(thrown.getMessage());
        assertThat(logged).isNotEmpty().allSatisfy(LogInjectionTest::isOnePrintableLine);
    }

    @Test
    void textOfTheAgentIsAsItIsForApplications() {
        try (AgentSession session = agent.session()) {
            session.send("go");
            agent.say("{'type':'result','subtype':'success','result':'" + EVIL + "'}");

            assertThat(session.receiveResponse().result().result())
                    .contains(RawJson.of(json("'" + EVIL + "'")).tree().textValue());
        }
    }
}
