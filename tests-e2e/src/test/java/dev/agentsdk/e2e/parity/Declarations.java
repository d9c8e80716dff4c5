package dev.agentsdk.e2e.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The types of a TypeScript declaration file, as far as they describe JSON: objects, lists, unions, literals, and names of
 * other types. Everything else is {@link Unknown}. Comments and values are ignored.
 */
final class Declarations {

    /** A type. */
    sealed interface Type permits Shape, ListOf, Keyed, Choice, Literal, Name, Unknown {}

    /** An object. The names of fields marked as internal are not read: published files do not have them. */
    record Shape(Map<String, Type> fields) implements Type {}

    /** A list, also one of fixed places: its elements are then of any of their types. */
    record ListOf(Type element) implements Type {}

    /** An object with any keys. */
    record Keyed(Type value) implements Type {}

    /** One of several types, or all of them at once: a sample has the fields of each. */
    record Choice(List<Type> parts) implements Type {}

    /** A string, number or boolean of this value. */
    record Literal(String value) implements Type {}

    /** Another type, or a type of the language. */
    record Name(String name, List<Type> arguments) implements Type {}

    /** Anything. */
    record Unknown() implements Type {}

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|(?m)^\\s*//.*$", Pattern.DOTALL);
    private static final Pattern DECLARATION =
            Pattern.compile("(?m)^(?:export )?(?:declare )?(?:type (\\w+)(?:<[^=]*>)? =|interface (\\w+)[^{]*)");
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(=>|'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|[\\w$.]+|[^\\s\\w])");

    private final Map<String, Type> types = new LinkedHashMap<>();
    private final List<String> tokens = new ArrayList<>();
    private int at;

    private Declarations() {}

    static Declarations of(String file) {
        Declarations declarations = new Declarations();
        String text = COMMENT.matcher(file).replaceAll(" ");
        Matcher found = DECLARATION.matcher(text);
        while (found.find()) {
            String name = found.group(1) != null ? found.group(1) : found.group(2);
            declarations.types.putIfAbsent(name, declarations.parse(text.substring(found.end())));
        }
        return declarations;
    }

    @Nullable
    Type type(String name) {
        return types.get(name.replaceFirst("^.*\\.", ""));
    }

    /** The names of the types that a union consists of, or of the one type that a name stands for. */
    List<String> members(String union) {
        Type type = type(union);
        if (type instanceof Name name) {
            return List.of(name.name());
        }
        return type instanceof Choice choice
                ? choice.parts().stream()
                        .filter(Name.class::isInstance)
                        .map(part -> ((Name) part).name())
                        .toList()
                : List.of();
    }

    private Type parse(String text) {
        tokens.clear();
        at = 0;
        // As much as the longest declaration of interest needs.
        Matcher token = TOKEN.matcher(text.substring(0, Math.min(text.length(), 60_000)));
        int depth = 0;
        while (token.find()) {
            String word = token.group(1);
            if (depth == 0 && word.equals(";") && !tokens.isEmpty()) {
                break;
            }
            tokens.add(word);
            if ("{([".contains(word)) {
                depth++;
            } else if ("})]".contains(word)) {
                depth--;
                if (depth < 0
                        || (depth == 0 && word.equals("}") && tokens.get(0).equals("{") && !more(text, token.end()))) {
                    break;
                }
            }
        }
        return union();
    }

    private static boolean more(String text, int end) {
        String rest = text.substring(end, Math.min(text.length(), end + 20)).stripLeading();
        return rest.startsWith("&") || rest.startsWith("|") || rest.startsWith("[");
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private boolean take(String token) {
        boolean there = peek().equals(token);
        if (there) {
            at++;
        }
        return there;
    }

    private Type union() {
        take("|");
        List<Type> parts = new ArrayList<>(List.of(postfix()));
        while (peek().equals("|") || peek().equals("&")) {
            at++;
            parts.add(postfix());
        }
        return parts.size() == 1 ? parts.get(0) : new Choice(parts);
    }

    private Type postfix() {
        Type type = single();
        while (peek().equals("[")) {
            if (at + 1 < tokens.size() && tokens.get(at + 1).equals("]")) {
                at += 2;
                type = new ListOf(type);
            } else {
                skipTo("[", "]");
                type = new Unknown();
            }
        }
        return type;
    }

    private Type single() {
        String token = peek();
        if (token.equals("{")) {
            return shape();
        }
        if (token.equals("(")) {
            int start = at;
            skipTo("(", ")");
            if (take("=>")) {
                union();
                return new Unknown();
            }
            int end = at;
            at = start + 1;
            Type inner = union();
            at = end;
            return inner;
        }
        if (token.equals("[")) {
            return places();
        }
        at++;
        if (token.startsWith("'") || token.startsWith("\"")) {
            return new Literal(token.substring(1, token.length() - 1));
        }
        if (token.startsWith("...") && token.length() > 3) {
            // One token with the name behind it.
            return new Name(token.substring(3), List.of());
        }
        if (token.equals("...") || token.equals("readonly") || token.equals("keyof") || token.equals("typeof")) {
            return single();
        }
        List<Type> arguments = new ArrayList<>();
        if (take("<")) {
            do {
                arguments.add(union());
            } while (take(","));
            take(">");
        }
        return new Name(token, arguments);
    }

    /** A list of fixed places, the last of which may stand for any number. */
    private Type places() {
        take("[");
        List<Type> places = new ArrayList<>();
        while (at < tokens.size() && !take("]")) {
            boolean rest = peek().startsWith("...");
            Type place = union();
            places.add(rest && place instanceof ListOf list ? list.element() : place);
            take(",");
        }
        return new ListOf(places.size() == 1 ? places.get(0) : new Choice(List.copyOf(places)));
    }

    private void skipTo(String open, String close) {
        int depth = 0;
        do {
            if (peek().equals(open)) {
                depth++;
            } else if (peek().equals(close)) {
                depth--;
            }
            at++;
        } while (depth > 0 && at < tokens.size());
    }

    private Type shape() {
        take("{");
        Map<String, Type> fields = new LinkedHashMap<>();
        Type keyed = null;
        while (at < tokens.size() && !take("}")) {
            if (peek().equals("[")) {
                // A mapped type, or an index.
                boolean index = at + 2 < tokens.size() && tokens.get(at + 2).equals(":");
                skipTo("[", "]");
                take("?");
                take(":");
                Type value = union();
                keyed = index ? value : keyed;
            } else {
                take("readonly");
                String name = peek().replaceAll("['\"]", "");
                at++;
                take("?");
                if (peek().equals("(")) {
                    skipTo("(", ")");
                    take(":");
                    union();
                } else if (take(":")) {
                    fields.put(name, union());
                }
            }
            if (!take(";")) {
                take(",");
            }
        }
        return fields.isEmpty() && keyed != null ? new Keyed(keyed) : new Shape(fields);
    }
}
