package dev.agentsdk.e2e.real.support;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The versions in {@code real-cli.properties}: those that the tests were written for. */
final class Versions {

    private static final Path FILE = Path.of("real-cli.properties");
    private static final Properties ALL = read();

    private Versions() {}

    private static Properties read() {
        Properties versions = new Properties();
        try (Reader reader = Files.newBufferedReader(FILE)) {
            versions.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("The versions to test cannot be read from " + FILE.toAbsolutePath(), e);
        }
        return versions;
    }

    /** {@return the version of what has this key} */
    static String of(String key) {
        String version = ALL.getProperty(key);
        if (version == null) {
            throw new IllegalStateException(FILE.toAbsolutePath() + " has no version for " + key);
        }
        return version;
    }
}
