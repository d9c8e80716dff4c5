package dev.agentsdk.internal.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** JSON values that cost a careless reader seconds, minutes or its memory. */
final class JsonBombs {

    private JsonBombs() {}

    /** {@return the values by what they are; each of about 200 kB} */
    static Map<String, String> values() {
        Map<String, String> bombs = new LinkedHashMap<>();
        bombs.put("integers of 10,000 digits", array("1".repeat(10_000), 20));
        bombs.put("one integer of 200,000 digits", "7".repeat(200_000));
        bombs.put("decimals with 9,990 zeros before the point", array("1" + "0".repeat(9_990) + ".0", 20));
        bombs.put("decimals with 9,990 digits behind the point", array("0." + "1".repeat(9_990), 20));
        bombs.put("integers at the bound", array("9".repeat(1_000), 200));
        bombs.put("decimals at the bound", array("1" + "0".repeat(996) + ".0", 200));
        bombs.put("exponents of nine digits", array("1e999999999", 16_000));
        bombs.put("negative exponents of nine digits", array("1e-999999999", 16_000));
        bombs.put("exponents beyond every type", array("1e99999999999", 15_000));
        bombs.put("exponents at the bound", array("1e999", 30_000));
        bombs.put("an exponent of 200,000 digits", "1e" + "9".repeat(200_000));
        bombs.put("an exponent that begins with zeros", "1e" + "0".repeat(900) + "999999999");
        bombs.put("zeros with exponents", array("0e999999999", 16_000));
        bombs.put(
                "the same name",
                object(IntStream.range(0, 30_000).mapToObj(i -> "a").toList()));
        bombs.put(
                "many names",
                object(IntStream.range(0, 25_000).mapToObj(i -> "k" + i).toList()));
        bombs.put(
                "names of 100 kB",
                object(IntStream.range(0, 2)
                        .mapToObj(i -> i + "n".repeat(100_000))
                        .toList()));
        bombs.put("depth below the bound", "[".repeat(490) + "]".repeat(490));
        bombs.put("much depth below the bound", array("[".repeat(480) + "]".repeat(480), 200));
        bombs.put("brackets in a text", "\"" + "[{".repeat(100_000) + "\"");
        bombs.put("JSON in a text in a text", "\"" + "\\\"[{\\\\\\\"".repeat(16_000) + "\"");
        bombs.put("escapes", "\"" + "\\ud83d\\ude00".repeat(16_000) + "\"");
        bombs.put("empty arrays", array("[]", 60_000));
        bombs.put("blanks", "[" + " ".repeat(200_000) + "1]");
        return bombs;
    }

    /** {@return what is refused or not, by the random seed of a hash} */
    static Map<String, String> collisions() {
        Map<String, String> bombs = new LinkedHashMap<>();
        bombs.put("names of the same String.hashCode", object(sameHashes(16, 6_000)));
        bombs.put("names of the same hash in Jackson's table", object(sameQuads(5_000)));
        return bombs;
    }

    /** {@return what is not read at all} */
    static Map<String, String> unreadable() {
        Map<String, String> bombs = new LinkedHashMap<>();
        bombs.put("depth 600", "[".repeat(600) + "]".repeat(600));
        bombs.put("depth of a hundred thousand", "[".repeat(100_000) + "]".repeat(100_000));
        bombs.put("objects without an end", "{\"a\":".repeat(40_000));
        return bombs;
    }

    private static String array(String element, int count) {
        return IntStream.range(0, count).mapToObj(i -> element).collect(Collectors.joining(",", "[", "]"));
    }

    private static String object(List<String> names) {
        return names.stream().collect(Collectors.joining("\":1,\"", "{\"", "\":1}"));
    }

    /** Aa and BB have the same hash, and so have all texts of them. */
    private static List<String> sameHashes(int pairs, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < pairs; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.add(name.toString());
        }
        return names;
    }

    /**
     * From the fourth on, Jackson adds the words of four bytes of which a name is made: it takes the order of these for
     * nothing, whatever its seed is.
     */
    private static List<String> sameQuads(int count) {
        List<String> names = new ArrayList<>();
        permute(new StringBuilder("prefix-of-12"), new boolean[9], names, count);
        return names;
    }

    private static void permute(StringBuilder name, boolean[] used, List<String> names, int count) {
        if (name.length() == 12 + used.length * 4) {
            names.add(name.toString());
            return;
        }
        for (int i = 0; i < used.length && names.size() < count; i++) {
            if (!used[i]) {
                used[i] = true;
                name.append("wor").append((char) ('a' + i));
                permute(name, used, names, count);
                name.setLength(name.length() - 4);
                used[i] = false;
            }
        }
    }

    static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }
}
