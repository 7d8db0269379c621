package dev.softphone.loadtest.api.read;

import static dev.softphone.loadtest.api.read.Reads.accepted;
import static dev.softphone.loadtest.api.read.Reads.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.OAuthOrganization;
import dev.softphone.loadtest.model.SecretKey;
import dev.softphone.loadtest.plan.Part;
import dev.softphone.loadtest.plan.Shares;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityReaderTest {

    private static final String FILES =
            "identities: {secretRefs: [{name: a, key: softphones.csv}, {name: b, key: softphones.csv}]}\n";

    @Test
    void takesRowsInTheOrderOfTheFilesAndLeavesTheRestAlone() {
        List<Identity> identities = accepted(read(
                5,
                FILES,
                "username,password,organization,token\n" + rows("a", 3),
                "token,username\nt,b0\nt,b1\nt,b2\n"));

        assertThat(identities).extracting(Identity::username).containsExactly("a0", "a1", "a2", "b0", "b1");
        assertThat(identities.get(0).organization()).contains("org");
        assertThat(identities.get(0).password()).isEqualTo("hunter2");
        assertThat(identities.get(0).values()).containsEntry("index", "0").containsEntry("token", "secret");
        assertThat(identities.get(4).organization()).isEmpty();
        assertThat(identities.get(4).password()).isEmpty();
        assertThat(identities.get(4).values()).containsEntry("index", "4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"secretRefs: [{name: a, key: k}, {name: b, key: k}]", "generated: {username: \"u-{index}\"}"})
    void everyIdentityIsReadByTheOneWhosePartItIs(String identities) {
        LoadTest test = accepted(SpecReader.read(Reads.test("identities: {" + identities + "}")));
        Secrets secrets = key -> Optional.of("username\n"
                + IntStream.range(0, 300).mapToObj(i -> key.name() + i + "\n").collect(Collectors.joining()));
        List<Identity> all = accepted(IdentityReader.read(test, secrets));
        Shares regions = Shares.of(List.of(2, 1));

        for (int region = 0; region < 2; region++) {
            for (int runner = 0; runner < 3; runner++) {
                Part part = Part.WHOLE.split(regions, region).split(Shares.equal(3), runner);
                List<Identity> own =
                        accepted(IdentityReader.read(test, secrets, part)).identities();

                assertThat(own).hasSize((int) part.countBelow(500));
                for (int n = 0; n < own.size(); n++) {
                    assertThat(own.get(n)).isEqualTo(all.get((int) part.wholeIndex(n)));
                }
            }
        }
    }

    @Test
    void refusesFewerRowsThanSoftphonesWithTheArithmetic() {
        assertThat(refused(read(
                        500,
                        FILES,
                        "username,password,organization,token\n" + rows("a", 200),
                        "username,password,organization,token\n" + rows("b", 100))))
                .extracting(Violation::toString)
                .containsExactly("spec.identities.secretRefs: required 500 identities, one for each softphone,"
                        + " observed 300 in 2 files: 200 + 100");
    }

    @Test
    void refusesAUsernameThatStandsTwiceEvenInTwoFiles() {
        assertThat(refused(read(2, FILES, "username\nanna\n", "username\nberta\nanna\n")))
                .extracting(Violation::toString)
                .containsExactly(
                        "spec.identities.secretRefs[1] line 3: required each username once, observed \"anna\" again");
    }

    @Test
    void refusesAFileWithoutAFirstRowAndShowsNothingOfIt() {
        assertThat(refused(read(2, FILES, "anna,hunter2\n", "username\nberta\n")))
                .extracting(Violation::toString)
                .containsExactly("spec.identities.secretRefs[0]: required a column username in the first row,"
                        + " observed 2 columns without it");
    }

    @Test
    void refusesMalformedRowsAndShowsNothingOfThem() {
        List<Violation> violations = refused(read(
                2, FILES, "username,password\nanna,hunter2,more\n,hunter2\n", "username,password\nbert\"a,hunter2\n"));

        assertThat(violations)
                .extracting(Violation::toString)
                .containsExactly(
                        "spec.identities.secretRefs[0] line 2: required 2 fields, as in the first row, observed 3",
                        "spec.identities.secretRefs[0] line 3: required a username, observed nothing",
                        "spec.identities.secretRefs[1]: required CSV as RFC 4180 has it, observed on line 2: quotes around"
                                + " the whole field, or none in it is missing");
        assertThat(violations.toString()).doesNotContain("hunter2");
    }

    @Test
    void refusesAColumnThatAHeaderRefersToAndAFileLacks() {
        assertThat(refused(read(
                        accepted(SpecReader.read(Reads.test(
                                FILES, "headers: [{name: Authorization, value: \"Bearer ${identity.token}\"}]"))),
                        Map.of(
                                new SecretKey("a", "softphones.csv"),
                                "username,token\na0,t\n",
                                new SecretKey("b", "softphones.csv"),
                                "username\nb0\n"))))
                .extracting(Violation::path)
                .contains("spec.identities.secretRefs[1]");
    }

    @Test
    void refusesASecretThatIsNotThere() {
        assertThat(refused(read(accepted(SpecReader.read(Reads.test(FILES))), Map.of())))
                .extracting(Violation::toString)
                .contains("spec.identities.secretRefs[0]: required Secret a with key softphones.csv, observed absent");
    }

    @Test
    void makesNamesFromAPattern() {
        LoadTest test = accepted(SpecReader.read(
                Reads.test("identities: {generated: {username: \"u-{index}\", organizations: [blue, green],"
                        + " passwordSecretRef: {name: all, key: password}}}")));

        List<Identity> identities = accepted(read(test, Map.of(new SecretKey("all", "password"), "hunter2")));

        assertThat(identities).hasSize(500);
        assertThat(identities.get(3).username()).isEqualTo("u-3");
        assertThat(identities).extracting(Identity::organization).startsWith(Optional.of("blue"), Optional.of("green"));
        assertThat(identities.get(499).password()).isEqualTo("hunter2");
        assertThat(identities.toString()).doesNotContain("hunter2");
    }

    @Test
    void carriesAHeaderFromASecretAsAColumn() {
        LoadTest test = accepted(SpecReader.read(Reads.test(
                "", "headers: [{name: Authorization, valueFrom: {secretKeyRef: {name: api, key: to_ken.txt}}}]")));

        assertThat(accepted(read(test, Map.of(new SecretKey("api", "to_ken.txt"), "hunter2")))
                        .get(7)
                        .values())
                .containsEntry("secret.api_to_ken.txt", "hunter2");
        assertThat(refused(read(test, Map.of())))
                .extracting(Violation::toString)
                .containsExactly("spec.gateway: required Secret api with key to_ken.txt, observed absent");
    }

    private static final String OAUTH = ", oauth: {organizations: [{name: blue, grant: Saml2Bearer, clientId: app,"
            + " clientSecretRef: {name: oauth, key: blue}}, {name: green, grant: ClientCredentials, clientId: app,"
            + " clientSecretRef: {name: oauth, key: green}}]}}";

    @Test
    void carriesTheSecretOfItsOrganizationsClientAndNoOthers() {
        List<Identity> identities = accepted(readOAuth("username,organization,assertion\na,blue,saml\nb,green,\n"));

        assertThat(identities)
                .extracting(identity -> identity.values().get(OAuthOrganization.CLIENT_SECRET))
                .containsExactly("hunter2", "hunter3");
        assertThat(identities.get(0).values()).containsEntry("assertion", "saml");
    }

    @Test
    void refusesAnIdentityWhoseTokenCannotBeFetched() {
        assertThat(refused(readOAuth("username,organization,assertion\na,blue,\nb,cyan,saml\nc,,saml\n")))
                .extracting(Violation::toString)
                .containsExactly(
                        "spec.identities.secretRefs[0] line 2: required an assertion, in a column of that name, observed"
                                + " none",
                        "spec.identities.secretRefs[0] line 3: required an organization of spec.identities.oauth: blue,"
                                + " green, observed \"cyan\"",
                        "spec.identities.secretRefs[0] line 4: required an organization of spec.identities.oauth: blue,"
                                + " green, observed none");
        assertThat(refused(IdentityReader.read(oauthTest(), key -> Optional.empty())))
                .extracting(Violation::toString)
                .contains(
                        "spec.identities.oauth.organizations[1].clientSecretRef: required Secret oauth with key green,"
                                + " observed absent");
    }

    @Test
    void hostsOfAnOrganizationThatNobodyHasAreRefusedAsTheNameMayBeWrittenWrongly() {
        String csv = "username,token,organization\na,secret,blue\nb,secret,green\nc,secret,red\n";
        SecretKey file = new SecretKey("a", "users.csv");

        assertThat(refused(
                        read(elsewhere("{secretRefs: [{name: a, key: users.csv}]}", "red", "cyan"), Map.of(file, csv))))
                .extracting(Violation::toString)
                .containsExactly("spec.gateway.genesys.organizations[1].name: required an organization that an identity"
                        + " has, observed \"cyan\"");
        assertThat(accepted(read(elsewhere("{secretRefs: [{name: a, key: users.csv}]}", "red"), Map.of(file, csv))))
                .as("the third row is no softphone's, and its organization one nevertheless")
                .hasSize(2);
        String generated = "{generated: {organizations: [blue, green], passwordSecretRef: {name: a, key: users.csv}}}";
        assertThat(refused(read(elsewhere(generated, "cyan"), Map.of(file, "token"))))
                .hasSize(1);
        accepted(read(elsewhere(generated, "green"), Map.of(file, "token")));
    }

    private static LoadTest elsewhere(String identities, String... organizations) {
        ObjectNode resource = Reads.test("identities: " + identities);
        ObjectNode gateway = (ObjectNode) resource.at("/spec/gateway");
        gateway.put("protocol", "GenesysCloud").put("url", "wss://streaming.example.test");
        ObjectNode genesys = gateway.putObject("genesys");
        genesys.put("tokenColumn", identities.contains("generated") ? "password" : "token");
        for (String organization : organizations) {
            genesys.withArray("organizations")
                    .addObject()
                    .put("name", organization)
                    .put("url", "wss://streaming." + organization + ".test");
        }
        ((ObjectNode) resource.path("spec")).put("softphones", 2);
        return accepted(SpecReader.read(resource));
    }

    private static Reading<List<Identity>> readOAuth(String csv) {
        return read(
                oauthTest(),
                Map.of(
                        new SecretKey("a", "users.csv"), csv,
                        new SecretKey("oauth", "blue"), "hunter2\n",
                        new SecretKey("oauth", "green"), "hunter3"));
    }

    private static LoadTest oauthTest() {
        ObjectNode resource = Reads.test("identities: {secretRefs: [{name: a, key: users.csv}]" + OAUTH);
        ((ObjectNode) resource.at("/spec/gateway"))
                .put("protocol", "GenesysCloud")
                .put("url", "wss://streaming.example.test");
        ((ObjectNode) resource.path("spec")).put("softphones", 2);
        return accepted(SpecReader.read(resource));
    }

    private static String rows(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + i + ",hunter2,org,secret\n")
                .collect(Collectors.joining());
    }

    private static Reading<List<Identity>> read(int softphones, String spec, String first, String second) {
        var resource = Reads.test(spec);
        ((ObjectNode) resource.path("spec")).put("softphones", softphones);
        return read(
                accepted(SpecReader.read(resource)),
                Map.of(
                        new SecretKey("a", "softphones.csv"), first,
                        new SecretKey("b", "softphones.csv"), second));
    }

    private static Reading<List<Identity>> read(LoadTest test, Map<SecretKey, String> secrets) {
        return IdentityReader.read(test, key -> Optional.ofNullable(secrets.get(key)));
    }
}
