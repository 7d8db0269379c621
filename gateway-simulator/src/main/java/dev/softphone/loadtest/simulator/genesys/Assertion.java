package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.genesys.Xml.MalformedException;
import dev.softphone.loadtest.simulator.script.GenesysScript.AssertionForm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Finds the user in a SAML2-bearer assertion. */
final class Assertion {
    private Assertion() {}

    /** The user's name, or null where the assertion has none. */
    static @Nullable String user(String assertion, AssertionForm form) {
        if (form == AssertionForm.USER_NAME) {
            return assertion.isBlank() ? null : assertion.strip();
        }
        try {
            XmlElement saml = Xml.read(new String(decode(assertion), StandardCharsets.UTF_8));
            XmlElement name = saml.find("Assertion") == null ? null : saml.find("NameID");
            return name == null || name.text().isBlank() ? null : name.text().strip();
        } catch (MalformedException | IllegalArgumentException e) {
            return null;
        }
    }

    /** RFC 7522 §2.1 asks for base64url; what identity providers post is base64 with line ends. Both are read. */
    private static byte[] decode(String text) {
        return text.contains("-") || text.contains("_")
                ? Base64.getUrlDecoder().decode(text.strip())
                : Base64.getMimeDecoder().decode(text);
    }
}
