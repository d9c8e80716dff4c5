package dev.agentsdk.e2e.parity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.builtin.BuiltinInput;
import dev.agentsdk.builtin.BuiltinOutput;
import dev.agentsdk.builtin.ToolNames;
import dev.agentsdk.control.AgentInfo;
import dev.agentsdk.control.ContextUsage;
import dev.agentsdk.control.ControlRequest;
import dev.agentsdk.control.ControlRequests;
import dev.agentsdk.control.FileContents;
import dev.agentsdk.control.HooksListing;
import dev.agentsdk.control.PermissionRules;
import dev.agentsdk.control.PluginsReload;
import dev.agentsdk.control.TaskOutput;
import dev.agentsdk.control.UsageReport;
import dev.agentsdk.hook.HookInput;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.UnknownBlock;
import dev.agentsdk.message.UsageNotices;
import dev.agentsdk.permission.PermissionMode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the type declarations of the official TypeScript SDK with this SDK: which options, message fields, hook fields,
 * control requests, fields of their answers, content blocks, and fields of the inputs and outputs of built-in tools have
 * nothing typed here.
 *
 * <p>A field counts as typed if some accessor returns something else when the field has another value. So a field that is
 * only in raw JSON does not count, unless the declaration itself leaves open what is in it.
 */
public final class ParityCheck {

    /** Of the agent, or of the handshake: served or sent by the session itself. */
    private static final Set<String> BY_THE_SESSION =
            Set.of("initialize", "can_use_tool", "hook_callback", "mcp_message", "elicitation", "request_user_dialog");

    /** How many parts of a union are tried: no union of interest has more. */
    private static final int VARIANTS = 16;

    /** Tools whose declared types are called otherwise than the tool, and otherwise than its former name. */
    private static final Map<String, String> TOOLS = Map.of(
            "FileEdit", ToolNames.EDIT,
            "FileRead", ToolNames.READ,
            "FileWrite", ToolNames.WRITE,
            "ProposeSkills", ToolNames.PROPOSE_SKILLS);

    private static final Map<String, Function<RawJson, Object>> ANSWERS = answers();

    private final Declarations declarations;
    private final Path parityPage;
    private final Map<String, Section> sections = new LinkedHashMap<>();

    /** What was found of one kind. */
    public static final class Section {
        private int all;
        private final List<String> missing = new ArrayList<>();

        private void add(String name, boolean typed) {
            all++;
            if (!typed) {
                missing.add(name);
            }
        }

        /** {@return how many there are} */
        public int all() {
            return all;
        }

        /** {@return what has nothing typed here} */
        public List<String> missing() {
            return List.copyOf(missing);
        }
    }

    private ParityCheck(Declarations declarations, Path parityPage) {
        this.declarations = declarations;
        this.parityPage = parityPage;
    }

    private static Map<String, Function<RawJson, Object>> answers() {
        Map<String, Function<RawJson, Object>> answers = new LinkedHashMap<>();
        answers.put("SDKControlInitializeResponse", AgentInfo::of);
        answers.put("SDKControlGetContextUsageResponse", ContextUsage::of);
        answers.put("SDKControlGetHooksListingResponse", HooksListing::of);
        answers.put("SDKControlGetTaskOutputResponse", TaskOutput::of);
        answers.put("SDKControlGetUsageResponse", UsageReport::of);
        answers.put(
                "SDKControlInterruptResponse",
                raw -> ControlRequests.interrupt().read(raw));
        answers.put(
                "SDKControlListPermissionRulesResponse",
                raw -> ControlRequests.permissionRules().read(raw));
        answers.put(
                "SDKControlMcpReadResourceResponse",
                raw -> ControlRequests.readMcpResource("s", "u").read(raw));
        answers.put("SDKControlReadFileResponse", FileContents::of);
        answers.put(
                "SDKControlReloadOutputStylesResponse",
                raw -> ControlRequests.reloadOutputStyles().read(raw));
        answers.put("SDKControlReloadPluginsResponse", PluginsReload::of);
        answers.put(
                "SDKControlReloadSkillsResponse",
                raw -> ControlRequests.reloadSkills().read(raw));
        answers.put(
                "SDKControlSetPermissionModeResponse",
                raw -> ControlRequests.setPermissionMode(PermissionMode.PLAN).read(raw));
        answers.put("SDKControlPermissionRulesState", PermissionRules::of);
        answers.put("RewindFilesResult", raw -> ControlRequests.rewindFiles("u").read(raw));
        answers.put(
                "McpSetServersResult",
                raw -> ControlRequests.setMcpServers(Map.of()).read(raw));
        answers.put("McpServerStatus", dev.agentsdk.control.McpServerStatus::of);
        return answers;
    }

    /**
     * Compares.
     *
     * @param sdk the file sdk.d.ts of the official SDK
     * @param tools its file sdk-tools.d.ts
     * @param api the file with the content blocks of the API's SDK
     * @param parityPage the page docs/parity.md, whose table of options counts
     * @return what was found, by kind
     * @throws IOException if a file cannot be read
     */
    public static Map<String, Section> check(Path sdk, Path tools, Path api, Path parityPage) throws IOException {
        ParityCheck check = new ParityCheck(Declarations.of(Files.readString(sdk)), parityPage);
        check.options();
        check.members("message fields", "SDKMessage", raw -> Message.parse(raw.text()));
        check.members("hook fields", "HookInput", HookInput::read);
        check.requests();
        Section answers = check.section("answer fields");
        ANSWERS.forEach((name, reader) -> fields(check.declarations, answers, name, reader));
        check.blocks(Declarations.of(Files.readString(api)));
        check.constants(Files.readString(sdk));
        check.tools(Declarations.of(Files.readString(tools)));
        return check.sections;
    }

    private Section section(String name) {
        return sections.computeIfAbsent(name, none -> new Section());
    }

    private void options() throws IOException {
        Section section = section("options");
        String page = Files.readString(parityPage);
        Matcher row = Pattern.compile("(?m)^\\| [^|]* \\| ([^|]*`[^|]*) \\| (?!n:)[^|]*\\|$")
                .matcher(page);
        Set<String> documented = new TreeSet<>();
        while (row.find()) {
            Matcher name = Pattern.compile("`(\\w+)`").matcher(row.group(1));
            while (name.find()) {
                documented.add(name.group(1));
            }
        }
        if (declarations.type("Options") instanceof Declarations.Shape options) {
            options.fields().keySet().forEach(name -> section.add(name, documented.contains(name)));
        }
    }

    private void members(String kind, String union, Function<RawJson, Object> reader) {
        Section section = section(kind);
        for (String member : declarations.members(union)) {
            List<String> inner = declarations.members(member);
            boolean isUnion = !inner.isEmpty()
                    && inner.stream().allMatch(name -> declarations.type(name) != null)
                    && !inner.get(0).equals("BaseHookInput");
            for (String name : isUnion ? inner : List.of(member)) {
                fields(declarations, section, name, reader);
            }
        }
    }

    private static void fields(
            Declarations declarations, Section section, String name, Function<RawJson, Object> reader) {
        Declarations.Type type = declarations.type(name);
        if (type == null) {
            section.add(name, false);
            return;
        }
        Map<String, Boolean> typed = new LinkedHashMap<>();
        for (int variant = 0; variant < VARIANTS; variant++) {
            List<Samples.Field> fields = new ArrayList<>();
            JsonNode sample = new Samples(declarations, variant).of(type, fields);
            for (Samples.Field field : fields) {
                // The content of messages is that of the API, and counts by its blocks.
                if (!field.path().isEmpty() && !field.toString().equals("message")) {
                    typed.merge(field.toString(), isTyped(sample, field, reader), Boolean::logicalOr);
                }
            }
        }
        typed.forEach((field, is) -> section.add(name + "." + field, is));
    }

    /** Among the other fields, or alone: one that is only read where another one is missing counts too. */
    private static boolean isTyped(JsonNode sample, Samples.Field field, Function<RawJson, Object> reader) {
        JsonNode changed = Samples.changed(sample, field.path());
        String top = field.path().get(0);
        return isTyped(sample, changed, field.open(), reader)
                || isTyped(Samples.alone(sample, top), Samples.alone(changed, top), field.open(), reader);
    }

    private static boolean isTyped(JsonNode one, JsonNode other, boolean open, Function<RawJson, Object> reader) {
        Object first = reader.apply(RawJson.of(one.toString()));
        Object second = reader.apply(RawJson.of(other.toString()));
        // A field by which the type is chosen counts as well.
        return first.getClass() != second.getClass()
                || !Accessors.told(first, open).equals(Accessors.told(second, open));
    }

    private void tools(Declarations tools) {
        Section inputs = section("tool inputs");
        Section outputs = section("tool outputs");
        List<String> outputNames = tools.members("ToolOutputSchemas");
        for (String name : tools.members("ToolInputSchemas")) {
            // The union of the inputs ends with that of the outputs.
            if (!name.equals("ToolOutputSchemas")) {
                fields(tools, inputs, name, raw -> BuiltinInput.of(tool(name), raw));
            }
        }
        outputNames.forEach(name -> fields(tools, outputs, name, raw -> BuiltinOutput.of(tool(name), raw)));
    }

    private static String tool(String type) {
        String name = type.replaceFirst("(Input|Output)$", "");
        return TOOLS.getOrDefault(name, name);
    }

    private void requests() {
        Section section = section("control requests");
        Set<String> known = new TreeSet<>(BY_THE_SESSION);
        for (Method method : ControlRequests.class.getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) && method.getReturnType() == ControlRequest.class) {
                known.add(subtype(method));
            }
        }
        for (String member : declarations.members("SDKControlRequestInner")) {
            if (declarations.type(member) instanceof Declarations.Shape shape
                    && shape.fields().get("subtype") instanceof Declarations.Literal subtype) {
                section.add(subtype.value(), known.contains(subtype.value()));
            }
        }
    }

    private static Object anArgument(Class<?> type) {
        Map<Class<?>, Object> known = Map.of(
                String.class,
                "x",
                Map.class,
                Map.of(),
                boolean.class,
                true,
                Boolean.class,
                true,
                int.class,
                1,
                Integer.class,
                1,
                long.class,
                1L);
        return known.getOrDefault(type, PermissionMode.PLAN);
    }

    private static String subtype(Method factory) {
        Object[] arguments = new Object[factory.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = anArgument(factory.getParameterTypes()[i]);
        }
        try {
            return ((ControlRequest<?>) factory.invoke(null, arguments)).subtype();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The factory " + factory + " does not take " + List.of(arguments), e);
        }
    }

    private void blocks(Declarations api) {
        Section section = section("content blocks");
        Set<String> members = new TreeSet<>(api.members("BetaContentBlock"));
        members.addAll(api.members("BetaContentBlockParam"));
        Set<String> types = new TreeSet<>();
        for (String member : members) {
            if (api.type(member) instanceof Declarations.Shape shape
                    && shape.fields().get("type") instanceof Declarations.Literal type
                    && types.add(type.value())) {
                JsonNode sample = new Samples(api, 0).of(shape, new ArrayList<>());
                Message message = Message.parse("{\"type\":\"assistant\",\"message\":{\"content\":[" + sample + "]}}");
                List<ContentBlock> blocks = ((dev.agentsdk.message.AssistantMessage) message).content();
                section.add(type.value(), !(blocks.get(0) instanceof UnknownBlock));
            }
        }
    }

    /** Lists of texts that the declarations hold in full. */
    private void constants(String sdk) {
        constants(sdk, "tool names", "BUILTIN_TOOL_NAMES", ToolNames.ALL);
        constants(sdk, "texts about limits", "USAGE_LIMIT_ERROR_PREFIXES", UsageNotices.LIMIT_REACHED);
        constants(sdk, "texts about limits", "USAGE_TRANSITION_PREFIXES", UsageNotices.CREDITS_IN_USE);
        constants(sdk, "texts about limits", "USAGE_WARNING_PREFIXES", UsageNotices.LIMIT_NEAR);
        constants(sdk, "texts about limits", "ORG_POLICY_LIMIT_PREFIXES", UsageNotices.REFUSED_BY_ORGANIZATION);
    }

    private void constants(String sdk, String kind, String constant, Collection<String> known) {
        Matcher list = Pattern.compile("declare const " + constant + ": readonly \\[(.*)];")
                .matcher(sdk);
        if (list.find()) {
            Matcher text = Pattern.compile("'([^']*)'|\"([^\"]*)\"").matcher(list.group(1));
            while (text.find()) {
                String value = text.group(1) != null ? text.group(1) : text.group(2);
                section(kind).add(value, known.contains(value));
            }
        }
    }

    /**
     * What was found, as Markdown.
     *
     * @param sections as {@link #check} has found it
     * @return a table of counts, and the names of what is missing
     */
    public static String report(Map<String, Section> sections) {
        StringBuilder report = new StringBuilder("| | typed | of |\n|---|---|---|\n");
        sections.forEach((name, section) -> report.append("| ")
                .append(name)
                .append(" | ")
                .append(section.all - section.missing.size())
                .append(" | ")
                .append(section.all)
                .append(" |\n"));
        sections.forEach((name, section) -> {
            if (!section.missing.isEmpty()) {
                report.append("\nNot typed, ").append(name).append(":\n");
                section.missing.forEach(
                        missing -> report.append("- `").append(missing).append("`\n"));
            }
        });
        return report.toString();
    }

    /**
     * Prints the report.
     *
     * @param arguments the four files of {@link #check}
     * @throws IOException if a file cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        System.out.println(report(
                check(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]))));
    }
}
