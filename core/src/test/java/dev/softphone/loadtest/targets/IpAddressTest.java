package dev.softphone.loadtest.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @Test
    void readsWhatTheJdkWrites() throws UnknownHostException {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            String written = InetAddress.getByAddress(bytes).getHostAddress();

            assertThat(IpAddress.parse(written)).as("seed %d", seed).contains(IpAddress.of(bytes));
            assertThat(IpAddress.of(bytes)).as("seed %d", seed).hasToString(written);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "fe80::",
                "2001:db8::7:8",
                "::ffff:192.0.2.1",
                "64:ff9b::192.0.2.1",
                "1::2:3:4:5:6:7"
            })
    void readsTheShortFormsAsTheJdkDoes(String text) throws UnknownHostException {
        assertThat(IpAddress.parse(text).orElseThrow().meant())
                .isEqualTo(
                        IpAddress.of(InetAddress.getByName(text).getAddress()).meant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.4.",
                "a.b.c.d",
                "2130706433",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "gw:80",
                "::1.2.3",
                "1.2.3.4::",
                "fe80::1%eth0",
                "[::1]"
            })
    void doesNotTakeAnythingElseForAnAddress(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }
}
