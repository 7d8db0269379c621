package dev.softphone.loadtest.api;

import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTest;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunner;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Makes the CRD from the records, and adds what no annotation of the generator can say. */
final class CrdGeneration {

    static final String FILE = "softphoneloadtests.softphone.dev-v1.yaml";
    static final String RUNNER_FILE = "softphonerunners.softphone.dev-v1.yaml";

    /** Lists whose items are told apart by keys; the API server refuses two of one key, and merges by it. */
    private static final Map<String, List<String>> LIST_KEYS = new LinkedHashMap<>();

    static {
        LIST_KEYS.put("spec.gateway.headers", List.of("name"));
        LIST_KEYS.put("spec.gateway.generic.rest", List.of("name"));
        LIST_KEYS.put("spec.gateway.generic.rest[].headers", List.of("name"));
        LIST_KEYS.put("spec.gateway.generic.rest[].extract", List.of("name"));
        LIST_KEYS.put("spec.gateway.generic.steps", List.of("name"));
        LIST_KEYS.put("spec.gateway.generic.steps[].extract", List.of("name"));
        LIST_KEYS.put("spec.gateway.generic.offer", List.of("name"));
        LIST_KEYS.put("spec.gateway.generic.offer[].extract", List.of("name"));
        LIST_KEYS.put("spec.identities.secretRefs", List.of("name", "key"));
        LIST_KEYS.put("spec.identities.oauth.organizations", List.of("name"));
        LIST_KEYS.put("spec.gateway.genesys.organizations", List.of("name"));
        LIST_KEYS.put("spec.placement.regions", List.of("name"));
        LIST_KEYS.put("spec.placement.sourceAddresses", List.of("address"));
        LIST_KEYS.put("spec.runnerTemplate.imagePullSecrets", List.of("name"));
        LIST_KEYS.put("status.conditions", List.of("type"));
    }

    /** Maps, with the longest value. */
    private static final Map<String, Long> MAP_VALUES = Map.of(
            "spec.runnerTemplate.labels", 63L,
            "spec.runnerTemplate.annotations", 1024L,
            "spec.runnerTemplate.nodeSelector", 63L);

    private static final long MOST_ENTRIES = 16;

    /** The fields of a spec that may change once it is created. */
    private static final List<String> CHANGEABLE = List.of("runPolicy", "retention");

    /** The generator sorts columns by path. */
    private static final List<String> COLUMNS =
            List.of("SOFTPHONES", "CONNECTED", "REJECTED", "P99", "VERDICT", "PHASE", "AGE", "CAUSE", "RUNNERS");

    private static final List<String> RUNNER_COLUMNS =
            List.of("REGION", "NODE", "PHASE", "SOFTPHONES", "CONNECTED", "REJECTED", "P99", "SKEW", "REPORTED", "POD");

    private CrdGeneration() {}

    static String generate(Path directory) throws IOException {
        return generate(directory, SoftphoneLoadTest.class, FILE, CrdGeneration::complete);
    }

    static String generateRunner(Path directory) throws IOException {
        return generate(directory, SoftphoneRunner.class, RUNNER_FILE, CrdGeneration::completeRunner);
    }

    private static String generate(
            Path directory,
            Class<? extends CustomResource<?, ?>> kind,
            String file,
            UnaryOperator<CustomResourceDefinition> completed)
            throws IOException {
        new CRDGenerator()
                .inOutputDir(directory.toFile())
                .withPostProcessor(new CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata crd, String version) {
                        return completed.apply((CustomResourceDefinition) crd);
                    }
                })
                .customResourceClasses(kind)
                .forCRDVersions("v1")
                .detailedGenerate();
        return Files.readString(directory.resolve(file.replace(".yaml", ".yml")));
    }

    private static CustomResourceDefinition complete(CustomResourceDefinition crd) {
        JSONSchemaProps root = schema(crd);
        LIST_KEYS.forEach((path, keys) -> {
            JSONSchemaProps list = at(root, path);
            list.setXKubernetesListType("map");
            list.setXKubernetesListMapKeys(keys);
        });
        MAP_VALUES.forEach((path, length) -> {
            JSONSchemaProps map = at(root, path);
            map.setMaxProperties(MOST_ENTRIES);
            map.getAdditionalProperties().getSchema().setMaxLength(length);
        });
        immutable(at(root, "spec"));
        return finished(crd, COLUMNS);
    }

    private static CustomResourceDefinition completeRunner(CustomResourceDefinition crd) {
        at(schema(crd), "spec")
                .getXKubernetesValidations()
                .add(new ValidationRuleBuilder()
                        .withRule("self == oldSelf")
                        .withMessage("the assignment as it was created")
                        .build());
        return finished(crd, RUNNER_COLUMNS);
    }

    private static JSONSchemaProps schema(CustomResourceDefinition crd) {
        return crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    }

    private static CustomResourceDefinition finished(CustomResourceDefinition crd, List<String> columns) {
        crd.getSpec()
                .getVersions()
                .get(0)
                .getAdditionalPrinterColumns()
                .sort(Comparator.comparing(column -> columns.indexOf(column.getName())));
        wholeNumbers(schema(crd));
        return crd;
    }

    private static JSONSchemaProps at(JSONSchemaProps root, String path) {
        JSONSchemaProps schema = root;
        for (String name : path.split("\\.", -1)) {
            boolean items = name.endsWith("[]");
            JSONSchemaProps property = Objects.requireNonNull(
                    schema.getProperties().get(items ? name.substring(0, name.length() - 2) : name), path);
            schema = items ? property.getItems().getSchema() : property;
        }
        return schema;
    }

    /** One rule a field: a transition rule on an optional field itself does not run when the field comes or goes. */
    private static void immutable(JSONSchemaProps spec) {
        spec.getProperties().keySet().stream()
                .filter(field -> !CHANGEABLE.contains(field))
                .sorted()
                .map(field -> new ValidationRuleBuilder()
                        .withRule(
                                "has(self.%1$s) == has(oldSelf.%1$s) && (!has(self.%1$s) || self.%1$s == oldSelf.%1$s)"
                                        .formatted(field))
                        .withMessage(field + " as it was created: a changed test is a new test")
                        .build())
                .forEach(spec.getXKubernetesValidations()::add);
    }

    private static void wholeNumbers(JSONSchemaProps schema) {
        if ("integer".equals(schema.getType())) {
            Double maximum = schema.getMaximum();
            schema.setFormat(maximum != null && maximum <= Integer.MAX_VALUE ? "int32" : "int64");
        }
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            wholeNumbers(schema.getItems().getSchema());
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(CrdGeneration::wholeNumbers);
        }
    }
}
