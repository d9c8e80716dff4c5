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

    /** Passwords may stand before the host and tokens in the query. */
    static boolean isConfidential(URI url) {
        return url.getRawUserInfo() != null || url.getRawQuery() != null;
    }

    static String shown(URI url) {
        return isConfidential(url) ? url.getScheme() + "://" + url.getHost() + "/…" : url.toString();
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
