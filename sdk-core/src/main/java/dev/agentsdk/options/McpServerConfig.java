package dev.agentsdk.options;

import dev.agentsdk.json.RawJson;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An MCP server that the agent connects to. Environment and headers often hold credentials: no {@code toString} shows
 * their values, and a configuration with any of them never travels on the command line.
 */
public sealed interface McpServerConfig {

    /**
     * A program that the agent starts and talks to over its stdin and stdout.
     *
     * @param command the program
     * @param arguments its arguments
     * @return the server
     */
    static Stdio stdio(String command, String... arguments) {
        return new Stdio(command, List.of(arguments), Map.of(), Tuning.NONE);
    }

    /**
     * A server that speaks streamable HTTP.
     *
     * @param url its address
     * @return the server
     */
    static Http http(URI url) {
        return new Http(url, Map.of(), Tuning.NONE);
    }

    /**
     * A server that speaks HTTP with server-sent events.
     *
     * @param url its address
     * @return the server
     */
    static Sse sse(URI url) {
        return new Sse(url, Map.of(), Tuning.NONE);
    }

    /**
     * A server that this application serves over the control protocol.
     *
     * @param name the name it has in the messages
     * @return the server
     */
    static Sdk sdk(String name) {
        return new Sdk(name);
    }

    /**
     * A configuration in the agent's own form, for kinds and fields that have no type here.
     *
     * @param config a JSON object
     * @return the server
     */
    static Custom custom(RawJson config) {
        return new Custom(config);
    }

    /**
     * What any server may be given besides. Newer CLIs.
     *
     * @param timeout how long a call may take
     * @param alwaysLoad whether its tools are always in the model's sight, and not only when it searches for them
     */
    record Tuning(Optional<Duration> timeout, boolean alwaysLoad) {
        /** Nothing. */
        public static final Tuning NONE = new Tuning(Optional.empty(), false);

        public Tuning {
            timeout.filter(time -> time.isNegative() || time.isZero()).ifPresent(time -> {
                throw new IllegalArgumentException("mcpServers: a timeout must be positive, not " + time + ".");
            });
        }
    }

    /**
     * A program.
     *
     * @param command the program
     * @param arguments its arguments
     * @param environment what is added to its environment
     * @param tuning what else it is given
     */
    record Stdio(String command, List<String> arguments, Map<String, String> environment, Tuning tuning)
            implements McpServerConfig {
        public Stdio {
            Checks.text(command, "mcpServers command");
            arguments = List.copyOf(arguments);
            environment = Checks.copy(environment, "mcpServers environment");
            Objects.requireNonNull(tuning, "tuning");
        }

        /**
         * Adds a variable to its environment.
         *
         * @param name the name
         * @param value the value
         * @return a changed copy
         */
        public Stdio withEnv(String name, String value) {
            return new Stdio(command, arguments, Checks.with(environment, name, value), tuning);
        }

        /**
         * Sets what else it is given.
         *
         * @param tuning the values
         * @return a changed copy
         */
        public Stdio withTuning(Tuning tuning) {
            return new Stdio(command, arguments, environment, tuning);
        }

        @Override
        public String toString() {
            return "Stdio[" + command + " and " + arguments.size() + " arguments, environment " + environment.keySet()
                    + "]";
        }
    }

    /**
     * A server that speaks streamable HTTP.
     *
     * @param url its address
     * @param headers headers of every request
     * @param tuning what else it is given
     */
    record Http(URI url, Map<String, String> headers, Tuning tuning) implements McpServerConfig {
        public Http {
            Endpoints.check(url);
            headers = Checks.copy(headers, "mcpServers headers");
            Objects.requireNonNull(tuning, "tuning");
        }

        /**
         * Adds a header to every request.
         *
         * @param name the name
         * @param value the value
         * @return a changed copy
         */
        public Http withHeader(String name, String value) {
            return new Http(url, Checks.with(headers, name, value), tuning);
        }

        /**
         * Sets what else it is given.
         *
         * @param tuning the values
         * @return a changed copy
         */
        public Http withTuning(Tuning tuning) {
            return new Http(url, headers, tuning);
        }

        @Override
        public String toString() {
            return "Http[" + Endpoints.shown(url) + ", headers " + headers.keySet() + "]";
        }
    }

    /**
     * A server that speaks HTTP with server-sent events.
     *
     * @param url its address
     * @param headers headers of every request
     * @param tuning what else it is given
     */
    record Sse(URI url, Map<String, String> headers, Tuning tuning) implements McpServerConfig {
        public Sse {
            Endpoints.check(url);
            headers = Checks.copy(headers, "mcpServers headers");
            Objects.requireNonNull(tuning, "tuning");
        }

        /**
         * Adds a header to every request.
         *
         * @param name the name
         * @param value the value
         * @return a changed copy
         */
        public Sse withHeader(String name, String value) {
            return new Sse(url, Checks.with(headers, name, value), tuning);
        }

        /**
         * Sets what else it is given.
         *
         * @param tuning the values
         * @return a changed copy
         */
        public Sse withTuning(Tuning tuning) {
            return new Sse(url, headers, tuning);
        }

        @Override
        public String toString() {
            return "Sse[" + Endpoints.shown(url) + ", headers " + headers.keySet() + "]";
        }
    }

    /**
     * A server that this application serves.
     *
     * @param name the name it has in the messages
     */
    record Sdk(String name) implements McpServerConfig {
        public Sdk {
            Checks.text(name, "mcpServers name");
        }
    }

    /**
     * A configuration in the agent's own form.
     *
     * @param config a JSON object
     */
    record Custom(RawJson config) implements McpServerConfig {
        public Custom {
            if (!config.tree().isObject()) {
                throw new IllegalArgumentException("mcpServers: a custom configuration must be a JSON object.");
            }
        }
    }

    /**
     * Whether the configuration may hold credentials. They can stand in variables, arguments, headers and every part of an
     * address; only a server of the application, which is named and nothing else, has none.
     *
     * @return true if it must not be seen by others
     */
    default boolean isConfidential() {
        return !(this instanceof Sdk);
    }

    /**
     * The configuration as {@code claude} takes it.
     *
     * @return a JSON object as maps, lists and scalars
     */
    default Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (this instanceof Stdio stdio) {
            json.put("type", "stdio");
            json.put("command", stdio.command());
            json.put("args", stdio.arguments());
            if (!stdio.environment().isEmpty()) {
                json.put("env", stdio.environment());
            }
            Endpoints.tune(json, stdio.tuning());
        } else if (this instanceof Http http) {
            Endpoints.describe(json, "http", http.url(), http.headers(), http.tuning());
        } else if (this instanceof Sse sse) {
            Endpoints.describe(json, "sse", sse.url(), sse.headers(), sse.tuning());
        } else if (this instanceof Sdk sdk) {
            json.put("type", "sdk");
            json.put("name", sdk.name());
        } else if (this instanceof Custom custom) {
            custom.config().tree().properties().forEach(field -> json.put(field.getKey(), field.getValue()));
        }
        return json;
    }
}
