package dev.agentsdk.examples;

/**
 * What a check of this machine has found.
 *
 * @param level how bad it is
 * @param subject what was looked at
 * @param text what is so
 * @param remedy what to do about it; empty if nothing needs to be done
 */
record Finding(Level level, String subject, String text, String remedy) {

    /** How bad something is. */
    enum Level {
        OK,
        WARNING,
        PROBLEM
    }

    static Finding ok(String subject, String text) {
        return new Finding(Level.OK, subject, text, "");
    }

    static Finding warning(String subject, String text, String remedy) {
        return new Finding(Level.WARNING, subject, text, remedy);
    }

    static Finding problem(String subject, String text, String remedy) {
        return new Finding(Level.PROBLEM, subject, text, remedy);
    }
}
