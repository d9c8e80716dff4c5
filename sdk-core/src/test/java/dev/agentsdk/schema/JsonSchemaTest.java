package dev.agentsdk.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentsdk.message.RawJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The subset of JSON Schema that is checked, on schemas written by hand. */
class JsonSchemaTest {

    private static RawJson json(String text) {
        return RawJson.of(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'string'} | 'a' | ",
                "{'type':'string'} | 1 | the value must be a string, not the number 1",
                "{'type':['string','null']} | null | ",
                "{'type':['string','null']} | [] | the value must be a string or null, not an array",
                "{'type':'integer'} | 3.0 | ",
                "{'type':'integer'} | 3.5 | the value must be an integer, not the number 3.5",
                "{'type':'integer'} | 1e30 | ",
                "{'type':'number'} | 3 | ",
                "{'enum':[1,'a',null]} | 1.0 | ",
                "{'enum':[1,'a',null]} | null | ",
                "{'enum':[1,'a']} | 2 | the value must be one of [1,\"a\"]",
                "{'const':'x'} | 'y' | the value must be \"x\"",
                "{'items':{'type':'integer'}} | [1,'b'] | [1] must be an integer, not a string",
                "{'properties':{'a':{'type':'string'}}} | {'a':1} | a must be a string, not the number 1",
                "{'properties':{'a':{'type':'string'}}} | {'b':1} | ",
                "{'properties':{'a':{'type':'string'}}} | {'a':null} | ",
                "{'properties':{'a':{'type':'string'}},'required':['a']} | {'a':null} | a must be a string, not null",
                "{'required':['a']} | {} | a is missing",
                "{'required':['a']} | {'a':null} | ",
                "{'properties':{'a':{}},'additionalProperties':false} | {'b':1} | b is not known; known are [a]",
                "{'additionalProperties':{'type':'integer'}} | {'b':'x'} | b must be an integer, not a string",
                "{'properties':{'a':false}} | {'a':1} | a must not be there",
                "{'properties':{'a':true}} | {'a':1} | ",
                "{'minLength':5} | 'a' | ",
                "{} | 'anything' | ",
            })
    void valuesAreChecked(String schema, String value, String problem) {
        assertThat(JsonSchema.of(json(schema)).problems(json(value)))
                .isEqualTo(problem == null ? java.util.List.of() : java.util.List.of(problem));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'type':'text'}",
                "{'type':['string',7]}",
                "{'enum':[]}",
                "{'enum':'a'}",
                "{'required':'a'}",
                "{'required':[1]}",
                "{'properties':[]}",
                "{'properties':{'a':7}}",
                "{'items':[{'type':'string'}]}",
                "{'properties':{'a':{'additionalProperties':'no'}}}",
            })
    void anUnsoundSchemaIsRefusedAtOnce(String schema) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of(json(schema)));
    }

    @Test
    void aSchemaKeepsWhatIsNotChecked() {
        JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"anyOf\":[{}],\"$comment\":\"x\"}");
        assertThat(schema.json().tree().has("anyOf")).isTrue();
        assertThat(schema.describesObject()).isTrue();
        assertThat(schema).isEqualTo(JsonSchema.of("{ \"type\":\"object\",\"anyOf\":[{}],\"$comment\":\"x\" }"));
    }
}
