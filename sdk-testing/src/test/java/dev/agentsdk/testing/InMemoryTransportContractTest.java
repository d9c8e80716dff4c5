package dev.agentsdk.testing;

import dev.agentsdk.spi.Transport;
import java.util.List;

class InMemoryTransportContractTest extends TransportContract {

    @Override
    protected Transport transport(Behaviour behaviour) {
        InMemoryTransport agent = new InMemoryTransport().withoutHandshake();
        switch (behaviour) {
            case ECHO -> agent = agent.answering(List::of);
            case LAST_WORDS -> {
                agent.emit("first");
                agent.emit("second");
                agent.emit("third");
                agent.exit(3, "");
            }
            case DEAF -> agent = agent.ignoringEndOfInput();
            case FLOOD -> {
                for (int i = 0; i < 100_000; i++) {
                    agent.emit("line " + i);
                }
            }
        }
        return agent;
    }
}
