package dev.agentsdk.testing;

import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.history.SessionStore;

class InMemorySessionStoreContractTest extends SessionStoreContract {
    @Override
    protected SessionStore newStore() {
        return new InMemorySessionStore();
    }
}
