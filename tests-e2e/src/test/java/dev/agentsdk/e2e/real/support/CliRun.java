package dev.agentsdk.e2e.real.support;

import dev.agentsdk.process.ProcessLauncher;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One run of a test that is measured.
 *
 * @param cli the CLI
 * @param launcher what starts it
 * @param round counted from 1
 */
public record CliRun(RealCli cli, ProcessLauncher launcher, int round) {

    /** {@return several rounds on the default launcher of this platform, and one on the other} */
    public static Stream<CliRun> all() {
        int rounds = Integer.getInteger("real.cli.rounds", 1);
        return Stream.of(RealCli.values())
                .flatMap(cli -> Stream.concat(
                        IntStream.rangeClosed(1, rounds)
                                .mapToObj(round -> new CliRun(cli, ProcessLauncher.posix(), round)),
                        Stream.of(new CliRun(cli, ProcessLauncher.jdk(), 1))));
    }

    /** {@return those of {@link #all} that are on {@code claude}} */
    public static Stream<CliRun> ofClaude() {
        return all().filter(run -> run.cli() == RealCli.CLAUDE);
    }

    @Override
    public String toString() {
        return cli + ", " + launcher.name() + ", round " + round;
    }
}
