package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.e2e.model.ModelCall;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.schema.Description;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers as records. {@code claude} has the model call a tool with them, and checks them against the schema. */
@RealCliTest
class RealStructuredOutputTest {

    record Capital(String city, @Description("in millions") double inhabitants, List<String> rivers) {}

    private static final Map<String, ?> ANSWER =
            Map.of("city", "Paris", "inhabitants", 2.1, "rivers", List.of("Seine"));

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void anAnswerIsARecord() {
        Capital capital = AgentQuery.ask(
                prompt("The capital of France?", tool("StructuredOutput", ANSWER), text("Given.")),
                lab.options(RealCli.CLAUDE).build(),
                Capital.class);

        assertThat(capital).isEqualTo(new Capital("Paris", 2.1, List.of("Seine")));
        ModelCall call = lab.model().scriptedCalls().get(0);
        assertThat(call.tools()).contains("StructuredOutput");
        assertThat(call.body().path("tools").toString()).contains("in millions");
    }

    @Test
    void aModelThatErrsIsToldAndMayTryAgain() {
        Capital capital = AgentQuery.ask(
                prompt(
                        "The capital of France?",
                        tool("StructuredOutput", Map.of("city", 7)),
                        tool("StructuredOutput", ANSWER),
                        text("Given.")),
                lab.options(RealCli.CLAUDE).build(),
                Capital.class);

        assertThat(capital.city()).isEqualTo("Paris");
        assertThat(lab.model().scriptedCalls().get(1).conversation()).contains("inhabitants");
    }

    @Test
    void aModelThatGivesNoneIsAnErrorThatSaysSo() {
        assertThatThrownBy(() -> AgentQuery.ask(
                        prompt("The capital of France?", text("Paris."), text("Really, Paris.")),
                        lab.options(RealCli.CLAUDE).build(),
                        Capital.class))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("structured");
    }

    @Test
    void qwenIsRefusedBeforeItIsStarted() {
        assertThatThrownBy(() -> AgentQuery.ask(
                        prompt("The capital of France?", text("Never said.")),
                        lab.options(RealCli.QWEN).build(),
                        Capital.class))
                .isInstanceOf(CliStartException.class)
                .hasMessageContaining("outputSchema");
        assertThat(lab.household().members()).isEmpty();
    }
}
