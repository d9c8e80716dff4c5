package dev.agentsdk.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the agent works, and what it finds there.
 *
 * @param cwd its working directory; empty for that of this JVM
 * @param additionalDirectories further directories that it may use
 * @param configRoot where it takes the project's configuration from, when that is not {@code cwd}; newer CLIs
 * @param plugins plugins for this session
 * @param fileCheckpointing whether it notes the state of files, so that they can be rewound
 * @param user the user of the operating system that it runs as; empty for that of this JVM
 */
public record Workspace(
        Optional<Path> cwd,
        List<Path> additionalDirectories,
        Optional<Path> configRoot,
        List<Plugin> plugins,
        boolean fileCheckpointing,
        Optional<String> user) {

    private static final Workspace HERE =
            new Workspace(Optional.empty(), List.of(), Optional.empty(), List.of(), false, Optional.empty());

    public Workspace {
        Objects.requireNonNull(cwd, "cwd");
        additionalDirectories = List.copyOf(additionalDirectories);
        Objects.requireNonNull(configRoot, "configRoot");
        plugins = List.copyOf(plugins);
        Checks.text(user, "user");
    }

    /**
     * The working directory of this JVM.
     *
     * @return the default
     */
    public static Workspace here() {
        return HERE;
    }

    /**
     * A directory.
     *
     * @param directory must exist when the agent is started
     * @return the workspace
     */
    public static Workspace at(Path directory) {
        return HERE.withCwd(directory);
    }

    /**
     * Sets the working directory.
     *
     * @param directory must exist when the agent is started
     * @return a changed copy
     */
    public Workspace withCwd(Path directory) {
        return new Workspace(
                Optional.of(directory), additionalDirectories, configRoot, plugins, fileCheckpointing, user);
    }

    /**
     * Names further directories that the agent may use.
     *
     * @param directories the directories; relative ones are seen from the agent's directory
     * @return a changed copy
     */
    public Workspace withAdditionalDirectories(Path... directories) {
        return new Workspace(cwd, List.of(directories), configRoot, plugins, fileCheckpointing, user);
    }

    /**
     * Takes the project's configuration from another checkout. Newer CLIs.
     *
     * @param directory the directory
     * @return a changed copy
     */
    public Workspace withConfigRoot(Path directory) {
        return new Workspace(cwd, additionalDirectories, Optional.of(directory), plugins, fileCheckpointing, user);
    }

    /**
     * Adds a plugin.
     *
     * @param plugin the plugin
     * @return a changed copy
     */
    public Workspace withPlugin(Plugin plugin) {
        List<Plugin> more = new ArrayList<>(plugins);
        more.add(plugin);
        return new Workspace(cwd, additionalDirectories, configRoot, more, fileCheckpointing, user);
    }

    /**
     * Decides whether the state of files is noted, so that they can be rewound to a user message. To learn the ids of
     * user messages, also choose {@link Output#withReplayedUserMessages}.
     *
     * @param note whether to; false by default
     * @return a changed copy
     */
    public Workspace withFileCheckpointing(boolean note) {
        return new Workspace(cwd, additionalDirectories, configRoot, plugins, note, user);
    }

    /**
     * Runs the agent as another user of the operating system. Its environment stays as it is: {@code HOME} may have to be
     * set. Variables of the dynamic loader, such as {@code LD_PRELOAD}, are refused and not inherited. Linux only; this JVM
     * must be allowed to change users, and {@code setpriv} of util-linux must be installed.
     *
     * <p>Arguments that travel in files are readable for the user's primary group, which should have no other members.
     *
     * @param name a user in {@code /etc/passwd}
     * @return a changed copy
     */
    public Workspace withUser(String name) {
        return new Workspace(cwd, additionalDirectories, configRoot, plugins, fileCheckpointing, Optional.of(name));
    }
}
