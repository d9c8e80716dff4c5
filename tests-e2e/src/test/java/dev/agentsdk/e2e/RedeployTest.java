package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.control.ControlRequests;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.testing.FakeCli;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that is deployed again and again, as in an application server: each time in a class loader of its own. */
@E2e
@Tag("R-94")
class RedeployTest {

    @TempDir
    Path dir;

    @Test
    void withTheSdkInASharedClassLoaderAnApplicationIsCollectedAndNoThreadAndNoHookIsLeft() throws Exception {
        assertThat(deployThrice("posix", "shared")).isEqualTo("deployed 3, left 0, threads [], hooks []");
    }

    /**
     * On JDK 17 a thread of the JDK, {@code process reaper}, holds the application that has started a process first, until
     * it has had nothing to do for a minute.
     */
    @ParameterizedTest
    @ValueSource(strings = {"own", "shared"})
    void theJdkLauncherHoldsOneApplicationAtMostAndLeavesNoThreadAndNoHook(String sdk) throws Exception {
        assertThat(deployThrice("jdk", sdk)).matches("deployed 3, left [01], threads \\[], hooks \\[]");
    }

    /** jffi has a cleaner whose thread holds jffi's class loader for good: docs/gotchas.md has the remedy. */
    @Test
    void thePosixLauncherInTheApplicationsOwnClassLoaderLeavesNoThreadAndNoHookOfTheSdk() throws Exception {
        assertThat(deployThrice("posix", "own")).endsWith(", threads [], hooks []");
    }

    private String deployThrice(String launcher, String sdk) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String testClasses = Path.of(RedeployTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        JavaProgram.Outcome outcome = new JavaProgram(dir, Server.class)
                .jvm("--add-opens=java.base/java.lang=ALL-UNNAMED", "-XX:SoftRefLRUPolicyMSPerMB=0")
                // A server has neither the SDK nor its libraries on its own class path.
                .classPath(testClasses)
                .run(launcher, sdk, classPath, testClasses, dir.toString())
                .assertSuccess();

        return outcome.lines().get(outcome.lines().size() - 1);
    }

    /** The server. Nothing but the JDK is on its class path. */
    public static final class Server {

        private Server() {}

        public static void main(String[] arguments) throws Exception {
            List<URL> all = new ArrayList<>();
            for (String entry : arguments[2].split(File.pathSeparator, -1)) {
                if (!entry.isEmpty()) {
                    all.add(Path.of(entry).toUri().toURL());
                }
            }
            URL[] application = {Path.of(arguments[3]).toUri().toURL()};
            List<URL> libraries = new ArrayList<>(all);
            libraries.remove(application[0]);
            ClassLoader platform = ClassLoader.getPlatformClassLoader();
            ClassLoader shared = new URLClassLoader(libraries.toArray(URL[]::new), platform);
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                loaders.add(
                        arguments[1].equals("own")
                                ? deployment(all.toArray(URL[]::new), platform, arguments)
                                : deployment(application, shared, arguments));
            }
            long left = 3;
            // Where all are released: a search that goes on after a close may take a while on a busy machine.
            int looks = arguments[0].equals("posix") && arguments[1].equals("shared") ? 300 : 30;
            for (int i = 0; i < looks && left > 0; i++) {
                System.gc();
                Thread.sleep(100);
                left = loaders.stream().filter(loader -> loader.get() != null).count();
            }
            System.out.println("deployed 3, left " + left + ", threads " + threads() + ", hooks " + hooks());
        }

        /** A method of its own, so that no variable of the caller holds the class loader. */
        private static WeakReference<ClassLoader> deployment(URL[] urls, ClassLoader parent, String[] arguments)
                throws Exception {
            try (URLClassLoader loader = new URLClassLoader(urls, parent)) {
                deploy(loader, arguments[0], arguments[4]);
                return new WeakReference<>(loader);
            }
        }

        private static void deploy(ClassLoader loader, String launcher, String dir) throws Exception {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(loader);
            try {
                loader.loadClass("dev.agentsdk.e2e.RedeployTest$Application")
                        .getMethod("run", String.class, String.class)
                        .invoke(null, launcher, dir);
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }

        private static List<String> threads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith("agent-sdk-"))
                    .sorted()
                    .toList();
        }

        private static List<String> hooks() throws Exception {
            var field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
            field.setAccessible(true);
            return ((java.util.Map<?, ?>) field.get(null))
                    .keySet().stream()
                            .map(hook -> ((Thread) hook).getName())
                            .filter(name -> name.startsWith("agent-sdk-"))
                            .toList();
        }
    }

    /** The application. */
    public static final class Application {

        private Application() {}

        /** Has a conversation of one turn. */
        public static void run(String launcher, String dir) throws Exception {
            FakeCli cli = FakeCli.in(Files.createTempDirectory(Path.of(dir), "cli"));
            try (AgentSession session =
                    AgentSession.open(LauncherNames.options(cli, launcher).build())) {
                // What waits for an answer with a deadline, and what ends before it.
                session.requestAsync(ControlRequests.contextUsage()).cancel(true);
                session.send("hello");
                session.receiveResponse().forEach(message -> {
                    if (message instanceof AssistantMessage answer) {
                        System.out.println(answer.text());
                    }
                });
            }
        }
    }
}
