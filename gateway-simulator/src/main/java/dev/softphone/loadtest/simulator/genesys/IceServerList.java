package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.script.GenesysScript.IceServer;
import dev.softphone.loadtest.simulator.script.GenesysScript.IceServers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients of STUN and TURN servers, with credentials as coturn checks them.
 *
 * <pre>username = expiry ":" name        password = base64(HMAC-SHA1(secret, username))</pre>
 */
final class IceServerList {
    private final IceServers script;

    IceServerList(IceServers script) {
        this.script = script;
    }

    /** The services of a type, or null for a type that nobody knows. */
    @Nullable
    String services(String type, String user, long epochMillis) {
        return switch (type) {
            case "stun" -> list(script.stun(), "stun", "");
            case "turn" -> list(script.turn(), "turn", credentials(user, epochMillis));
            default -> null;
        };
    }

    private static String list(List<IceServer> servers, String type, String credentials) {
        return "<services xmlns=\"" + Namespaces.EXTDISCO + "\"" + Answers.attribute("type", type) + ">"
                + servers.stream()
                        .map(server -> "<service" + Answers.attribute("type", type)
                                + Answers.attribute("host", server.host()) + " port=\"" + server.port() + "\""
                                + Answers.attribute("transport", server.transport()) + credentials + "/>")
                        .collect(Collectors.joining())
                + "</services>";
    }

    private String credentials(String user, long epochMillis) {
        String name = (epochMillis / 1_000 + script.expiresIn().toSeconds()) + ":" + user;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(script.secret().value().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            String password = Base64.getEncoder().encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
            return Answers.attribute("username", name) + Answers.attribute("password", password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
