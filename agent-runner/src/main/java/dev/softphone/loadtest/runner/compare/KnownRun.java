package dev.softphone.loadtest.runner.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.read.SchemaCheck;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import java.util.Optional;

/**
 * A run that is over or goes on.
 *
 * @param name how the user called it
 * @param spec with defaults, so that what was left out equals what was written out; empty where only the status is known
 */
public record KnownRun(String name, Optional<JsonNode> spec, SoftphoneLoadTestStatus status) {

    /** @param manifest of the test that ran; it is left as it is */
    public static KnownRun of(String name, ObjectNode manifest, SoftphoneLoadTestStatus status) {
        ObjectNode complete = manifest.deepCopy();
        complete.remove("status");
        // What the schema of this version refuses was accepted by another one, and is compared as it stands.
        SchemaCheck.ofLoadTest().complete(complete);
        return new KnownRun(name, Optional.of(complete.path("spec")), status);
    }
}
