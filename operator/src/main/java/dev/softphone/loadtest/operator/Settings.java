package dev.softphone.loadtest.operator;

import dev.softphone.loadtest.api.v1alpha1.Overlap;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the one who installs the operator decides; environment {@code SOFTPHONE_…} or application.properties. */
@ConfigMapping(prefix = "softphone")
public interface Settings {

    Runner runner();

    Targets targets();

    Deadlines deadlines();

    Caps caps();

    /** Whether tests that allow it may load one target at the same time. */
    @WithDefault("Forbid")
    Overlap overlap();

    /** Where the locks of targets are; default: the operator's own. */
    Optional<String> namespace();

    /** Between two reports of a runner while it runs; longer where a test has more than 36 of them. */
    @WithDefault("2s")
    Duration reportInterval();

    /** The pods of runners. */
    interface Runner {
        @WithDefault("softphone-loadtest/agent-runner:0.1.0-SNAPSHOT")
        String image();

        @WithDefault("IfNotPresent")
        String pullPolicy();

        /** Secrets in a test's namespace to pull the image with. */
        Optional<List<String>> pullSecrets();

        /** Request of one pod. */
        @WithDefault("1")
        String cpu();

        /** Request and limit of one pod. */
        @WithDefault("512Mi")
        String memory();

        /** Priority classes that a test's runnerTemplate may name; default: none. */
        Optional<List<String>> priorityClasses();

        /** Open files that the container runtime allows a pod. */
        @WithDefault("65536")
        long descriptors();
    }

    /** Which hosts may be loaded. */
    interface Targets {
        /** A host, {@code *.suffix}, address or CIDR each. */
        Optional<List<String>> allowed();
    }

    /** How many softphones the tests that run together may have; 0: any number. */
    interface Caps {
        /** Of one namespace. */
        @WithDefault("0")
        long perNamespace();

        /** Of all namespaces. */
        @WithDefault("0")
        long inTotal();
    }

    /** How long to wait for what may never come. */
    interface Deadlines {
        /** From the creation of a test until its target and the caps let it go. */
        @WithDefault("1h")
        Duration turn();

        /** From the creation of the Jobs until every runner is armed. */
        @WithDefault("10m")
        Duration ready();

        /** From the moment the runners are told to the first arrival; not less than 10 s. */
        @WithDefault("10s")
        Duration lead();

        /** After the planned end, until a runner without a final report is lost. */
        @WithDefault("60s")
        Duration finalReport();
    }
}
