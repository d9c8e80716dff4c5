package dev.agentsdk.transport.internal;

import dev.agentsdk.CliStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command as another user of the operating system. The JVM cannot change the user of what it starts; {@code setpriv}
 * can, and then becomes the command: the process that is watched and ended is the agent itself.
 */
public final class OtherUser {

    private static final List<Path> SETPRIV = List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));
    private static final Path USERS = Path.of("/etc/passwd");

    private final String uid;
    private final String gid;
    private final Path setpriv;

    private OtherUser(String uid, String gid, Path setpriv) {
        this.uid = uid;
        this.gid = gid;
        this.setpriv = setpriv;
    }

    /**
     * Finds a user.
     *
     * @param name the user's name
     * @return the user
     * @throws CliStartException if there is none, or nothing that changes users
     */
    public static OtherUser named(String name) {
        return named(name, USERS, SETPRIV);
    }

    static OtherUser named(String name, Path users, List<Path> places) {
        Path setpriv = places.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> failed(name, "there is no setpriv at " + places + ". Install util-linux.", null));
        try {
            // name:password:uid:gid:…
            return Files.readAllLines(users).stream()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 3 && fields[0].equals(name))
                    .findFirst()
                    .map(fields -> new OtherUser(fields[2], fields[3], setpriv))
                    .orElseThrow(() -> failed(name, users + " has no such user.", null));
        } catch (IOException e) {
            throw failed(name, users + " cannot be read.", e);
        }
    }

    private static CliStartException failed(String name, String why, @Nullable IOException cause) {
        return new CliStartException(
                CliStartException.Reason.INVALID_ARGUMENT,
                "The agent cannot be run as the user \"" + name + "\" (option user): " + why,
                cause);
    }

    /**
     * The command that becomes another as this user.
     *
     * @param command the other command; its program by an absolute path
     * @return a longer command
     */
    public List<String> command(List<String> command) {
        List<String> words =
                new ArrayList<>(List.of(setpriv.toString(), "--reuid=" + uid, "--regid=" + gid, "--init-groups", "--"));
        words.addAll(command);
        return words;
    }

    /**
     * Gives files to this user.
     *
     * @param paths the files
     * @throws IOException if this JVM may not
     */
    void own(Path... paths) throws IOException {
        for (Path path : paths) {
            Files.setAttribute(path, "unix:uid", Integer.valueOf(uid));
        }
    }

    /** {@return the ids, for logs} */
    @Override
    public String toString() {
        return "OtherUser[" + uid + ":" + gid + "]";
    }

    /**
     * The user in the options.
     *
     * @param name a name, if another user is wanted
     * @return the user
     */
    public static Optional<OtherUser> of(Optional<String> name) {
        return name.map(OtherUser::named);
    }
}
