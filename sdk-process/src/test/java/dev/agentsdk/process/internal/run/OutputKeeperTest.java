package dev.agentsdk.process.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.OutputLimit;
import dev.agentsdk.process.ProcessOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutputKeeperTest {

    @TempDir
    Path dir;

    /** Against a plain array of everything, whatever the pieces and the limit. */
    @ParameterizedTest
    @EnumSource
    void keepsWhatItsLimitSays(OutputLimit.Overflow overflow) throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int most = random.nextInt(4) == 0 ? random.nextInt(8) : random.nextInt(9000);
            AtomicInteger overflows = new AtomicInteger();
            OutputKeeper keeper =
                    OutputKeeper.of(new OutputLimit(most, overflow, Optional.of(dir)), overflows::incrementAndGet);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            for (int piece = random.nextInt(8); piece > 0; piece--) {
                random.nextBytes(buffer);
                int offset = random.nextInt(100);
                int length = 1 + random.nextInt(random.nextBoolean() ? 10 : buffer.length - offset);
                all.write(buffer, offset, length);
                keeper.accept(buffer, offset, length);
            }
            keeper.finish();
            ProcessOutput output = keeper.output();

            byte[] expected = all.toByteArray();
            boolean over = expected.length > most;
            byte[] kept = switch (overflow) {
                case FAIL, KEEP_FIRST -> Arrays.copyOf(expected, Math.min(most, expected.length));
                case KEEP_LAST -> Arrays.copyOfRange(expected, Math.max(0, expected.length - most), expected.length);
                case SPILL -> expected;
            };
            assertThat(output.bytes()).isEqualTo(kept);
            assertThat(output.totalBytes()).isEqualTo(expected.length);
            assertThat(output.isTruncated()).isEqualTo(over && overflow != OutputLimit.Overflow.SPILL);
            assertThat(output.file().isPresent()).isEqualTo(over && overflow == OutputLimit.Overflow.SPILL);
            assertThat(overflows.get() > 0).isEqualTo(over && overflow == OutputLimit.Overflow.FAIL);
        }
    }
}
