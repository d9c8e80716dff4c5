package dev.agentsdk.history;

import dev.agentsdk.history.internal.ProjectNames;
import java.nio.file.Path;

/**
 * The names under which a CLI keeps the sessions of a directory: {@code <config>/projects/<key>}. The same keys are the
 * first part of a {@link SessionKey}.
 *
 * <p>The rule is that of {@code claude}: every UTF-16 unit of the path outside {@code [A-Za-z0-9]} becomes a dash; what is
 * longer than 200 characters is cut there, and a hash of the whole path is added. Checked against {@code claude} 2.1.329,
 * also for long paths; other versions are known to use another hash there, so readers also look for the first 200
 * characters. Different paths can have one key: {@code /a/b} and {@code /a-b}.
 */
public final class ProjectKeys {

    private ProjectKeys() {}

    /**
     * The key of a directory. Symbolic links are resolved as far as the path exists, since the CLI sees its working
     * directory without them; the rest is taken as it is.
     *
     * @param directory the directory, relative to that of this JVM; need not exist
     * @return the key
     */
    public static String of(Path directory) {
        return ProjectNames.of(ProjectNames.canonical(directory).toString());
    }

    /**
     * The key of a path that is given as text, for example one of another machine. No links are resolved.
     *
     * @param path an absolute path
     * @return the key
     */
    public static String ofText(String path) {
        return ProjectNames.of(path);
    }
}
