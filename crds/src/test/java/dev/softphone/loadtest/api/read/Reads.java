package dev.softphone.loadtest.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;

/** Short ways to say what is read and what comes of it. */
public final class Reads {

    private Reads() {}

    public static <T> T accepted(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Accepted.class);
        return ((Reading.Accepted<T>) reading).value();
    }

    public static List<Violation> refused(Reading<?> reading) {
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused<?>) reading).violations();
    }

    /** The shortest SIP test, with more fields of the spec as YAML. */
    public static ObjectNode test(String spec) {
        return test(spec, "");
    }

    /** The same, with more fields of the gateway. */
    public static ObjectNode test(String spec, String gateway) {
        return yaml("""
                apiVersion: softphone.dev/v1alpha1
                kind: SoftphoneLoadTest
                metadata:
                  name: monday
                spec:
                  softphones: 500
                  gateway:
                    protocol: SipOverWebSocket
                    url: ws://pbx.example.test:8080/sip
                %s
                  arrival: {rampUp: {over: 10s}}
                %s""".formatted(gateway.indent(4), spec.indent(2)));
    }

    public static ObjectNode yaml(String text) {
        try {
            return (ObjectNode) new YAMLMapper().readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
