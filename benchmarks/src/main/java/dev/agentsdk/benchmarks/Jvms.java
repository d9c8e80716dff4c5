package dev.agentsdk.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JVMs of this machine, and what they need to run the same classes. */
final class Jvms {

    private Jvms() {}

    static Path current() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** What these classes were loaded from: Maven runs them in a class loader of its own, beside its own class path. */
    static String classPath() {
        if (!(Jvms.class.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        return Arrays.stream(loader.getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** By feature version: the one that runs, {@code JDK25_HOME}, and those beside the one that runs. */
    static Map<Integer, Path> all() {
        Map<Integer, Path> found = new TreeMap<>();
        List<Path> homes = new ArrayList<>();
        homes.add(Path.of(System.getProperty("java.home")));
        String other = System.getenv("JDK25_HOME");
        if (other != null) {
            homes.add(Path.of(other));
        }
        Path beside = homes.get(0).toAbsolutePath().getParent();
        if (beside != null) {
            try (DirectoryStream<Path> directories = Files.newDirectoryStream(beside)) {
                directories.forEach(homes::add);
            } catch (IOException e) {
                // Then those that are known must do.
                homes.remove(beside);
            }
        }
        for (Path home : homes) {
            int version = version(home);
            if (version >= 17) {
                found.putIfAbsent(version, home.resolve("bin/java"));
            }
        }
        return found;
    }

    private static int version(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.]", "").replaceAll("\\..*", ""))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** The class path with its directories packed into jars, as an application has it and class-data sharing wants it. */
    static String classPathOfJars(Path directory) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : classPath().split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                Path jar = directory.resolve("classes-" + jars.size() + ".jar");
                pack(path, jar);
                jars.add(jar.toString());
            } else if (Files.exists(path)) {
                jars.add(entry);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
