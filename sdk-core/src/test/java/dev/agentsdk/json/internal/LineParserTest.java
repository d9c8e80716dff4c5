package dev.agentsdk.json.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One parser for many lines: none of them may find anything of the one before. */
class LineParserTest {

    private static byte[] utf8(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** Names and string values of an object, in order. */
    private static List<String> pairs(byte[] line) throws IOException {
        try (FieldReader in = FieldReader.on(line)) {
            in.enterObject();
            List<String> pairs = new ArrayList<>();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                pairs.add(field + "=" + in.stringOr("-"));
            }
            in.requireEnd();
            return pairs;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"b",
                "{\"a\":{\"b\":[1,2",
                "{\"a\":1}}",
                "{\"a\":1}{}",
                "{\"a\" \"b\"}",
                "{\"a\":\"\\ud8",
                "{\"a\":\"\u0000\"}",
                "{\"a\":-}",
                "[1]",
                "1",
                "\"text\"",
                ""
            })
    void aLineThatIsNoneLeavesNothingToTheNext(String bad) throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> pairs(utf8(bad))).isInstanceOf(IOException.class);
            assertThat(pairs(utf8("{\"x\":\"y\",\"n\":1e3,\"o\":{\"p\":[]},\"z\":\"\u00e4\"} \r\n")))
                    .containsExactly("x=y", "n=-", "o=-", "z=\u00e4");
        }
    }

    @Test
    void aLineThatIsLeftInTheMiddleLeavesNothingToTheNext() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (FieldReader in = FieldReader.on(utf8("{\"a\":{\"b\":[[{\"c\":\"a long text\"}]]},\"d\":1}"))) {
                in.enterObject();
                in.nextField();
                in.nextField();
                in.nextElement();
                in.finish();
            }
            assertThat(pairs(utf8("{\"x\":\"y\"}"))).containsExactly("x=y");
        }
    }

    @Test
    void positionsBeginAnewWithEachLine() throws IOException {
        for (String blanks : List.of("", "   ", "\t")) {
            byte[] line = utf8("{" + blanks + "\"v\":" + blanks + "{\"w\":[1]}}");
            try (FieldReader in = FieldReader.on(line)) {
                in.enterObject();
                in.nextField();
                assertThat(in.capture().text()).isEqualTo("{\"w\":[1]}");
                assertThat(in.nextField()).isNull();
                in.requireEnd();
            }
        }
    }

    @Test
    void whatIsSaidAgainIsNotMadeAgain() throws IOException {
        List<String> models = new ArrayList<>();
        for (String model :
                List.of("opus", "opus", "\\u006fpus", "opul", "opu", "opus-\u00e4", "opus-\u00e4", "", "")) {
            try (FieldReader in = FieldReader.on(utf8("{\"model\":\"" + model + "\"}"))) {
                in.enterObject();
                in.nextField();
                models.add(in.repeatedOr(FieldReader.Repeated.MODEL, "none"));
                in.finish();
            }
        }
        assertThat(models).containsExactly("opus", "opus", "opus", "opul", "opu", "opus-\u00e4", "opus-\u00e4", "", "");
        assertThat(models.get(1)).isSameAs(models.get(0));
        assertThat(models.get(2)).isSameAs(models.get(0));
        assertThat(models.get(6)).isSameAs(models.get(5));
    }

    /** Where it is read and where it is skipped. */
    @ParameterizedTest
    @ValueSource(strings = {"{'type?D':'x'}", "{'?':'x'}", "{'a':{'type?D':'x'}}", "{'\\\\u0061?':'x'}"})
    void aNameWithAByteThatNoTextHasIsNoneThatWasSeenBefore(String withMark) throws IOException {
        assertThat(pairs(utf8("{\"typeD\":\"x\",\"\":\"y\",\"a\":{\"typeD\":0}}")))
                .containsExactly("typeD=x", "=y", "a=-");
        byte[] line = withMark.replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < line.length; i++) {
            line[i] = line[i] == '?' ? (byte) 0xFF : line[i];
        }
        assertThatThrownBy(() -> pairs(line)).isInstanceOf(IOException.class);
        assertThat(pairs(utf8("{\"t\\u0079pe\":\"x\",\"\u00e4\u20ac\":\"y\"}")))
                .containsExactly("type=x", "\u00e4\u20ac=y");
    }

    /** Else a session with tools that answer with ever other names would grow without end. */
    @Test
    void aParserThatHasSeenTooManyNamesIsNotKept() throws IOException {
        LineParser parser = new LineParser();
        parser.begin(utf8("{\"a\":1}"));
        while (!parser.isAtEnd()) {
            parser.nextToken();
        }
        assertThat(parser.end()).isTrue();
        parser.begin(utf8(IntStream.range(0, 1500)
                .mapToObj(i -> "\"name" + i + "\":0")
                .collect(Collectors.joining(",", "{", "}"))));
        while (!parser.isAtEnd()) {
            parser.nextToken();
        }
        assertThat(parser.end()).isFalse();
    }

    /** Else no parser would be kept any more, for the life of the JVM. */
    @Test
    void manyNamesOfManyParsersAreNotGivenToTheNextOne() throws IOException {
        for (int i = 0; i < 20; i++) {
            String prefix = "shared" + i + "_";
            LineParser parser = new LineParser();
            parser.begin(utf8(IntStream.range(0, 300)
                    .mapToObj(name -> "\"" + prefix + name + "\":0")
                    .collect(Collectors.joining(",", "{", "}"))));
            while (!parser.isAtEnd()) {
                parser.nextToken();
            }
            parser.close();
        }
        LineParser next = new LineParser();
        next.begin(utf8("{\"a\":1}"));
        while (!next.isAtEnd()) {
            next.nextToken();
        }
        assertThat(next.end()).isTrue();
    }

    @Test
    void aParserThatHasReadALongLineIsNotKept() {
        LineParser parser = new LineParser();
        parser.begin(utf8("{\"a\":\"" + "x".repeat(100_000) + "\"}"));
        assertThat(parser.end()).isFalse();
    }

    @Test
    void aLineIsNotKeptFromTheCollector() throws Exception {
        byte[] line = utf8("{\"a\":\"b\"}");
        WeakReference<byte[]> reference = new WeakReference<>(line);
        pairs(line);
        line = null;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (reference.get() != null && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(reference.get()).isNull();
    }

    /** More of them than there are places to keep readers in. */
    @Test
    void threadsDoNotMeet() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(40);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int t = 0; t < 40; t++) {
                String own = "value" + t;
                counts.add(threads.submit(() -> {
                    int right = 0;
                    for (int i = 0; i < 500; i++) {
                        byte[] line = utf8("{\"" + own + "\":\"" + own + "\",\"i\":\"" + i + "\"}");
                        right += pairs(line).equals(List.of(own + "=" + own, "i=" + i)) ? 1 : 0;
                    }
                    return right;
                }));
            }
            for (Future<Integer> count : counts) {
                assertThat(count.get(30, TimeUnit.SECONDS)).isEqualTo(500);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
