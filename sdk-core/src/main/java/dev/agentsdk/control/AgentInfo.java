package dev.agentsdk.control;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.List;
import java.util.Optional;

/**
 * What the agent said about itself in the handshake. Which parts there are depends on its version.
 *
 * @param commands the slash commands that it knows
 * @param models the models that it can use
 * @param subagents the subagents that it can start
 * @param account who is logged in
 * @param outputStyle the current output style
 * @param availableOutputStyles all output styles
 * @param cliVersion its version; newer agents only
 * @param raw the whole answer
 */
public record AgentInfo(
        List<Command> commands,
        List<Model> models,
        List<Subagent> subagents,
        Optional<Account> account,
        Optional<String> outputStyle,
        List<String> availableOutputStyles,
        Optional<String> cliVersion,
        RawJson raw) {

    public AgentInfo {
        commands = List.copyOf(commands);
        models = List.copyOf(models);
        subagents = List.copyOf(subagents);
        availableOutputStyles = List.copyOf(availableOutputStyles);
    }

    /**
     * A slash command.
     *
     * @param name without the slash
     * @param description what it does
     * @param argumentHint what may stand behind it
     * @param raw all of it
     */
    public record Command(String name, String description, Optional<String> argumentHint, RawJson raw) {
        static Command read(Fields fields) {
            return new Command(
                    fields.textOrEmpty("name"),
                    fields.textOrEmpty("description"),
                    fields.text("argumentHint"),
                    fields.raw());
        }
    }

    /**
     * A model.
     *
     * @param value what {@code setModel} takes
     * @param displayName for people
     * @param description for people
     * @param raw all of it
     */
    public record Model(String value, String displayName, String description, RawJson raw) {
        static Model read(Fields fields) {
            return new Model(
                    fields.textOrEmpty("value"),
                    fields.textOrEmpty("displayName"),
                    fields.textOrEmpty("description"),
                    fields.raw());
        }
    }

    /**
     * A subagent.
     *
     * @param name its name
     * @param description when it is used
     * @param model its model, if it has one of its own
     * @param raw all of it
     */
    public record Subagent(String name, String description, Optional<String> model, RawJson raw) {
        static Subagent read(Fields fields) {
            return new Subagent(
                    fields.textOrEmpty("name"), fields.textOrEmpty("description"), fields.text("model"), fields.raw());
        }
    }

    /**
     * Who is logged in. {@link #toString()} names nobody.
     *
     * @param email the address
     * @param organization the organisation
     * @param subscriptionType the subscription
     * @param tokenSource where the token comes from
     * @param apiKeySource where the API key comes from
     * @param raw all of it
     */
    public record Account(
            Optional<String> email,
            Optional<String> organization,
            Optional<String> subscriptionType,
            Optional<String> tokenSource,
            Optional<String> apiKeySource,
            RawJson raw) {

        static Account read(Fields fields) {
            return new Account(
                    fields.text("email"),
                    fields.text("organization"),
                    fields.text("subscriptionType"),
                    fields.text("tokenSource"),
                    fields.text("apiKeySource"),
                    fields.raw());
        }

        @Override
        public String toString() {
            return "Account[tokenSource=" + tokenSource.orElse("") + ", apiKeySource=" + apiKeySource.orElse("") + "]";
        }
    }

    /**
     * Reads the answer to {@code initialize}.
     *
     * @param raw the answer
     * @return what it says; absent where it is missing or has another form
     */
    public static AgentInfo read(RawJson raw) {
        Fields fields = Fields.of(raw);
        return new AgentInfo(
                fields.objects("commands", Command::read),
                fields.objects("models", Model::read),
                fields.objects("agents", Subagent::read),
                fields.object("account").map(Account::read),
                fields.text("output_style"),
                fields.texts("available_output_styles"),
                fields.text("claude_code_version"),
                raw);
    }
}
