package dev.agentsdk.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.internal.session.CpuTime;
import dev.agentsdk.json.RawJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The id of an entry, whatever else the entry holds. */
class EntryUuidTest {

    @Test
    void isTheLastStringOfItsName() {
        assertThat(SessionStore.uuidOf(RawJson.of("{\"a\":{\"uuid\":\"no\"},\"uuid\":\"u\\u0031\"}")))
                .contains("u1");
        assertThat(SessionStore.uuidOf(RawJson.of("{\"uuid\":\"u1\",\"uuid\":\"u2\"}")))
                .contains("u2");
        assertThat(SessionStore.uuidOf(RawJson.of("{\"uuid\":7}"))).isEmpty();
        assertThat(SessionStore.uuidOf(RawJson.of("[]"))).isEmpty();
    }

    /** Fifteen times their bytes is what trees take at the least. */
    @Test
    @Tag("R-113")
    void millionsOfEmptyObjectsTakeNoMemory() throws Exception {
        byte[] entry = ("{\"x\":[" + "{},".repeat(5_000_000) + "{}],\"uuid\":\"u1\"}").getBytes(StandardCharsets.UTF_8);
        RawJson raw = RawJson.wrap(entry, 0, entry.length);
        long before = CpuTime.allocatedBytes();

        assertThat(SessionStore.uuidOf(raw)).contains("u1");

        assertThat(CpuTime.allocatedBytes() - before).isLessThan(3L * entry.length);
    }
}
