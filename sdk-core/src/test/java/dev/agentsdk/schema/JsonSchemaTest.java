package dev.agentsdk.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolResult;
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
                "{'contains':{'type':'string'}} | [1] | ",
                // names that match a pattern are no additional ones
                "{'patternProperties':{'^x-':{'type':'string'}},'additionalProperties':false} | {'x-a':'b'} | ",
                "{'patternProperties':{'^x-':{'type':'string'}},'additionalProperties':false} | {'x-a':1} "
                        + "| x-a must be a string, not the number 1",
                "{'patternProperties':{'^x-':{}},'additionalProperties':false} | {'y':1} | y is not known; known are []",
                "{'patternProperties':{'^n':{'type':'number'}},'additionalProperties':{'type':'string'}} "
                        + "| {'n1':5,'s':'t'} | ",
                "{'patternProperties':{'^n':{}},'additionalProperties':{'type':'string'}} | {'s':1} "
                        + "| s must be a string, not the number 1",
                "{'properties':{'n1':{'type':'number'}},'patternProperties':{'^n':{'minimum':5}}} | {'n1':4} "
                        + "| n1 must be at least 5",
                "{'patternProperties':{'(?<bad':{}},'additionalProperties':false} | {'a':1} | ",
                // tuples
                "{'prefixItems':[{'type':'string'}],'items':{'type':'number'}} | ['a',1,2] | ",
                "{'prefixItems':[{'type':'string'}],'items':{'type':'number'}} | ['a','b'] "
                        + "| [1] must be a number, not a string",
                "{'prefixItems':[{'type':'number'},{'type':'number'}],'items':false} | [1,2] | ",
                "{'prefixItems':[{'type':'number'}],'items':false} | [1,2] | [1] must not be there",
                "{'prefixItems':[{'type':'number'}]} | [] | ",
                // by value
                "{'enum':[{'a':[1]}]} | {'a':[1.0]} | ",
                "{'const':{'a':1.0}} | {'a':1} | ",
                "{'enum':[true]} | 1 | the value must be one of [true]",
                "{'properties':{'e':{'enum':['a',null]}},'required':['e']} | {'e':null} | ",
                "{'properties':{'e':{'type':'string','nullable':true}},'required':['e']} | {'e':null} | ",
                // combinations
                "{'anyOf':[{'type':'string'},{'type':'null'}]} | null | ",
                "{'anyOf':[{'type':'string'},{'type':'null'}]} | 7 | the value must fit one of 2 alternatives: "
                        + "the value must be a string, not the number 7; or the value must be null, not the number 7",
                "{'anyOf':[{'properties':{'k':{'const':'a'},'n':{'type':'integer'}}},{'properties':{'k':{'const':'b'}}}]} "
                        + "| {'k':'a','n':'x'} | n must be an integer, not a string",
                "{'oneOf':[{'type':'integer'},{'minimum':5}]} | 3 | ",
                "{'oneOf':[{'type':'integer'},{'minimum':5}]} | 7 "
                        + "| the value must fit one of the 2 alternatives, not 2 of them",
                "{'oneOf':[{'type':'array'},{'contains':{'type':'string'}}]} | [1] | ",
                "{'oneOf':[{'properties':{'a':{'type':'string'}}},{'properties':{'a':{'type':'null'}}}]} | {'a':null} | ",
                "{'allOf':[{'type':'string'},{'minLength':2}]} | 'a' "
                        + "| the value must have at least 2 characters, not 1",
                "{'not':{'type':'string'}} | 'a' | the value must not fit {\"type\":\"string\"}",
                "{'not':{'contains':{'type':'string'}}} | [1] | ",
                // references
                "{'properties':{'p':{'$ref':'#/$defs/P'}},'$defs':{'P':{'type':'string'}}} | {'p':1} "
                        + "| p must be a string, not the number 1",
                "{'type':'object','properties':{'c':{'$ref':'#'}}} | {'c':{'c':1}} "
                        + "| c.c must be an object, not the number 1",
                "{'$ref':'#/$defs/A','$defs':{'A':{'anyOf':[{'$ref':'#/$defs/A'},{'type':'string'}]}}} | 'a' | ",
                "{'$ref':'http://elsewhere/schema'} | 7 | ",
                // ranges, lengths, counts
                "{'minimum':1,'maximum':3} | 1 | ",
                "{'maximum':3} | 3.5 | the value must be at most 3",
                "{'exclusiveMinimum':1} | 1 | the value must be more than 1",
                "{'exclusiveMaximum':1} | 1.0 | the value must be less than 1",
                "{'multipleOf':0.01} | 4.35 | ",
                "{'multipleOf':2} | 3 | the value must be a multiple of 2",
                "{'minLength':2} | '\ud83d\ude00' | the value must have at least 2 characters, not 1",
                "{'maxLength':1} | '\ud83d\ude00' | ",
                "{'pattern':'^a+$'} | 'aab' | the value must match the pattern ^a+$",
                "{'pattern':'b'} | 'abc' | ",
                "{'pattern':'(?<bad'} | 'abc' | ",
                "{'minItems':1} | [] | the value must have at least 1 elements, not 0",
                "{'uniqueItems':true} | [1,1.0] | the value must not have two equal elements",
                "{'maxProperties':1} | {'a':1,'b':2} | the value must have at most 1 properties, not 2",
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
                "{'properties':{'a':null}}",
                "{'properties':{'a':{'required':true}}}",
                "{'anyOf':[]}",
                "{'anyOf':{}}",
                "{'oneOf':[7]}",
                "{'prefixItems':[]}",
                "{'patternProperties':{'a':7}}",
                "{'$defs':{'a':7}}",
                "{'minLength':-1}",
                "{'maxItems':1.5}",
                "{'minimum':'1'}",
                "{'multipleOf':0}",
                "{'pattern':7}",
                "{'uniqueItems':'yes'}",
                "{'$ref':7}",
                "{'$ref':'#/$defs/missing'}",
                "{'properties':{'a':{'additionalProperties':'no'}}}",
            })
    void anUnsoundSchemaIsRefusedAtOnce(String schema) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of(json(schema)));
    }

    @Test
    void aListAsItemsNamesTheKeywordThatTakesOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonSchema.of(json("{'properties':{'w':{'items':[{'type':'string'}]}}}")))
                .withMessageContaining("the schema.w")
                .withMessageContaining("prefixItems");
    }

    @Test
    void aPatternThatNeedsALargeStackIsChecked() {
        assertThat(JsonSchema.of("{\"pattern\":\"^(a|b)*$\"}").problems(RawJson.of('"' + "a".repeat(50_000) + '"')))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | type",
                "{'type':['object','null']} | type",
                "{'type':'object','anyOf':[{}]} | anyOf at the top",
                "{'type':'object','oneOf':[{}]} | oneOf at the top",
                "{'type':'object','allOf':[{}]} | allOf at the top",
                "{'type':'object','$ref':'#/$defs/a','$defs':{'a':{}}} | $ref at the top",
                "{'type':'object','properties':{'a b':{}}} | property \"a b\"",
            })
    void whatTheApiRefusesOfAToolIsRefusedWhenTheToolIsMade(String schema, String problem) {
        JsonSchema made = JsonSchema.of(json(schema));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tool.withSchema("lookup", "", made, (arguments, context) -> ToolResult.text("x")))
                .withMessageContaining("the tool lookup")
                .withMessageContaining(problem);
    }

    record Dollar(String price$) {}

    @Test
    void aRecordWithANameThatTheApiRefusesIsRefusedWhenTheToolIsMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tool.of("lookup", "", Dollar.class, (arguments, context) -> ToolResult.text("x")))
                .withMessageContaining("letters, digits");
    }

    @Test
    void aSchemaKeepsWhatIsNotChecked() {
        JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"anyOf\":[{}],\"$comment\":\"x\"}");
        assertThat(schema.json().tree().has("anyOf")).isTrue();
        assertThat(schema.describesObject()).isTrue();
        assertThat(schema).isEqualTo(JsonSchema.of("{ \"type\":\"object\",\"anyOf\":[{}],\"$comment\":\"x\" }"));
    }
}
