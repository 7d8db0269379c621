package dev.softphone.loadtest.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softphone.loadtest.model.Authorization;
import dev.softphone.loadtest.targets.TargetPolicy.Denial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-21T23:30:00Z");
    private static final Authorization TONIGHT =
            new Authorization("T-1", Instant.parse("2026-11-21T23:00:00Z"), Instant.parse("2026-11-22T05:00:00Z"));

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"})
    void loopbackIsFree(String address) {
        assertThat(check(allowing(), "anything.example", address)).isEmpty();
    }

    @Test
    void everythingElseNeedsToBeAllowedAndTheRefusalSaysHow() {
        assertThat(check(allowing(), "gw.example", "203.0.113.7").map(Denial::message))
                .contains("gw.example (203.0.113.7): required loopback, or a target that is allowed, observed neither;"
                        + " to allow it: --allow-target gw.example");
    }

    @ParameterizedTest
    @CsvSource({
        "gw.example, gw.example, 203.0.113.7",
        "GW.Example., gw.example, 203.0.113.7",
        "gw.example, GW.EXAMPLE., 203.0.113.7",
        "*.example, a.b.example, 203.0.113.7",
        "203.0.113.7, gw.example, 203.0.113.7",
        "203.0.113.0/24, gw.example, 203.0.113.7",
        "203.0.113.0/24, gw.example, ::ffff:203.0.113.7",
        "203.0.113.0/24, gw.example, 64:ff9b::cb00:7107",
        "2001:db8::/32, gw.example, 2001:db8::7",
        "[2001:db8::7], [2001:db8::7], 2001:db8::7"
    })
    void allowsByHostSuffixAddressAndBlock(String allowed, String host, String address) {
        assertThat(check(allowing(allowed), host, address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gw.example, other.example, 203.0.113.7",
        "gw.example, gw.example.evil.test, 203.0.113.7",
        "*.example, example, 203.0.113.7",
        "*.example, notexample, 203.0.113.7",
        "203.0.113.0/24, gw.example, 203.0.114.7",
        "203.0.113.0/25, gw.example, 203.0.113.128",
        "203.0.113.0/24, gw.example, 2001:db8::7",
        "2001:db8::/32, gw.example, 2001:db9::7"
    })
    void allowsNothingThatOnlyLooksAlike(String allowed, String host, String address) {
        assertThat(check(allowing(allowed), host, address)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254, a metadata service",
        "::ffff:169.254.169.254, a metadata service",
        "64:ff9b::a9fe:a9fe, a metadata service",
        "fd00:ec2::254, a metadata service",
        "100.100.100.200, a metadata service",
        "169.254.7.7, a link-local address",
        "fe80::1, a link-local address",
        "febf::1, a link-local address",
        "224.0.0.251, a multicast address",
        "ff02::1, a multicast address",
        "255.255.255.255, the broadcast address",
        "0.0.0.0, an unspecified address",
        "::, an unspecified address"
    })
    void someAddressesAreNeverLoadedEvenWhenAllowed(String address, String what) {
        assertThat(check(allowing("gw.example", "169.254.0.0/16", "224.0.0.0/8", "fe80::/16"), "gw.example", address))
                .hasValueSatisfying(denial -> {
                    assertThat(denial.observed()).isEqualTo(what);
                    assertThat(denial.remedy()).isEmpty();
                });
    }

    @Test
    void oneBadAddressRefusesTheName() {
        assertThat(check(allowing("203.0.113.0/24"), "gw.example", "203.0.113.7", "127.0.0.1", "198.51.100.1"))
                .map(Denial::target)
                .contains("gw.example (198.51.100.1)");
        assertThat(check(allowing("gw.example"), "gw.example", "203.0.113.7", "fe80::1"))
                .isPresent();
        assertThat(allowing("gw.example").check("gw.example", List.of(), Optional.empty(), NOW))
                .map(Denial::observed)
                .contains("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "streaming.mypurecloud.com",
                "mypurecloud.com.au",
                "streaming.usw2.pure.cloud",
                "api.use2.us-gov-pure.cloud",
                "eu-west-1.pure.cloud"
            })
    void aProductionPlatformNeedsAnAuthorizationForNow(String host) {
        TargetPolicy policy = allowing(host);
        List<IpAddress> address = List.of(address("203.0.113.7"));

        assertThat(policy.check(host, address, Optional.of(TONIGHT), NOW)).isEmpty();
        assertThat(policy.check(host, address, Optional.empty(), NOW).map(Denial::message))
                .hasValueSatisfying(message -> assertThat(message)
                        .contains("Genesys Cloud")
                        .contains("observed none")
                        .contains("spec.authorization"));
        assertThat(policy.check(host, address, Optional.of(TONIGHT), TONIGHT.until()))
                .hasValueSatisfying(denial -> assertThat(denial.observed())
                        .isEqualTo(
                                "a window from 2026-11-21T23:00:00Z to 2026-11-22T05:00:00Z at 2026-11-22T05:00:00Z"));
        assertThat(policy.check(
                        host, address, Optional.of(TONIGHT), TONIGHT.from().minusMillis(1)))
                .isPresent();
        assertThat(policy.check(host, address, Optional.of(TONIGHT), TONIGHT.from()))
                .isEmpty();
    }

    @Test
    void anAuthorizationDoesNotStandInForTheAllowList() {
        assertThat(allowing()
                        .check("streaming.mypurecloud.com", List.of(address("203.0.113.7")), Optional.of(TONIGHT), NOW))
                .isPresent();
    }

    @Test
    void aNameThatOnlyContainsAPlatformsNameIsNone() {
        assertThat(check(allowing("*.example"), "mypurecloud.com.example", "203.0.113.7"))
                .isEmpty();
        assertThat(check(allowing("impure.cloud"), "impure.cloud", "203.0.113.7"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "a b",
                "http://gw.example",
                "gw.example:443",
                "0.0.0.0/0",
                "10.0.0.0/7",
                "10.0.0.0/33",
                "::/0"
            })
    void refusesAnEntryThatSaysNothingOrTooMuch(String entry) {
        assertThatThrownBy(() -> allowing(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--allow-target: required")
                .hasMessageContaining("observed " + entry);
    }

    @Test
    void neverLetsAForbiddenAddressThroughHoweverItIsWritten() {
        TargetPolicy everything = allowing("*.example", "169.254.0.0/16");
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            byte[] four = {(byte) 169, (byte) 254, (byte) random.nextInt(256), (byte) random.nextInt(256)};
            byte[] six = new byte[16];
            if (random.nextBoolean()) {
                six[10] = (byte) 0xff;
                six[11] = (byte) 0xff;
            } else {
                six[1] = 0x64;
                six[2] = (byte) 0xff;
                six[3] = (byte) 0x9b;
            }
            System.arraycopy(four, 0, six, 12, 4);
            for (IpAddress address : List.of(IpAddress.of(four), IpAddress.of(six))) {
                assertThat(everything.check("a.example", List.of(address), Optional.empty(), NOW))
                        .as("seed %d: %s", seed, address)
                        .isPresent();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "localhost", "LocalHost.", "gw.localhost", "::ffff:127.0.0.1"})
    void loopbackIsNoTargetOfAPodHoweverItIsWritten(String host) {
        assertThat(unresolved(allowing("localhost", "127.0.0.0/8"), host))
                .hasValueSatisfying(denial -> assertThat(denial.observed()).contains("each pod itself"));
    }

    @ParameterizedTest
    @CsvSource({
        "gw.example, gw.example",
        "*.example, a.example",
        "203.0.113.0/24, 203.0.113.7",
        "203.0.113.0/24, known-only-to-the-pods"
    })
    void aHostThatThePodsMayFindAllowedIsLeftToThem(String allowed, String host) {
        assertThat(unresolved(allowing(allowed), host)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gw.example, other.example",
        "203.0.113.0/24, 203.0.114.7",
        "gw.example, 203.0.113.7",
        "169.254.0.0/16, 169.254.169.254",
        "fe80::/16, [fe80::1]",
        "streaming.mypurecloud.com, streaming.mypurecloud.com",
        "203.0.113.0/24, streaming.mypurecloud.com"
    })
    void whatNoAddressCouldAllowIsRefusedBeforeItIsResolved(String allowed, String host) {
        assertThat(unresolved(allowing(allowed), host)).isPresent();
    }

    private static Optional<Denial> unresolved(TargetPolicy policy, String host) {
        return policy.checkUnresolved(host, Optional.empty(), NOW);
    }

    private static TargetPolicy allowing(String... allowed) {
        return TargetPolicy.of(List.of(allowed), "--allow-target");
    }

    private static Optional<Denial> check(TargetPolicy policy, String host, String... addresses) {
        List<IpAddress> resolved = new ArrayList<>();
        for (String address : addresses) {
            resolved.add(address(address));
        }
        return policy.check(host, resolved, Optional.empty(), NOW);
    }

    private static IpAddress address(String literal) {
        return IpAddress.parse(literal).orElseThrow();
    }
}
