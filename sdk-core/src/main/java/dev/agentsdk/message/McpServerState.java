package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Objects;
import java.util.Optional;

/**
 * An MCP server as the set-up of a turn shows it.
 *
 * @param name its name
 * @param status {@code connected}, {@code failed}, {@code needs-auth}, {@code pending}, {@code disabled} or newer
 * @param raw the whole object
 */
public record McpServerState(String name, String status, RawJson raw) {

    public McpServerState {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
    }

    /** {@return where it comes from, for example a plugin; sent by newer CLIs only} */
    public Optional<String> source() {
        return ShallowObject.of(raw).string("source");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
