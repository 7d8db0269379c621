package dev.softphone.loadtest.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import org.junit.jupiter.api.Test;

class GatewayAddressTest {
    private static final URI SIMULATOR = URI.create("ws://127.0.0.1:8080");

    @Test
    void pathAndQueryStay() throws Exception {
        assertThat(replaced("{gateway: {url: 'wss://pbx.example.test/sip?a=b'}}")
                        .at("/spec/gateway/url")
                        .asText())
                .isEqualTo("ws://127.0.0.1:8080/sip?a=b");
    }

    @Test
    void noHostOfGenesysCloudIsLeft() throws Exception {
        ObjectNode manifest = replaced("""
                gateway:
                  url: wss://streaming.example.test
                  genesys:
                    apiUrl: https://api.example.test
                    tokenColumn: access
                    organizations: [{name: blue, url: "wss://streaming.blue.test"}]
                identities:
                  oauth: {organizations: [{name: blue, url: "https://login.blue.test", clientId: app}]}
                """);

        assertThat(manifest.toString()).doesNotContain("example.test").doesNotContain("blue.test");
        assertThat(manifest.at("/spec/gateway/genesys/tokenColumn").asText()).isEqualTo("access");
        assertThat(manifest.at("/spec/identities/oauth/organizations/0/clientId")
                        .asText())
                .isEqualTo("app");
    }

    private static ObjectNode replaced(String spec) throws Exception {
        return GatewayAddress.replaced((ObjectNode) new YAMLMapper().readTree("spec:\n" + spec.indent(2)), SIMULATOR);
    }
}
