package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.internal.ProcFs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The environment of this JVM as bytes. The JVM decodes it by its locale, which loses what does not fit; a variable that a
 * child inherits unchanged is passed on as it came.
 */
final class InheritedEnvironment {

    /** By names in ASCII, which every locale decodes alike; the JVM cannot change its environment. */
    private static final Map<String, byte[]> ENTRIES = read();

    private InheritedEnvironment() {}

    /**
     * An entry for a child.
     *
     * @param name the variable
     * @param value the value that it is to have
     * @return name, equals sign and value: as inherited if it is the inherited value, else in UTF-8
     */
    static byte[] bytes(String name, String value) {
        byte[] inherited = ENTRIES.get(name);
        return inherited != null && value.equals(System.getenv(name))
                ? inherited
                : (name + "=" + value).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> read() {
        byte[] all = ProcFs.environment(ProcessHandle.current().pid()).orElse(new byte[0]);
        Map<String, byte[]> entries = new HashMap<>();
        for (int start = 0, end; start < all.length; start = end + 1) {
            end = start;
            while (end < all.length && all[end] != 0) {
                end++;
            }
            byte[] entry = Arrays.copyOfRange(all, start, end);
            String text = new String(entry, StandardCharsets.ISO_8859_1);
            int equals = text.indexOf('=');
            if (equals > 0 && text.substring(0, equals).chars().allMatch(c -> c < 0x80)) {
                entries.putIfAbsent(text.substring(0, equals), entry);
            }
        }
        return entries;
    }
}
