package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcFs.Stat;
import dev.agentsdk.process.internal.ProcessMark;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child is born with. */
class LauncherChildTest extends LauncherTestBase {

    @TempDir
    Path root;

    @Test
    @Tag("R-37")
    void theChildHasNoDescriptorsButTheStandardOnes() throws Exception {
        List<Closeable> open = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                open.add(FileChannel.open(Path.of("/dev/null")));
            }
            // The shell's own descriptor of the listing is gone again when it looks at the names one by one.
            String listed =
                    outputOf(shell("for fd in /proc/$$/fd/*; do if [ -h \"$fd\" ]; then echo \"${fd##*/}\"; fi; done"));

            assertThat(listed).isEqualTo("0\n1\n2\n");
        } finally {
            for (Closeable file : open) {
                file.close();
            }
        }
    }

    @Test
    @Tag("R-16")
    void theChildLeadsASessionAndAGroupOfItsOwn() throws IOException {
        Recording output = new Recording();
        ManagedProcess process = start(shell(SILENT), output);
        output.awaitStdout("READY");
        Stat child = ProcFs.stat(process.pid()).orElseThrow();
        Stat self = ProcFs.stat(ProcessHandle.current().pid()).orElseThrow();

        assertThat(child.parent()).isEqualTo(self.pid());
        assertThat(child.session()).isEqualTo(process.pid()).isNotEqualTo(self.session());
        assertThat(child.group()).isEqualTo(process.pid()).isNotEqualTo(self.group());
    }

    @Test
    void thePidIsThatOfTheProgram() throws Exception {
        Recording output = new Recording();
        ManagedProcess process = start(shell("echo $$"), output);
        exitOf(process);
        output.awaitEnds();

        assertThat(output.stdout()).isEqualTo(process.pid() + "\n");
    }

    @Test
    @Tag("R-39")
    void noSignalIsIgnoredAndNoneIsBlocked() throws Exception {
        Map<String, Long> masks = outputOf(ProcessSpec.of("/bin/cat", "/proc/self/status"))
                .lines()
                .filter(line -> line.startsWith("Sig"))
                .filter(line -> !line.startsWith("SigQ"))
                .map(line -> line.split(":\t", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Long.parseUnsignedLong(parts[1], 16)));

        // 32 and 33 belong to the C library, which has every program that it starts ignore them.
        long ofTheLibrary = 1L << (32 - 1) | 1L << (33 - 1);
        assertThat(masks.get("SigIgn") & ~ofTheLibrary & ~passedOn()).isZero();
        assertThat(masks).containsEntry("SigCgt", 0L);
        // The jdk launcher passes on what the JVM blocks in the starting thread: SIGQUIT, on JDK 17.
        long mayBeBlocked = keepsAll() ? 0 : 1L << (3 - 1);
        assertThat(masks.get("SigBlk") & ~mayBeBlocked).isZero();
    }

    @Test
    void theChildWorksInTheGivenDirectory() throws Exception {
        Path directory = Files.createDirectory(root.resolve("with blank"));

        assertThat(outputOf(shell("pwd -P").withCwd(directory))).isEqualTo(directory.toRealPath() + "\n");
    }

    @Test
    void aRelativeDirectoryIsSeenFromThatOfTheJvm() throws Exception {
        Path here = Path.of("").toAbsolutePath();

        assertThat(outputOf(shell("pwd -P").withCwd(here.relativize(root)))).isEqualTo(root.toRealPath() + "\n");
    }

    @Test
    void withoutADirectoryTheChildWorksInThatOfTheJvm() throws Exception {
        assertThat(outputOf(shell("pwd -P")))
                .isEqualTo(Path.of("").toAbsolutePath().toRealPath() + "\n");
    }

    @Test
    @Tag("R-70")
    void theChildGetsExactlyTheGivenEnvironment() throws Exception {
        Map<String, String> given = Map.of("PLAIN", "1", "EMPTY", "", "TEXT", "a = b\n'c' \"d\" $e", "lower_case", "x");

        assertThat(environmentOf(ProcessSpec.of("/usr/bin/env", "-0").withEnvironment(given)))
                .isEqualTo(given);
    }

    @Test
    void anEmptyEnvironmentIsEmpty() throws Exception {
        assertThat(environmentOf(ProcessSpec.of("/usr/bin/env", "-0").withEnvironment(Map.of())))
                .isEmpty();
    }

    @Test
    void withoutAnEnvironmentTheChildGetsThatOfTheJvm() throws Exception {
        Map<String, String> own = new HashMap<>(System.getenv());
        own.remove(ProcessMark.VARIABLE);

        assertThat(environmentOf(ProcessSpec.of("/usr/bin/env", "-0"))).isEqualTo(own);
    }

    private Map<String, String> environmentOf(ProcessSpec spec) throws Exception {
        return Arrays.stream(outputOf(spec).split("\0", -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> entry.split("=", 2))
                .filter(parts -> !parts[0].equals(ProcessMark.VARIABLE))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        String[] arguments = {"", " ", "a b", "-x", "--", "'", "\"\\", "*", "$HOME", "`id`", "\n", "\t", "a=b", ""};

        assertThat(argumentsSeen(arguments)).containsExactly(arguments);
    }

    /** Where the locale knows no more than ASCII the JDK cannot pass other characters; the posix launcher always can. */
    private boolean passesAllCharacters() {
        return keepsAll() || "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
    }

    @Test
    void argumentsBeyondAsciiArriveInUtf8() throws Exception {
        String[] arguments = {"é", "€", "\ud83d\ude00", "日本語", "\u2028", "\u0085"};

        assertThat(argumentsSeen(arguments))
                .isEqualTo(passesAllCharacters() ? List.of(arguments) : List.of("?", "?", "?", "???", "?", "?"));
    }

    @Test
    @Tag("R-74")
    void variablesBeyondAsciiArriveInUtf8() throws Exception {
        ProcessSpec spec = ProcessSpec.of("/usr/bin/env", "-0").withEnvironment(Map.of("TEXT", "é€\ud83d\ude00"));

        assertThat(environmentOf(spec)).isEqualTo(Map.of("TEXT", passesAllCharacters() ? "é€\ud83d\ude00" : "???"));
    }

    private List<String> argumentsSeen(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/printf", "%s\\0"));
        command.addAll(List.of(arguments));
        String output = outputOf(ProcessSpec.of(command));
        return List.of(output.substring(0, output.length() - 1).split("\0", -1));
    }

    @Test
    void oneArgumentMayBeAsLongAsTheSystemAllows() throws Exception {
        assertThat(outputOf(shell("echo ${#1}", "x".repeat(131_071)))).isEqualTo("131071\n");
    }

    @Test
    void aBareNameIsFoundOnThePathOfTheGivenEnvironment() throws Exception {
        Path tool = root.resolve("some-tool");
        Files.copy(Path.of("/usr/bin/env"), tool);
        ProcessSpec spec = ProcessSpec.of("some-tool", "-0").withEnvironment(Map.of("PATH", root.toString()));

        assertThat(environmentOf(spec)).isEqualTo(Map.of("PATH", root.toString()));
    }
}
