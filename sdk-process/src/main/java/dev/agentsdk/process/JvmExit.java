package dev.agentsdk.process;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a running process when this JVM exits in an orderly way: {@code System.exit}, the end of the last
 * non-daemon thread, SIGTERM, SIGINT or SIGHUP. One shutdown hook ends all processes, in parallel and in bounded time; this
 * value decides when it begins with one of them. Immutable.
 *
 * <table>
 * <caption>The choices</caption>
 * <tr><th>choice</th><th>system property</th><th>at the exit of the JVM</th></tr>
 * <tr><td>{@link #endAtOnce()}, the default</td><td>{@code end}</td><td>the process is ended at once</td></tr>
 * <tr><td>{@link #waitUpTo}</td><td>{@code wait:PT10S} or {@code wait:10}</td><td>the application has so much time to
 * close it; then it is ended</td></tr>
 * <tr><td>{@link #leaveToApplication()}</td><td>{@code application}</td><td>the shutdown hook does nothing</td></tr>
 * </table>
 *
 * <p>New processes are refused once the exit has begun, except with {@link #leaveToApplication()}.
 */
public final class JvmExit {

    /** The system property with the choice for all processes that have none of their own. Read at each start. */
    public static final String PROPERTY = "dev.agentsdk.jvm-exit";

    private static final Duration MAX_WAIT = Duration.ofDays(1);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,5}");
    private static final Pattern WAIT = Pattern.compile("wait:(.*)");

    private static final JvmExit END = new JvmExit(Duration.ZERO, false);
    private static final JvmExit APPLICATION = new JvmExit(Duration.ZERO, true);

    private final Duration maxWait;
    private final boolean leftToApplication;

    private JvmExit(Duration maxWait, boolean leftToApplication) {
        this.maxWait = maxWait;
        this.leftToApplication = leftToApplication;
    }

    /**
     * The process is ended as soon as the exit begins.
     *
     * @return the default
     */
    public static JvmExit endAtOnce() {
        return END;
    }

    /**
     * The application has time to finish its work and to close the process, as in a graceful shutdown. The exit of the JVM
     * waits as long; it continues as soon as all such processes are closed. What is open after that time is ended.
     *
     * @param time from the beginning of the exit; zero to one day. Shorter than the time after which the environment sends
     *     SIGKILL, by a few seconds for the ending itself
     * @return the choice
     */
    public static JvmExit waitUpTo(Duration time) {
        if (time.isNegative() || time.compareTo(MAX_WAIT) > 0) {
            throw new IllegalArgumentException("The time must lie between zero and " + MAX_WAIT + ": " + time);
        }
        return new JvmExit(time, false);
    }

    /**
     * The application closes the process, in a shutdown hook of its own or in that of its framework. What it does not close
     * is left to itself: it reads EOF on its stdin when the JVM is gone, which ends most programs; see
     * {@link ProcessSpec#withWatchdog} for those that ignore it.
     *
     * @return the choice
     */
    public static JvmExit leaveToApplication() {
        return APPLICATION;
    }

    /**
     * The choice of the system property {@value #PROPERTY}.
     *
     * @return {@link #endAtOnce()} if it is not set
     * @throws IllegalStateException if its value is not one of those above
     */
    public static JvmExit ofProperty() {
        String value = System.getProperty(PROPERTY, "").strip().toLowerCase(Locale.ROOT);
        Matcher wait = WAIT.matcher(value);
        try {
            if (wait.matches()) {
                String time = wait.group(1);
                return waitUpTo(
                        SECONDS.matcher(time).matches()
                                ? Duration.ofSeconds(Long.parseLong(time))
                                : Duration.parse(time));
            }
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw invalid(value, e);
        }
        return switch (value) {
            case "", "end" -> END;
            case "application" -> APPLICATION;
            default -> throw invalid(value, null);
        };
    }

    private static IllegalStateException invalid(String value, @Nullable Exception cause) {
        return new IllegalStateException(
                "The system property " + PROPERTY + " is \"" + value
                        + "\"; it can be end, wait:SECONDS, wait: and an ISO 8601 duration such as wait:PT10S (up to one"
                        + " day), or application.",
                cause);
    }

    /**
     * How long the exit of the JVM waits for the application to close the process.
     *
     * @return zero unless made by {@link #waitUpTo}
     */
    public Duration maxWait() {
        return maxWait;
    }

    /**
     * Whether the shutdown hook does nothing for the process.
     *
     * @return true if made by {@link #leaveToApplication()}
     */
    public boolean isLeftToApplication() {
        return leftToApplication;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JvmExit that
                && leftToApplication == that.leftToApplication
                && maxWait.equals(that.maxWait);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maxWait, leftToApplication);
    }

    /**
     * The value as the system property has it.
     *
     * @return for example {@code wait:PT10S}
     */
    @Override
    public String toString() {
        return leftToApplication ? "application" : maxWait.isZero() ? "end" : "wait:" + maxWait;
    }
}
