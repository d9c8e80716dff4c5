package dev.agentsdk.process.internal.posix;

import com.kenai.jffi.Library;
import dev.agentsdk.process.internal.PrivateDirectory;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacks the native library of jffi and has jffi load it. jffi would unpack it itself, but creates the file among the other
 * temporary files, with permissions that depend on the umask; keeps a failure for good; fails if the thread is interrupted
 * while it writes; and takes the current directory where there is no directory for temporary files. Here an interruption
 * does not matter, a failure leaves jffi untouched, and the file lies in a directory that only this user can enter, until
 * it is loaded.
 */
final class JffiLibrary {

    private static final Logger log = LoggerFactory.getLogger(JffiLibrary.class);

    /** Where jffi looks first. An administrator who sets one of these chooses who may write there. */
    private static final String BOOT_PATH = "jffi.boot.library.path";

    private static final String EXTRACT_DIR = "jffi.extract.dir";

    private static final String NAME = "jffi-1.2";

    private JffiLibrary() {}

    /**
     * Loads the library.
     *
     * @return jffi's view of the symbols of this process
     * @throws IOException if it cannot be unpacked: jffi has not tried yet
     * @throws LinkageError if jffi cannot load it
     */
    static Library load() throws IOException {
        if (System.getProperty(BOOT_PATH) != null || System.getProperty(EXTRACT_DIR) != null) {
            return Library.getDefault();
        }
        try (PrivateDirectory directory = PrivateDirectory.create(Path.of(System.getProperty("java.io.tmpdir")))) {
            Path file = directory.path().resolve(System.mapLibraryName(NAME));
            try {
                unpack(file);
                System.setProperty(BOOT_PATH, directory.path().toString());
                // For what jffi does if it does not find what it wants in there.
                System.setProperty(EXTRACT_DIR, directory.path().toString());
                return Library.getDefault();
            } finally {
                System.clearProperty(BOOT_PATH);
                System.clearProperty(EXTRACT_DIR);
                delete(file);
            }
        }
    }

    private static void unpack(Path file) throws IOException {
        String arch = System.getProperty("os.arch", "");
        String platform = Set.of("amd64", "x86_64").contains(arch) ? "x86_64" : "aarch64";
        String resource = "jni/" + platform + "-Linux/" + file.getFileName();
        try (InputStream in = open(resource)) {
            if (in == null) {
                log.debug("There is no {}: jffi looks for its library itself", resource);
                return;
            }
            // By its path, which no other user can redirect: PrivateDirectory refuses a parent where that is possible.
            // Not Files.copy: that writes through a channel, which an interruption closes.
            try (OutputStream out = new FileOutputStream(file.toFile())) {
                in.transferTo(out);
            }
        }
    }

    /** By the class loader and not by the class: on a module path the file is in another module than the class. */
    private static @Nullable InputStream open(String resource) {
        ClassLoader loader = Library.class.getClassLoader();
        return loader == null ? ClassLoader.getSystemResourceAsStream(resource) : loader.getResourceAsStream(resource);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.debug("{} is left", path, e);
        }
    }
}
