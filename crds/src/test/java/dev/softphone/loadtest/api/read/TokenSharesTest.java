package dev.softphone.loadtest.api.read;

import static dev.softphone.loadtest.api.read.Reads.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.Fraction;
import dev.softphone.loadtest.plan.Part;
import dev.softphone.loadtest.plan.Shares;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenSharesTest {
    private static final String GENERATED =
            "{generated: {username: \"u-{index}\", passwordSecretRef: {name: shared, key: token}}}";
    private static final String FILES = "{secretRefs: [{name: a, key: k}, {name: b, key: k}]}";
    private static final String OAUTH = "oauth: {organizations: [{name: green, clientId: c,"
            + " clientSecretRef: {name: oauth, key: green}, grant: ClientCredentials, sharing: Shared}]}";
    /** Has the softphones 0, 2, 3, 5, 6, 8, … */
    private static final Part TWO_THIRDS = Part.WHOLE.split(Shares.of(List.of(2, 1)), 0);

    private static final Part A_THIRD = Part.WHOLE.split(Shares.of(List.of(2, 1)), 1);

    @Test
    void generatedIdentitiesShareOneTokenByTheirNumber() {
        TokenShares shares = shares(10, "tokenColumn: password, quota: Respect", GENERATED, TWO_THIRDS, "t");

        assertThat(shares.of("t")).isEqualTo(new Fraction(7, 10));
        assertThat(shares.size()).isOne();
    }

    @Test
    void ofGeneratedIdentitiesWithATokenEachNoneIsShared() {
        assertThat(shares(10, "tokenColumn: username, quota: Respect", GENERATED, TWO_THIRDS, "t")
                        .size())
                .isZero();
    }

    @Test
    void rowsAreCountedByTokenOverAllFilesUpToTheLastSoftphone() {
        String[] files = {
            "username,token\na0,one\na1,two\na2,one\na3,three\n", "token,username\none,b0\none,b1\ntwo,b2\n"
        };
        TokenShares most = shares(6, "quota: Respect", FILES, TWO_THIRDS, files);
        TokenShares rest = shares(6, "quota: Respect", FILES, A_THIRD, files);

        assertThat(most.of("one")).as("0, 2 and 5 of 0, 2, 4, 5").isEqualTo(new Fraction(3, 4));
        assertThat(rest.of("one")).isEqualTo(new Fraction(1, 4));
        assertThat(rest.of("two"))
                .as("line 4 of the second file is no softphone's")
                .isEqualTo(Fraction.WHOLE);
        assertThat(most.size()).as("of tokens of one alone nothing is kept").isOne();
        assertThat(rest.size()).isOne();
    }

    @Test
    void theColumnIsTheOneThatTheGatewayNames() {
        TokenShares shares = shares(
                3, "tokenColumn: password, quota: Respect", FILES, A_THIRD, "username,password\na,t\nb,t\nc,t\n", "");

        assertThat(shares.of("t")).isEqualTo(new Fraction(1, 3));
    }

    @Test
    void nothingIsCountedWhereNobodyHasToKnow() {
        String[] rows = {"username,token\na,t\nb,t\nc,t\n", "username,token\n"};

        assertThat(shares(3, "quota: Respect", FILES, A_THIRD, rows).of("t")).isEqualTo(new Fraction(1, 3));
        assertThat(shares(3, "quota: Observe", FILES, A_THIRD, rows).size()).isZero();
        assertThat(shares(3, "quota: Respect", FILES, Part.WHOLE, rows).size()).isZero();
        assertThat(shares(3, "quota: Respect", FILES.replace("}]}", "}], " + OAUTH + "}"), A_THIRD, rows)
                        .size())
                .as("fetched tokens are a runner's own")
                .isZero();
    }

    @Test
    void aTokenIsNotShown() {
        TokenShares shares = shares(10, "tokenColumn: password, quota: Respect", GENERATED, A_THIRD, "hunter2");

        assertThat(shares.size()).isOne();
        assertThat(shares.toString()).doesNotContain("hunter2");
    }

    private static TokenShares shares(int softphones, String genesys, String identities, Part part, String... files) {
        LoadTest test = accepted(SpecReader.read(Reads.yaml("""
                metadata: {name: monday}
                spec:
                  softphones: %d
                  gateway: {protocol: GenesysCloud, url: "wss://streaming.example.test", genesys: {%s}}
                  arrival: {rampUp: {over: 10s}}
                  identities: %s
                """.formatted(softphones, genesys, identities))));
        return accepted(IdentityReader.read(
                        test, key -> Optional.of(key.name().equals("b") ? files[1] : files[0]), part))
                .tokens();
    }
}
