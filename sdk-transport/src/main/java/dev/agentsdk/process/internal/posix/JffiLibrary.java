package dev.agentsdk.process.internal.posix;

import com.kenai.jffi.Library;
import dev.agentsdk.process.internal.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Has jffi unpack its native library into a directory of its own. By itself it creates the file among the other temporary
 * files, with permissions that depend on the umask, and loads it by its path a moment later; and where there is no
 * directory for temporary files, it takes the current directory.
 */
final class JffiLibrary {

    private static final String EXTRACT_DIRECTORY = "jffi.extract.dir";

    /** Choices of an administrator, who then also chooses who may write there. */
    private static final String[] CHOSEN_PLACE = {EXTRACT_DIRECTORY, "jffi.boot.library.path"};

    private JffiLibrary() {}

    /**
     * Loads the library.
     *
     * @return jffi's view of the symbols of this process
     * @throws IOException if there is no directory that it can be unpacked into
     * @throws LinkageError if it cannot be loaded
     */
    static Library load() throws IOException {
        for (String property : CHOSEN_PLACE) {
            if (System.getProperty(property) != null) {
                return Library.getDefault();
            }
        }
        // The property is read when the class is initialised: before and after, it is not set.
        try (PrivateDirectory directory = PrivateDirectory.create(Path.of(System.getProperty("java.io.tmpdir")))) {
            System.setProperty(EXTRACT_DIRECTORY, directory.path().toString());
            return Library.getDefault();
        } finally {
            System.clearProperty(EXTRACT_DIRECTORY);
        }
    }
}
