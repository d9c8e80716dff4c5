package dev.agentsdk.transport.internal;

import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.process.internal.ProcessMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command as another user of the operating system. The JVM cannot change the user of what it starts; {@code setpriv}
 * can, and then becomes the command: the process that is watched and ended is the agent itself.
 *
 * <p>{@code setpriv} starts with the rights of this JVM and with an environment in which nothing comes from outside. The
 * agent's environment follows on stdin, when the user has been changed; see {@link EnvironmentHandover}.
 *
 * <p>A JVM that is not root changes users with capabilities, mostly ambient ones, which a change from one ordinary user to
 * another keeps: with them the agent could become root. So all inheritable capabilities are dropped; the kernel drops the
 * ambient ones with them, and the rest when the next program is executed.
 */
public final class OtherUser {

    private static final List<Path> SETPRIV = List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));
    private static final Path USERS = Path.of("/etc/passwd");
    private static final Pattern ID = Pattern.compile("[0-9]{1,9}");

    /** The elements that launchers write. */
    private static final Pattern MARK = Pattern.compile("[0-9a-f:-]{0,4096}");

    private final int uid;
    private final int gid;
    private final Path setpriv;

    private OtherUser(int uid, int gid, Path setpriv) {
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
                    .filter(fields -> ID.matcher(fields[2]).matches()
                            && ID.matcher(fields[3]).matches())
                    .findFirst()
                    .map(fields -> new OtherUser(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), setpriv))
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
     * The command that becomes another as this user, when it has read an {@link EnvironmentHandover} from stdin.
     *
     * @param command the other command; its program by an absolute path
     * @return a longer command
     */
    public List<String> command(List<String> command) {
        List<String> words = new ArrayList<>(List.of(
                setpriv.toString(), "--reuid=" + uid, "--regid=" + gid, "--init-groups", "--inh-caps=-all", "--"));
        words.addAll(EnvironmentHandover.receiver());
        words.addAll(command);
        return words;
    }

    /**
     * What {@link #command} is started with: nothing of the agent's environment, but the marks of the launchers above.
     *
     * @param environment the agent's environment
     * @return the environment of a program that still has the rights of this JVM
     */
    public Map<String, String> environmentBeforeTheChange(Map<String, String> environment) {
        String mark = environment.getOrDefault(ProcessMark.VARIABLE, "");
        return !mark.isEmpty() && MARK.matcher(mark).matches() ? Map.of(ProcessMark.VARIABLE, mark) : Map.of();
    }

    /** {@return the number of the user's primary group} */
    int gid() {
        return gid;
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
