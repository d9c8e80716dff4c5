package dev.agentsdk.history.internal;

/** What a caller may ask for. */
final class Paging {

    private Paging() {}

    static void check(int offset, int limit) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset must not be negative, but is " + offset + ".");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive, but is " + limit + ".");
        }
    }
}
