package dev.softphone.loadtest.runner.signaling;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.Template;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The socket to open. Path, query and header values may refer to the identity's columns, {@code ${identity.<column>}};
 * where none does, all softphones share one request.
 */
public final class UpgradeTemplate {
    private static final String IDENTITY = "identity.";

    private final Optional<URI> elsewhere;
    private final Template target;
    private final Map<String, Template> headers = new LinkedHashMap<>();
    private final @Nullable UpgradeRequest shared;

    /** A value is not there or cannot stand where it is wanted. The message names the reference, never the value. */
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;

        private UnusableException(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        /** Outcome code; the generator's own, because the identities are ours. */
        public String code() {
            return code;
        }
    }

    /** @throws IllegalArgumentException if a reference is malformed */
    public UpgradeTemplate(Gateway gateway) {
        this(gateway, Optional.empty());
    }

    /**
     * @param elsewhere scheme, host and port in place of the gateway's own
     * @throws IllegalArgumentException if a reference is malformed
     */
    public UpgradeTemplate(Gateway gateway, Optional<URI> elsewhere) {
        this.elsewhere = elsewhere;
        this.target = Template.parse(pathAndQuery(gateway.url()));
        gateway.headers().forEach((name, value) -> headers.put(name, Template.parse(value)));
        this.shared = literal();
    }

    /** The request of all softphones, or null where something in it refers to the identity. */
    private @Nullable UpgradeRequest literal() {
        String path = literal(target);
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, Template> header : headers.entrySet()) {
            String value = literal(header.getValue());
            if (value == null) {
                return null;
            }
            values.put(header.getKey(), value);
        }
        return path == null ? null : new UpgradeRequest(elsewhere, path, values);
    }

    private static @Nullable String literal(Template template) {
        StringBuilder text = new StringBuilder();
        for (Template.Part part : template.parts()) {
            if (!(part instanceof Template.Literal literal)) {
                return null;
            }
            text.append(literal.text());
        }
        return text.toString();
    }

    public UpgradeRequest of(Identity identity) throws UnusableException {
        return shared != null ? shared : resolve(identity);
    }

    /** The same headers for another path. */
    public UpgradeRequest at(String pathAndQuery, Identity identity) throws UnusableException {
        return new UpgradeRequest(elsewhere, pathAndQuery, of(identity).headers());
    }

    private UpgradeRequest resolve(Identity identity) throws UnusableException {
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, Template> header : headers.entrySet()) {
            String value = text(header.getValue(), identity, false);
            if (value.chars().anyMatch(c -> c != '\t' && (c < ' ' || c == 0x7f))) {
                throw new UnusableException(
                        "local/invalid-value",
                        "required a value without control characters for header " + header.getKey()
                                + ", observed one with");
            }
            values.put(header.getKey(), value);
        }
        return new UpgradeRequest(elsewhere, text(target, identity, true), values);
    }

    private static String text(Template template, Identity identity, boolean inUrl) throws UnusableException {
        StringBuilder text = new StringBuilder();
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Literal literal) {
                text.append(literal.text());
            } else if (part instanceof Template.Reference reference) {
                String value = value(reference.name(), identity);
                text.append(
                        inUrl ? URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20") : value);
            }
        }
        return text.toString();
    }

    private static String value(String name, Identity identity) throws UnusableException {
        String column = name.startsWith(IDENTITY) ? name.substring(IDENTITY.length()) : "";
        String value = column.equals("username")
                ? identity.username()
                : identity.values().get(column);
        if (value == null) {
            throw new UnusableException("local/missing-value", "required a value for ${" + name + "}, observed none");
        }
        return value;
    }

    private static String pathAndQuery(String url) {
        int authority = url.indexOf("://") + "://".length();
        for (int at = authority; at < url.length(); at++) {
            char c = url.charAt(at);
            if (c == '/') {
                return url.substring(at);
            }
            if (c == '?') {
                return "/" + url.substring(at);
            }
        }
        return "/";
    }
}
