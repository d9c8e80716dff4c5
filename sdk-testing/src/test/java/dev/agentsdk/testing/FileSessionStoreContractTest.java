package dev.agentsdk.testing;

import dev.agentsdk.history.SessionStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileSessionStoreContractTest extends SessionStoreContract {

    @TempDir
    Path root;

    @Override
    protected SessionStore newStore() {
        return new FileSessionStore(root);
    }
}
