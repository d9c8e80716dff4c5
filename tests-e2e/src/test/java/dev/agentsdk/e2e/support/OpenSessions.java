package dev.agentsdk.e2e.support;

import dev.agentsdk.AgentSession;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A program that opens a session for each script, says the process ids, and then exits or waits for its end: with all
 * sessions open. Arguments: {@code exit} or {@code wait}, the launcher, {@code watched} or {@code unwatched}, a directory,
 * and what the fake CLIs do on their start.
 */
public final class OpenSessions {

    private OpenSessions() {}

    public static void main(String[] arguments) throws Exception {
        ProcessLauncher launcher = arguments[1].equals("posix") ? ProcessLauncher.posix() : ProcessLauncher.jdk();
        SubprocessCliTransportFactory factory =
                new SubprocessCliTransportFactory().withLauncher(launcher).withWatchdog(arguments[2].equals("watched"));
        List<AgentSession> sessions = new ArrayList<>();
        for (String script : List.of(arguments).subList(4, arguments.length)) {
            Path dir = Files.createDirectory(Path.of(arguments[3]).resolve("cli-" + sessions.size()));
            FakeCli cli = FakeCli.in(dir).onStart(script);
            AgentSession session =
                    AgentSession.open(cli.options().transport(factory).build());
            sessions.add(session);
            System.out.println(session.pid().orElseThrow());
        }
        System.out.println("OPEN");
        if (arguments[0].equals("exit")) {
            System.exit(7);
        }
        new CountDownLatch(1).await();
        throw new AssertionError(sessions);
    }
}
