package dev.agentsdk.process.internal;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cgroup (version 2) below which this JVM may make cgroups for its processes.
 *
 * <p>The system property {@value #PROPERTY} chooses it: a path; {@code off}; or {@code auto}, the default, which is the cgroup
 * of this JVM if it was delegated. It counts as delegated if this JVM does not run as root and may write there, if it has
 * the attribute {@code user.delegate} (systemd sets it for units with {@code Delegate=yes}), or if it is the root of a cgroup
 * namespace, which is a container's. A root JVM may write to every cgroup; in one that systemd manages by itself it must not.
 */
public final class CgroupRoot {

    /** The name of the system property. */
    public static final String PROPERTY = "dev.agentsdk.cgroup";

    private static final Logger log = LoggerFactory.getLogger(CgroupRoot.class);

    /** Far more than a line of any of the files that are read here; a longer file is read in part. */
    private static final int MAX_BYTES = 1 << 20;

    /** A choice and what was found for it. */
    private record Known(String choice, Optional<Path> directory) {}

    /** The cgroup of this JVM, and whether it is the root of what this JVM sees. */
    private record Own(Path directory, boolean isRoot) {

        boolean isDelegated() {
            if (!isWritable(directory)) {
                return false;
            }
            if (!Integer.valueOf(0).equals(ProcFs.owner(SELF))) {
                return true;
            }
            // The root of all cgroups has no such file.
            boolean isNamespaceRoot = isRoot && Files.exists(directory.resolve("cgroup.events"));
            return isNamespaceRoot || hasDelegateAttribute(directory);
        }
    }

    private static final long SELF = ProcessHandle.current().pid();

    private static volatile Known known = new Known("off", Optional.empty());

    private CgroupRoot() {}

    /** {@return the directory; empty if there is none, or if the kernel cannot kill a cgroup (before Linux 5.14)} */
    public static Optional<Path> directory() {
        String choice = System.getProperty(PROPERTY, "auto");
        Known now = known;
        if (!now.choice.equals(choice)) {
            // Several threads may look; they find the same.
            now = new Known(choice, find(choice));
            known = now;
        }
        return now.directory;
    }

    private static Optional<Path> find(String choice) {
        if (choice.equals("off") || !ProcFs.exists()) {
            return Optional.empty();
        }
        try {
            Optional<Path> directory =
                    choice.equals("auto") ? own().filter(Own::isDelegated).map(Own::directory) : given(choice);
            directory.ifPresent(path -> log.debug("Processes get cgroups of their own below {}", path));
            return directory;
        } catch (IOException | RuntimeException e) {
            log.debug("The cgroup of this JVM is not known, so that processes get none of their own", e);
            return Optional.empty();
        }
    }

    private static Optional<Path> given(String choice) {
        Path path = Path.of(choice);
        if (path.isAbsolute() && isWritable(path)) {
            return Optional.of(path);
        }
        log.warn(
                "The system property {} names {}, which is no cgroup (version 2) that this JVM can make others in; processes"
                        + " get no cgroup",
                PROPERTY,
                choice);
        return Optional.empty();
    }

    private static Optional<Own> own() throws IOException {
        String path = lines("/proc/self/cgroup").stream()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring("0::/".length()))
                .findFirst()
                .orElse("..");
        if (path.startsWith("..")) {
            // None of version 2, or outside of this namespace.
            return Optional.empty();
        }
        for (String line : lines("/proc/self/mountinfo")) {
            // ID PARENT MAJOR:MINOR ROOT MOUNT-POINT OPTIONS … - TYPE SOURCE OPTIONS, proc_pid_mountinfo(5)
            int dash = line.indexOf(" - ");
            String[] fields = line.split(" ", -1);
            if (dash > 0 && line.startsWith("cgroup2 ", dash + 3) && fields[3].equals("/")) {
                return Optional.of(new Own(Path.of(fields[4]).resolve(path), path.isEmpty()));
            }
        }
        return Optional.empty();
    }

    private static boolean isWritable(Path directory) {
        return Files.isWritable(directory)
                && Files.isWritable(directory.resolve("cgroup.procs"))
                && (Files.exists(directory.resolve("cgroup.kill")) || kernelKills(directory));
    }

    /** The root of all cgroups has no {@code cgroup.kill}; each child has, where the kernel does. */
    private static boolean kernelKills(Path directory) {
        Path probe = directory.resolve(ProcessCgroup.name("probe"));
        try {
            Files.createDirectory(probe);
            try {
                return Files.exists(probe.resolve("cgroup.kill"));
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hasDelegateAttribute(Path directory) {
        try {
            UserDefinedFileAttributeView attributes =
                    Files.getFileAttributeView(directory, UserDefinedFileAttributeView.class);
            ByteBuffer value = ByteBuffer.allocate(8);
            return attributes != null && attributes.read("delegate", value) > 0 && value.get(0) == '1';
        } catch (IOException e) {
            // There is no such attribute.
            return false;
        }
    }

    private static List<String> lines(String file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
