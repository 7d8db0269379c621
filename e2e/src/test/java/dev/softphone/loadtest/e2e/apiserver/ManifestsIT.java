package dev.softphone.loadtest.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.softphone.loadtest.e2e.ApiServer;
import dev.softphone.loadtest.e2e.LoadRun;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The manifests of the crds module, which are named after their intent, before a real API server: what is refused at
 * {@code kubectl apply}, and that the refusal names the field and says what is required.
 */
class ManifestsIT {
    private static final Path MANIFESTS = LoadRun.root().resolve("crds/src/test/resources");
    private static final String TESTS = "/apis/softphone.dev/v1alpha1/namespaces/default/softphoneloadtests";
    private static final String CHECK_ONLY = "dryRun=All&fieldValidation=Strict";

    private static ApiServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = ApiServer.start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> whatCanBeRunIsAccepted() throws IOException {
        return each(
                "accepted",
                file -> assertThatCode(() -> create(documents(file).get(0))).doesNotThrowAnyException());
    }

    @TestFactory
    Stream<DynamicTest> whatTheSchemaForbidsIsRefusedByField() throws IOException {
        return each("refused/schema", file -> assertThat(
                        refusal(() -> create(documents(file).get(0))))
                .contains(expected(file).path()));
    }

    @TestFactory
    Stream<DynamicTest> whatARuleForbidsIsRefusedByFieldWithWhatIsRequired() throws IOException {
        return each("refused/rule", file -> assertThat(
                        refusal(() -> create(documents(file).get(0))))
                .contains(place(expected(file)), expected(file).required()));
    }

    /** Otherwise it would stand in the wrong folder: the operator's refusal would never be seen. */
    @TestFactory
    Stream<DynamicTest> whatOnlyTheReaderCanKnowIsNotRefusedHere() throws IOException {
        return each(
                "refused/reader",
                file -> assertThatCode(() -> create(documents(file).get(0))).doesNotThrowAnyException());
    }

    @TestFactory
    Stream<DynamicTest> aChangeOfAFieldIsRefusedAndNamesIt() throws IOException {
        return each("refused/update", file -> assertThat(refusal(() -> change(file)))
                .contains(file.getFileName().toString().replace(".yaml", "")));
    }

    @TestFactory
    Stream<DynamicTest> aCommandMayChange() throws IOException {
        return each("allowed/update", file -> assertThatCode(() -> change(file)).doesNotThrowAnyException());
    }

    private static void create(ObjectNode manifest) {
        server.admin().raw(TESTS + "?" + CHECK_ONLY, "POST", manifest);
    }

    /** Creates the first document under a name of its own, and checks what would come of the second. */
    private static void change(Path file) throws IOException {
        List<ObjectNode> documents = documents(file);
        String name = "changed-"
                + Integer.toHexString(file.toAbsolutePath().toString().hashCode());
        documents.forEach(document -> document.withObject("/metadata").put("name", name));
        server.admin().raw(TESTS, "POST", documents.get(0));
        server.admin()
                .raw(
                        TESTS + "/" + name + "?" + CHECK_ONLY + "&fieldManager=test&force=true",
                        "PUT",
                        versioned(documents.get(1), name));
    }

    private static ObjectNode versioned(ObjectNode document, String name) throws IOException {
        ObjectNode stored =
                (ObjectNode) new YAMLMapper().readTree(server.admin().raw(TESTS + "/" + name));
        document.withObject("/metadata")
                .put("resourceVersion", stored.at("/metadata/resourceVersion").asText());
        return document;
    }

    private interface Request {
        void send() throws IOException;
    }

    private static String refusal(Request request) {
        KubernetesClientException refused = catchThrowableOfType(KubernetesClientException.class, request::send);
        assertThat(refused).as("refused").isNotNull();
        assertThat(refused.getCode()).as(refused.getMessage()).isIn(400, 422);
        return String.valueOf(refused.getMessage());
    }

    /** Where the first violation is, and what is required there. */
    private record Expected(String path, String required) {}

    private static Expected expected(Path file) throws IOException {
        String line = Files.readAllLines(Path.of(file.toString().replace(".yaml", ".expected")))
                .get(0);
        int colon = line.indexOf(": required ");
        return new Expected(
                line.substring(0, colon),
                line.substring(colon + ": required ".length(), line.lastIndexOf(", observed ")));
    }

    /** A rule of the whole object has no field. */
    private static String place(Expected expected) {
        return expected.path().startsWith("metadata") ? "<nil>" : expected.path();
    }

    private interface Claim {
        void about(Path file) throws IOException;
    }

    private static Stream<DynamicTest> each(String folder, Claim claim) throws IOException {
        List<Path> manifests = new ArrayList<>();
        try (Stream<Path> files = Files.list(MANIFESTS.resolve(folder))) {
            files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(manifests::add);
        }
        assertThat(manifests).isNotEmpty();
        return manifests.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> claim.about(file)));
    }

    private static List<ObjectNode> documents(Path file) throws IOException {
        List<ObjectNode> documents = new ArrayList<>();
        try (var values = new YAMLMapper().readerFor(ObjectNode.class).<ObjectNode>readValues(file.toFile())) {
            values.forEachRemaining(documents::add);
        }
        return documents;
    }
}
