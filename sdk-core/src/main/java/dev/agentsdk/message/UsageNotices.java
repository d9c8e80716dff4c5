package dev.agentsdk.message;

import java.util.List;

/**
 * How the texts begin in which {@code claude} 2.1.332 reports limits of the account. The CLI sends no code with them: an
 * application that handles them has to compare texts. Prefer {@link RateLimitEvent} where the agent sends it.
 */
public final class UsageNotices {

    /** A limit is reached: the error of a result, or the text of an assistant message. */
    public static final List<String> LIMIT_REACHED = List.of(
            "You've hit your",
            "You've reached your",
            "You're out of usage credits",
            "Your org is out of usage \u00b7 add funds to continue",
            "Your org is out of usage \u00b7 contact your admin",
            "Your seat type doesn't include usage credits",
            "Your seat type doesn't include usage",
            "Your usage allocation has been disabled by your admin",
            "Your group's usage limit is set to $0",
            "Fable 5 requires usage credits",
            "You're out of extra usage",
            "Your seat type doesn't include extra usage");

    /** A limit is near. These are notices, never errors. */
    public static final List<String> LIMIT_NEAR = List.of("You've used", "You're close to");

    /** From now on credits are used. These are notices, never errors. */
    public static final List<String> CREDITS_IN_USE = List.of(
            "You're now using usage credits",
            "You're now using your usage allocation",
            "Now using your usage allocation",
            "Now using usage credits",
            "Now using credits",
            "You're now using extra usage",
            "Now using extra usage");

    /** The organisation does not permit the service: an error, but not a limit that is reached. */
    public static final List<String> REFUSED_BY_ORGANIZATION = List.of("This service is disabled for your org");

    private UsageNotices() {}

    /**
     * Whether a text says that a limit of the account is reached.
     *
     * @param text an error of a result, or the text of an assistant message
     * @return true if it begins like one of {@link #LIMIT_REACHED}
     */
    public static boolean isLimitReached(String text) {
        return LIMIT_REACHED.stream().anyMatch(text::startsWith);
    }
}
