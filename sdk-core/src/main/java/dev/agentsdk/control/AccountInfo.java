package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** The account of the agent. {@link #toString()} shows none of it. */
public final class AccountInfo extends JsonBacked {

    private final ShallowObject in;

    private AccountInfo(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AccountInfo of(RawJson raw) {
        return new AccountInfo(raw);
    }

    /** {@return the address} */
    public Optional<String> email() {
        return in.string("email");
    }

    /** {@return the organisation} */
    public Optional<String> organization() {
        return in.string("organization");
    }

    /** {@return the subscription} */
    public Optional<String> subscriptionType() {
        return in.string("subscriptionType");
    }

    /** {@return where the token comes from} */
    public Optional<String> tokenSource() {
        return in.string("tokenSource");
    }

    /** {@return where the API key comes from} */
    public Optional<String> apiKeySource() {
        return in.string("apiKeySource");
    }

    /** {@return the provider of the API, for example {@code firstParty} or {@code bedrock}} */
    public Optional<String> apiProvider() {
        return in.string("apiProvider");
    }
}
