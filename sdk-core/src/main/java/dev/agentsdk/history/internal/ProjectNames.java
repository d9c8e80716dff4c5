package dev.agentsdk.history.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;

/** How the path of a project becomes the name of the directory that holds its sessions. */
public final class ProjectNames {

    /** How much of a name is made of the path itself. */
    private static final int MAX_PLAIN_CHARS = 200;

    private ProjectNames() {}

    /**
     * The name for a path.
     *
     * @param path an absolute path as text
     * @return the name
     */
    public static String of(String path) {
        String normal = Normalizer.normalize(path, Normalizer.Form.NFC);
        String plain = plain(normal);
        if (plain.length() <= MAX_PLAIN_CHARS) {
            return plain;
        }
        return plain.substring(0, MAX_PLAIN_CHARS) + "-" + hash(normal);
    }

    /** With each unit that a file name could do without replaced; of any length. */
    private static String plain(String path) {
        StringBuilder plain = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            plain.append(kept ? c : '-');
        }
        return plain.toString();
    }

    /** The 31-multiplier hash over UTF-16 units is that of {@link String}. Abs as a long: there is no +2^31 as an int. */
    private static String hash(String path) {
        return Long.toString(Math.abs((long) path.hashCode()), 36);
    }

    /** How the names for a long path begin, whatever hash ends them; empty if the name has no hash. */
    static String prefixOfLong(String name) {
        return name.length() <= MAX_PLAIN_CHARS ? "" : name.substring(0, MAX_PLAIN_CHARS) + "-";
    }

    /**
     * The path without symbolic links, as far as it exists.
     *
     * @param path any path
     * @return an absolute path
     */
    public static Path canonical(Path path) {
        Path absolute = path.toAbsolutePath();
        Path existing = absolute;
        while (existing != null) {
            try {
                Path real = existing.toRealPath();
                return real.resolve(existing.relativize(absolute)).normalize();
            } catch (IOException e) {
                // Missing, or not to be looked at: then what is above it decides.
                existing = existing.getParent();
            }
        }
        return absolute.normalize();
    }
}
