package dev.softphone.loadtest.api.read;

import static dev.softphone.loadtest.api.read.Reads.accepted;
import static dev.softphone.loadtest.api.read.Reads.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.api.read.Manifest.Source;
import dev.softphone.loadtest.model.SecretKey;
import org.junit.jupiter.api.Test;

class ManifestTest {

    private static final String TEST = """
            # a comment before
            apiVersion: softphone.dev/v1alpha1
            kind: SoftphoneLoadTest
            metadata: {name: monday}
            spec: {softphones: 1}
            """;

    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata: {name: softphones}
            stringData: {a.csv: "username\\nanna"}
            data: {password: aHVudGVyMg==}
            """;

    @Test
    void findsTheTestAndItsSecretsInOneTextOrInSeveral() {
        Manifest one = accepted(Manifest.read(new Source("test.yaml", "---\n" + SECRET + "---\n" + TEST + "---\n")));
        Manifest two = accepted(Manifest.read(new Source("test.yaml", TEST), new Source("secret.yaml", SECRET)));

        assertThat(one.test()).isEqualTo(two.test());
        assertThat(one.test().at("/metadata/name").asText()).isEqualTo("monday");
        assertThat(one.value(new SecretKey("softphones", "password"))).contains("hunter2");
        assertThat(two.value(new SecretKey("softphones", "a.csv"))).contains("username\nanna");
        assertThat(two.value(new SecretKey("softphones", "b.csv"))).isEmpty();
    }

    @Test
    void saysTheLineOfBrokenYaml() {
        assertThat(refused(Manifest.read(new Source("test.yaml", "kind: a\nspec: [1, 2\nother: 3\n"))))
                .extracting(Violation::path)
                .containsExactly("test.yaml:3");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertThat(refused(Manifest.read(new Source("test.yaml", TEST + "kind: Other\n"))))
                .extracting(Violation::toString)
                .singleElement()
                .asString()
                .startsWith("test.yaml:6: required well-formed YAML, observed Duplicate field 'kind'");
    }

    @Test
    void refusesAnotherKindAndAnotherVersion() {
        assertThat(refused(Manifest.read(new Source("a.yaml", TEST.replace("v1alpha1", "v1")))))
                .extracting(Violation::toString)
                .containsExactly("a.yaml: required apiVersion and kind softphone.dev/v1alpha1 SoftphoneLoadTest, or v1"
                        + " Secret, observed softphone.dev/v1 SoftphoneLoadTest");
        assertThat(refused(Manifest.read(new Source("a.yaml", "just: this"))))
                .extracting(Violation::observed)
                .containsExactly("absent absent");
    }

    @Test
    void refusesNoTestAndMoreThanOne() {
        assertThat(refused(Manifest.read(new Source("a.yaml", ""))))
                .extracting(Violation::toString)
                .containsExactly("a.yaml: required one SoftphoneLoadTest, observed none");
        assertThat(refused(Manifest.read(new Source("a.yaml", TEST), new Source("b.yaml", TEST))))
                .extracting(Violation::toString)
                .containsExactly("a.yaml, b.yaml: required one SoftphoneLoadTest, observed 2: monday, monday");
    }

    @Test
    void refusesATextThatIsNoBlockOfFields() {
        assertThat(refused(Manifest.read(new Source("a.yaml", "- 1\n- 2\n"))))
                .extracting(Violation::observed)
                .contains("text or a list");
    }

    @Test
    void refusesASecretThatIsNotBase64WithoutShowingIt() {
        assertThat(refused(Manifest.read(new Source("a.yaml", TEST + "---\n" + SECRET.replace("aHVudGVyMg==", "a")))))
                .extracting(Violation::toString)
                .containsExactly(
                        "a.yaml: required base64 in Secret softphones at data.password, observed something else");
    }

    @Test
    void showsNoSecretInWords() {
        Manifest manifest = accepted(Manifest.read(new Source("a.yaml", TEST + "---\n" + SECRET)));

        assertThat(manifest.toString()).contains("monday", "2 secret values").doesNotContain("hunter2", "anna");
    }

    @Test
    void quotesNothingOfABrokenSecret() {
        assertThat(refused(Manifest.read(new Source("a.yaml", "stringData:\n  password: \"hunter2\n")))
                        .toString())
                .doesNotContain("hunter2");
    }
}
