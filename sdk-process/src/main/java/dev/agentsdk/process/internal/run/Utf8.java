package dev.agentsdk.process.internal.run;

/** Where the characters of UTF-8 begin and end, so that none is cut. */
public final class Utf8 {

    private static final int LONGEST = 4;

    private Utf8() {}

    /**
     * The end of the last whole character.
     *
     * @param bytes holds the text
     * @param from where it begins
     * @param to where it was cut
     * @return {@code to}, or less by the bytes of a character that goes on behind it; also {@code to} for what is no UTF-8
     */
    public static int lastBoundary(byte[] bytes, int from, int to) {
        for (int lead = to - 1; lead >= Math.max(from, to - LONGEST); lead--) {
            if (!isContinuation(bytes[lead])) {
                return to - lead < length(bytes[lead]) ? lead : to;
            }
        }
        return to;
    }

    /**
     * The beginning of the first whole character.
     *
     * @param bytes holds the text
     * @param from where it was cut
     * @param to where it ends
     * @return {@code from}, or more by the last bytes of a character that began before it
     */
    public static int firstBoundary(byte[] bytes, int from, int to) {
        int start = from;
        while (start < Math.min(to, from + LONGEST - 1) && isContinuation(bytes[start])) {
            start++;
        }
        return start;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    private static int length(byte lead) {
        if ((lead & 0xE0) == 0xC0) {
            return 2;
        }
        if ((lead & 0xF0) == 0xE0) {
            return 3;
        }
        return (lead & 0xF8) == 0xF0 ? LONGEST : 1;
    }
}
