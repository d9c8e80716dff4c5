package dev.agentsdk.permission;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.permission.PermissionUpdate.AddDirectories;
import dev.agentsdk.permission.PermissionUpdate.AddRules;
import dev.agentsdk.permission.PermissionUpdate.RemoveDirectories;
import dev.agentsdk.permission.PermissionUpdate.RemoveRules;
import dev.agentsdk.permission.PermissionUpdate.ReplaceRules;
import dev.agentsdk.permission.PermissionUpdate.SetMode;
import dev.agentsdk.permission.PermissionUpdate.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Permission updates as they go over the wire. */
final class PermissionJson {

    private PermissionJson() {}

    static PermissionUpdate read(RawJson json) {
        Fields fields = Fields.of(json);
        Optional<PermissionDestination> destination = fields.text("destination").map(PermissionDestination::of);
        Optional<PermissionBehavior> behavior = fields.text("behavior").map(PermissionBehavior::of);
        Optional<PermissionUpdate> known = switch (fields.textOrEmpty("type")) {
            case "addRules" -> behavior.map(what -> new AddRules(rules(fields), what, destination));
            case "replaceRules" -> behavior.map(what -> new ReplaceRules(rules(fields), what, destination));
            case "removeRules" -> behavior.map(what -> new RemoveRules(rules(fields), what, destination));
            case "setMode" ->
                fields.text("mode")
                        .filter(mode -> !Printable.isBlank(mode))
                        .map(mode -> new SetMode(PermissionMode.of(mode), destination));
            case "addDirectories" -> Optional.of(new AddDirectories(fields.texts("directories"), destination));
            case "removeDirectories" -> Optional.of(new RemoveDirectories(fields.texts("directories"), destination));
            default -> Optional.empty();
        };
        return known.orElseGet(() -> new Unknown(json));
    }

    private static List<PermissionRule> rules(Fields fields) {
        return fields.objects(
                "rules", rule -> new PermissionRule(rule.textOrEmpty("toolName"), rule.text("ruleContent")));
    }

    static RawJson write(PermissionUpdate update) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (update instanceof Unknown unknown) {
            return unknown.raw();
        } else if (update instanceof AddRules add) {
            rules(json, "addRules", add.rules(), add.behavior());
        } else if (update instanceof ReplaceRules replace) {
            rules(json, "replaceRules", replace.rules(), replace.behavior());
        } else if (update instanceof RemoveRules remove) {
            rules(json, "removeRules", remove.rules(), remove.behavior());
        } else if (update instanceof SetMode set) {
            json.put("type", "setMode");
            json.put("mode", set.mode().value());
        } else if (update instanceof AddDirectories add) {
            json.put("type", "addDirectories");
            json.put("directories", add.directories());
        } else if (update instanceof RemoveDirectories remove) {
            json.put("type", "removeDirectories");
            json.put("directories", remove.directories());
        }
        update.destination().ifPresent(destination -> json.put("destination", destination.value()));
        return Json.raw(json);
    }

    private static void rules(
            Map<String, Object> json, String type, List<PermissionRule> rules, PermissionBehavior behavior) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (PermissionRule rule : rules) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("toolName", rule.toolName());
            rule.ruleContent().ifPresent(content -> one.put("ruleContent", content));
            list.add(one);
        }
        json.put("type", type);
        json.put("rules", list);
        json.put("behavior", behavior.value());
    }
}
