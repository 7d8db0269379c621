package dev.softphone.loadtest.api.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;

/** Writes a status as text: fields in the order of their declaration, two equal statuses as two equal texts. */
public final class StatusYaml {

    private static final ObjectMapper YAML = Yaml.mapper();
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private StatusYaml() {}

    /** As {@code kubectl get -o yaml} would show it below {@code status:}. */
    public static String write(SoftphoneLoadTestStatus status) {
        return text(YAML, status);
    }

    /** The same as indented JSON, without a line break at the end. */
    public static String json(SoftphoneLoadTestStatus status) {
        return text(JSON, status);
    }

    private static String text(ObjectMapper mapper, SoftphoneLoadTestStatus status) {
        try {
            return mapper.writeValueAsString(status);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
