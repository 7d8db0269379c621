package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Template;
import java.util.List;
import java.util.function.Predicate;

/** The references of a SIP gateway: its url and headers may refer to the identity's columns, and to nothing else. */
final class SipReferences {

    private static final String IDENTITY = "identity.";

    private SipReferences() {}

    static List<Violation> problems(Gateway gateway, Predicate<String> columns) {
        Violations violations = new Violations();
        text("spec.gateway.url", gateway.url(), columns, violations);
        gateway.headers().forEach((name, value) -> text("spec.gateway.headers." + name, value, columns, violations));
        return violations.list();
    }

    private static void text(String path, String text, Predicate<String> columns, Violations violations) {
        try {
            for (String name : Template.references(text)) {
                violations.require(
                        name.startsWith(IDENTITY) && columns.test(name.substring(IDENTITY.length())),
                        path,
                        "${identity.<column>} with a column that the identities have",
                        "${" + name + "}");
            }
        } catch (IllegalArgumentException malformed) {
            violations.add(path, "references that can be read", String.valueOf(malformed.getMessage()));
        }
    }
}
