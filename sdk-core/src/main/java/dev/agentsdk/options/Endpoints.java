package dev.agentsdk.options;

import java.net.URI;
import java.util.Map;

/** What servers at an address have in common. */
final class Endpoints {

    private Endpoints() {}

    static void check(URI url) {
        if (url.getHost() == null && url.getRawAuthority() == null) {
            throw new IllegalArgumentException(
                    "mcpServers: a url must be absolute, for example http://localhost:8080/mcp.");
        }
    }

    /** Without user info, path, query and fragment: passwords and tokens stand in all of them. */
    static String shown(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String path = url.getRawPath();
        boolean plain = (path == null || path.isEmpty() || path.equals("/"))
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        return url.getScheme() + "://" + url.getHost() + port + (plain ? "" : "/…");
    }

    static void describe(
            Map<String, Object> json,
            String type,
            URI url,
            Map<String, String> headers,
            McpServerConfig.Tuning tuning) {
        json.put("type", type);
        json.put("url", url.toString());
        if (!headers.isEmpty()) {
            json.put("headers", headers);
        }
        tune(json, tuning);
    }

    static void tune(Map<String, Object> json, McpServerConfig.Tuning tuning) {
        tuning.timeout().ifPresent(time -> json.put("timeout", time.toMillis()));
        if (tuning.alwaysLoad()) {
            json.put("alwaysLoad", true);
        }
    }
}
