package dev.agentsdk.e2e.real.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Installs packages of exact versions with npm, from the registry that this machine has configured, below {@code
 * target/real-cli}. None of their scripts is run. What is installed stays until {@code mvn clean}.
 */
final class NpmPackages {

    private static final Path ROOT = Path.of("target", "real-cli").toAbsolutePath();
    private static final long INSTALL_SECONDS = 300;
    private static final String FINISHED = "installed";

    private NpmPackages() {}

    /** {@return why npm cannot be used here, if so} */
    static Optional<String> missing() {
        try {
            Process npm = new ProcessBuilder("npm", "--version")
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            try {
                if (npm.waitFor(60, TimeUnit.SECONDS) && npm.exitValue() == 0) {
                    return Optional.empty();
                }
                return Optional.of("npm --version fails on this machine, so that the real CLIs cannot be installed.");
            } finally {
                npm.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.of("npm is not on the PATH of this machine, so that the real CLIs cannot be installed.");
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while looking for npm.", e);
        }
    }

    /** {@return the directory of a package that is installed, after installing it if need be} */
    static synchronized Path install(String name, String version, boolean withOptionalDependencies) {
        Path prefix = ROOT.resolve(name.replace("@", "").replace('/', '-') + "-" + version);
        Path directory = prefix.resolve("node_modules").resolve(name);
        if (Files.exists(prefix.resolve(FINISHED))) {
            return directory;
        }
        try {
            Files.createDirectories(prefix);
            Path log = prefix.resolve("npm.log");
            run(command(name + "@" + version, prefix, withOptionalDependencies), log);
            if (!Files.isDirectory(directory)) {
                throw new IllegalStateException(
                        "npm has not installed " + name + " " + version + ": " + Files.readString(log));
            }
            Files.createFile(prefix.resolve(FINISHED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directory;
    }

    private static List<String> command(String specification, Path prefix, boolean withOptionalDependencies) {
        List<String> command =
                new ArrayList<>(List.of("npm", "install", "--ignore-scripts", "--no-save", "--no-audit"));
        command.addAll(List.of("--no-fund", "--no-update-notifier", "--prefix", prefix.toString()));
        if (!withOptionalDependencies) {
            command.add("--omit=optional");
        }
        command.add(specification);
        return command;
    }

    private static void run(List<String> command, Path log) throws IOException {
        Process npm = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            npm.getOutputStream().close();
            if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "Not installed after " + INSTALL_SECONDS + " s: " + command + "\n" + Files.readString(log));
            }
            if (npm.exitValue() != 0) {
                throw new IllegalStateException("npm failed: " + command + "\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while installing: " + command, e);
        } finally {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
        }
    }
}
