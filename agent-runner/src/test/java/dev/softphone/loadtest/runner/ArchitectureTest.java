package dev.softphone.loadtest.runner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A run on one machine loads nothing of the Kubernetes client: its start is not to become slower. */
class ArchitectureTest {
    private static final JavaClasses RUNNER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.softphone.loadtest.runner");

    @Test
    void theRuleSeesTheModule() {
        assertThat(RUNNER.contain("dev.softphone.loadtest.runner.serve.ClusterApi"))
                .isTrue();
        assertThat(RUNNER.contain("dev.softphone.loadtest.runner.ArchitectureTest"))
                .isFalse();
    }

    @Test
    void onlyServeKnowsTheKubernetesClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..runner.serve..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8..")
                .check(RUNNER);
    }
}
