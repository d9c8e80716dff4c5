package dev.agentsdk.e2e.real.support;

import dev.agentsdk.e2e.support.Procs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The processes that live in a home: whatever was started, by whomever, with this {@code HOME} in its environment. It
 * finds those too that have left the process group, the session and their parents.
 */
public record Household(Path home) {

    /**
     * A process.
     *
     * @param pid its id
     * @param parent its parent's id
     * @param group its process group
     * @param session its session
     * @param command its command line, shortened
     */
    public record Member(long pid, long parent, long group, long session, String command) {}

    /** {@return its processes that live; zombies have no environment any more and are the parent's} */
    public List<Member> members() {
        List<Member> members = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (livesHere(process)) {
                    Procs.stat(pid)
                            .filter(stat -> stat.state() != 'Z' && stat.state() != 'X')
                            .ifPresent(stat -> members.add(new Member(
                                    pid, stat.parent(), stat.group(), stat.session(), commandLine(process))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return members;
    }

    /** {@return its processes with a text in their command lines} */
    public List<Member> members(String text) {
        return members().stream()
                .filter(member -> member.command().contains(text))
                .toList();
    }

    private boolean livesHere(Path process) {
        try (InputStream file = Files.newInputStream(process.resolve("environ"))) {
            // Bounded: a process of somebody else may have hundreds of MB.
            String environment = new String(file.readNBytes(1 << 20), StandardCharsets.ISO_8859_1);
            return Arrays.asList(environment.split("\0")).contains("HOME=" + home);
        } catch (IOException e) {
            // It has gone, or belongs to somebody else.
            return false;
        }
    }

    private static String commandLine(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
            return line.substring(0, Math.min(line.length(), 300));
        } catch (IOException e) {
            return "(gone)";
        }
    }

    /** Ends what is left, and waits for its end. */
    public void end() {
        members().forEach(member -> ProcessHandle.of(member.pid()).ifPresent(ProcessHandle::destroyForcibly));
        Procs.await(
                "the household to be empty",
                Duration.ofSeconds(5),
                () -> members().isEmpty());
    }
}
