package dev.agentsdk.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks ranges, lengths, counts and patterns. */
final class SchemaLimits {

    /** Beyond it, the elements of a list are not compared with each other: that takes the square of their number. */
    private static final int MAX_UNIQUE = 2_000;

    /** As many parts of elements are compared at the most. */
    private static final long MAX_COMPARED = 4_000_000;

    /** Reserved, and used only as far as it is needed. */
    private static final long LARGE_STACK_BYTES = 64L << 20;

    /** One large stack at a time, whatever the number of sessions. */
    private static final ReentrantLock LARGE_STACK = new ReentrantLock();

    private final Map<String, Pattern> patterns;
    private final CheckEffort effort;
    private final BiConsumer<ValuePath, String> report;

    SchemaLimits(Map<String, Pattern> patterns, CheckEffort effort, BiConsumer<ValuePath, String> report) {
        this.patterns = patterns;
        this.effort = effort;
        this.report = report;
    }

    void check(JsonNode schema, JsonNode value, ValuePath path) {
        if (value.isNumber()) {
            number(schema, value.decimalValue(), path);
        } else if (value.isTextual()) {
            String text = value.textValue();
            count(schema, "Length", text.codePointCount(0, text.length()), path, "characters");
            JsonNode pattern = schema.path("pattern");
            Boolean fits = pattern.isTextual() ? matches(pattern.textValue(), text) : null;
            if (fits != null && !fits) {
                report.accept(path, "must match the pattern " + pattern.textValue());
            }
        } else if (value.isArray()) {
            count(schema, "Items", value.size(), path, "elements");
            if (schema.path("uniqueItems").booleanValue() && mayCompare(value) && hasEqual(value)) {
                report.accept(path, "must not have two equal elements");
            }
        } else if (value.isObject()) {
            count(schema, "Properties", value.size(), path, "properties");
        }
    }

    private void number(JsonNode schema, BigDecimal value, ValuePath path) {
        limit(schema, "minimum", value, 0, 1, path, "at least");
        limit(schema, "maximum", value, -1, 0, path, "at most");
        limit(schema, "exclusiveMinimum", value, 1, 1, path, "more than");
        limit(schema, "exclusiveMaximum", value, -1, -1, path, "less than");
        JsonNode divisor = schema.path("multipleOf");
        // 1e1000 by 1e-1000 is a division of 2,000 digits, and not more: longer numbers are not numbers of a tree.
        if (divisor.isNumber() && value.remainder(divisor.decimalValue()).signum() != 0) {
            report.accept(path, "must be a multiple of " + divisor.asText());
        }
    }

    private void limit(
            JsonNode schema, String keyword, BigDecimal value, int from, int to, ValuePath path, String words) {
        JsonNode limit = schema.path(keyword);
        if (limit.isNumber()) {
            int order = value.compareTo(limit.decimalValue());
            if (order < from || order > to) {
                report.accept(path, "must be " + words + " " + limit.asText());
            }
        }
    }

    private void count(JsonNode schema, String keyword, int count, ValuePath path, String unit) {
        JsonNode min = schema.path("min" + keyword);
        JsonNode max = schema.path("max" + keyword);
        BigDecimal actual = BigDecimal.valueOf(count);
        if (min.isNumber() && actual.compareTo(min.decimalValue()) < 0) {
            report.accept(path, "must have at least " + min.asText() + " " + unit + ", not " + count);
        }
        if (max.isNumber() && actual.compareTo(max.decimalValue()) > 0) {
            report.accept(path, "must have at most " + max.asText() + " " + unit + ", not " + count);
        }
    }

    private static boolean mayCompare(JsonNode list) {
        int size = list.size();
        long limit = MAX_COMPARED / Math.max(1, size);
        return size <= MAX_UNIQUE && parts(list, limit) <= limit + 1;
    }

    /** How many values there are in a value; not much more than the limit if there are more. */
    private static long parts(JsonNode value, long limit) {
        long parts = 1;
        for (JsonNode inner : value) {
            if (parts > limit) {
                break;
            }
            parts += parts(inner, limit);
        }
        return parts;
    }

    private static boolean hasEqual(JsonNode list) {
        List<JsonNode> seen = new ArrayList<>();
        for (JsonNode one : list) {
            for (JsonNode other : seen) {
                if (JsonValues.same(one, other)) {
                    return true;
                }
            }
            seen.add(one);
        }
        return false;
    }

    /** Null if it cannot be tried, since Java does not know the pattern, or if the whole check has failed by it. */
    @Nullable
    Boolean matches(String pattern, String text) {
        Pattern compiled = patterns.get(pattern);
        if (compiled == null) {
            return null;
        }
        try {
            return compiled.matcher(effort.bounded(text)).find();
        } catch (CheckEffort.Spent e) {
            return null;
        } catch (StackOverflowError e) {
            return matchesWithLargeStack(compiled, text);
        }
    }

    /**
     * Java's matcher recurses for each repetition of a group. A text that is too long for it must not fit for that reason:
     * then a long text would pass any such pattern.
     */
    private @Nullable Boolean matchesWithLargeStack(Pattern pattern, String text) {
        CompletableFuture<@Nullable Boolean> result = new CompletableFuture<>();
        Runnable work = () -> {
            @Nullable Boolean fits = null;
            try {
                fits = pattern.matcher(effort.bounded(text)).find();
            } catch (CheckEffort.Spent | StackOverflowError e) {
                // Too much even so.
            } finally {
                // Whatever was thrown: the caller waits.
                result.complete(fits);
            }
        };
        LARGE_STACK.lock();
        try {
            Thread thread = new Thread(null, work, "agent-sdk-pattern", LARGE_STACK_BYTES, false);
            thread.setDaemon(true);
            thread.start();
            // The bound on characters ends the thread in a second or two.
            Boolean fits = result.join();
            if (fits == null) {
                effort.giveUp();
            }
            return fits;
        } catch (OutOfMemoryError e) {
            // No thread can be created.
            effort.giveUp();
            return null;
        } finally {
            LARGE_STACK.unlock();
        }
    }
}
