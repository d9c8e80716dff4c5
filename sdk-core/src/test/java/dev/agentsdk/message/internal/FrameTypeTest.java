package dev.agentsdk.message.internal;

import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTypeTest {

    private static String typeOf(String singleQuoted) throws IOException {
        byte[] line = jsonBytes(singleQuoted);
        return FrameType.of(line, 0, line.length);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'type':'result'}                                    | result
                    {'type':'us\\u0065r'}                               | user
                    {'type':'naïve'}                                     | naïve
                    {'typed':'no','type':'user'}                         | user
                    { 'type' : 'result' }                                | result
                    {'a':{'type':'no'},'b':[{'type':'no'}],'type':'user'} | user
                    {'message':{'content':'type'},'type':'assistant'}    | assistant
                    {'type':5,'type':'user'}                             | user
                    {'type':{'type':'no'},'type':'user'}                 | user
                    {'type':'user','type':'result'}                      | user
                    {'t\\u0079pe':'us\\u0065r'}                          | user
                    {'Type':'no','type ':'no','type':''}                 | ""
                    """)
    void isTheFirstTextOfThatNameAtTheTop(String line, String type) throws IOException {
        assertThat(typeOf(line)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'type':null}", "{'type':['user']}", "{'a':{'type':'user'}}", "{'Type':'user'}"})
    void mayBeMissing(String line) throws IOException {
        assertThat(typeOf(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "[]", "'type'", "5", "{", "{'a':1", "{'a':nul,'type':'user'}", "{'type':'us", "{'type'"
            })
    void failsOnALineThatIsNoObjectAsFarAsItIsRead(String line) {
        assertThatThrownBy(() -> typeOf(line)).isInstanceOf(IOException.class);
    }

    @Test
    void doesNotReadOnBehindTheType() throws IOException {
        assertThat(typeOf("{'type':'user','a':nonsense")).isEqualTo("user");
    }

    @Test
    void readsOnlyItsPartOfTheBuffer() throws IOException {
        byte[] buffer = jsonBytes("}{'a':1,'type':'user'}{'type':'no'}");

        assertThat(FrameType.of(buffer, 1, 21)).isEqualTo("user");
        assertThatThrownBy(() -> FrameType.of(buffer, 1, 14)).isInstanceOf(IOException.class);
    }
}
