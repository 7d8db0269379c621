package dev.softphone.loadtest;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Date;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What keeps this module pure: time, randomness and the outside world come in as values. */
class ArchitectureTest {

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.softphone.loadtest");

    @Test
    void theRulesSeeTheModule() {
        assertThat(CORE.contain("dev.softphone.loadtest.plan.ArrivalSchedule")).isTrue();
        assertThat(CORE.contain("dev.softphone.loadtest.ArchitectureTest")).isFalse();
    }

    @Test
    void coreTouchesNoNetworkAndNoFile() {
        check(noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("java.net..").and(not(type(URI.class).or(type(URISyntaxException.class)))))
                .orShould()
                .dependOnClassesThat(
                        resideInAnyPackage("java.nio.channels..", "java.nio.file..", "javax.net..", "java.rmi.."))
                .orShould()
                .dependOnClassesThat(nameMatching("java\\.io\\.(File.*|RandomAccessFile)")));
    }

    @Test
    void coreReadsNoClock() {
        check(noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("java.time..").and(nameMatching(".*Clock")))
                .orShould()
                .callMethodWhere(call("java\\.time\\..*", "now"))
                .orShould()
                .callMethodWhere(call("java\\.lang\\.System", "nanoTime|currentTimeMillis"))
                .orShould()
                .callConstructor(Date.class));
    }

    @Test
    void coreStartsNoThread() {
        check(noClasses()
                .should()
                .dependOnClassesThat(assignableTo(Thread.class)
                        .or(assignableTo(Executor.class))
                        .or(assignableTo(Timer.class))
                        .or(type(CompletableFuture.class))));
    }

    @Test
    void coreDrawsNoRandomNumberThatNobodySeeded() {
        check(noClasses()
                .should()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SplittableRandom.class)
                .orShould()
                .dependOnClassesThat(nameMatching(".*\\.(ThreadLocalRandom|SecureRandom)"))
                .orShould()
                .callMethodWhere(call("java\\.lang\\.Math", "random"))
                .orShould()
                .callMethodWhere(call("java\\.util\\.UUID", "randomUUID"))
                .orShould()
                .callMethodWhere(call("java\\.util\\.random\\.RandomGenerator", "getDefault"))
                .orShould()
                .callMethodWhere(call("java\\.util\\.Collections", "shuffle")));
    }

    @Test
    void coreLogsNothing() {
        check(noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.util.logging..", "org.slf4j.."))
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    @Test
    void noPackageIsNamedUtil() {
        check(noClasses().should().resideInAnyPackage("..util..", "..utils.."));
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        check(slices().matching("dev.softphone.loadtest.(*)..").should().beFreeOfCycles());
    }

    private static DescribedPredicate<JavaMethodCall> call(String owner, String methods) {
        return describe(
                "calls " + owner + " " + methods,
                call -> call.getTargetOwner().getName().matches(owner)
                        && call.getTarget().getName().matches(methods));
    }

    private static void check(ArchRule rule) {
        rule.check(CORE);
    }
}
