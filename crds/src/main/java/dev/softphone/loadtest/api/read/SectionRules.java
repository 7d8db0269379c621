package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.GatewaySpec;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.GenesysSpec;
import dev.softphone.loadtest.api.v1alpha1.GenericSpec;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestSpec;
import dev.softphone.loadtest.api.v1alpha1.ThresholdSpec;
import dev.softphone.loadtest.model.CallPlan.Direction;
import dev.softphone.loadtest.model.CallPlan.Originator;
import dev.softphone.loadtest.model.KeepAlive;
import dev.softphone.loadtest.model.Threshold.OnBroken;

/** The rules between sections of a spec; each repeats one CEL rule of {@link SoftphoneLoadTestSpec}, and says the same. */
final class SectionRules {

    private SectionRules() {}

    static void check(SoftphoneLoadTestSpec spec, Violations violations) {
        GenericSpec generic = spec.gateway().generic();
        boolean ping = generic != null && generic.ping() != null;
        boolean applicationPing = spec.keepAlive().kind() == KeepAlive.Kind.ApplicationPing;
        require(violations, !applicationPing || ping, SoftphoneLoadTestSpec.PING_GIVEN, "no gateway.generic.ping");
        require(
                violations,
                !ping || applicationPing,
                SoftphoneLoadTestSpec.PING_USED,
                spec.keepAlive().kind() == null
                        ? "no keepAlive.kind"
                        : "keepAlive.kind " + spec.keepAlive().kind());
        require(
                violations,
                spec.keepAlive().kind() != KeepAlive.Kind.CrLf
                        || spec.gateway().protocol() == GatewaySpec.Protocol.SipOverWebSocket,
                SoftphoneLoadTestSpec.CRLF_NEEDS_SIP,
                "gateway.protocol " + spec.gateway().protocol());
        boolean xmppPings = spec.keepAlive().kind() == KeepAlive.Kind.XmppPing
                || spec.keepAlive().kind() == KeepAlive.Kind.ServerPing;
        require(
                violations,
                !xmppPings || spec.gateway().protocol() == GatewaySpec.Protocol.GenesysCloud,
                SoftphoneLoadTestSpec.XMPP_PINGS_NEED_GENESYS,
                "gateway.protocol " + spec.gateway().protocol());
        tokens(spec, violations);
        boolean call = spec.call() != null;
        require(
                violations,
                spec.call() == null
                        || spec.gateway().protocol() != GatewaySpec.Protocol.GenesysCloud
                        || spec.call().direction() == Direction.Outbound
                        || spec.call().originator() == Originator.Platform,
                SoftphoneLoadTestSpec.NO_PEERS_WITH_GENESYS,
                spec.call() == null || spec.call().originator() == null ? "no originator" : "Peer");
        require(
                violations,
                call || spec.limits() == null || spec.limits().callsPerSecond() == null,
                SoftphoneLoadTestSpec.CALL_LIMIT_NEEDS_CALL,
                "no call");
        require(
                violations,
                call
                        || spec.thresholds().stream().noneMatch(threshold -> switch (threshold.metric()) {
                            case sessionRequestDelay, callsEstablished -> true;
                            default -> false;
                        }),
                SoftphoneLoadTestSpec.CALL_THRESHOLD_NEEDS_CALL,
                "no call");
        require(
                violations,
                generic == null || call == (generic.offer() != null),
                SoftphoneLoadTestSpec.OFFER_WITH_CALL,
                call ? "call without gateway.generic.offer" : "gateway.generic.offer without call");
        slotProbeAndSearch(spec, violations);
    }

    private static void tokens(SoftphoneLoadTestSpec spec, Violations violations) {
        if (spec.identities().oauth() == null) {
            return;
        }
        require(
                violations,
                spec.gateway().protocol() == GatewaySpec.Protocol.GenesysCloud,
                SoftphoneLoadTestSpec.OAUTH_NEEDS_GENESYS,
                "gateway.protocol " + spec.gateway().protocol());
        GenesysSpec genesys = spec.gateway().genesys();
        require(
                violations,
                genesys == null || genesys.tokenColumn().equals(GenesysSpec.DEFAULT_COLUMN),
                SoftphoneLoadTestSpec.NO_COLUMN_WITH_OAUTH,
                genesys == null ? "none" : "tokenColumn " + genesys.tokenColumn());
    }

    private static void slotProbeAndSearch(SoftphoneLoadTestSpec spec, Violations violations) {
        boolean search = spec.arrival().search() != null;
        boolean churn = spec.cycles().count() > 1;
        String observed = "cycles.count " + spec.cycles().count() + (search ? " and arrival.search" : "");
        if (spec.slotProbe() != null) {
            int close = spec.slotProbe().close();
            require(
                    violations,
                    spec.softphones() >= 2 * close,
                    SoftphoneLoadTestSpec.SLOT_PROBE_NEEDS_SOFTPHONES,
                    spec.softphones() + " softphones, slotProbe.close " + close);
            require(violations, !churn && !search, SoftphoneLoadTestSpec.SLOT_PROBE_ALONE, observed);
        }
        require(violations, !search || !churn, SoftphoneLoadTestSpec.SEARCH_WITHOUT_CYCLES, observed);
        if (spec.arrival().search() != null) {
            int from = spec.arrival().search().from();
            require(
                    violations,
                    from <= spec.softphones(),
                    SoftphoneLoadTestSpec.SEARCH_WITHIN_SOFTPHONES,
                    "from " + from + ", softphones " + spec.softphones());
            int aborting = spec.thresholds().stream()
                    .map(ThresholdSpec::onBroken)
                    .toList()
                    .indexOf(OnBroken.Abort);
            require(
                    violations,
                    aborting < 0,
                    SoftphoneLoadTestSpec.SEARCH_WITHOUT_ABORT,
                    "onBroken Abort in thresholds[" + aborting + "] and arrival.search");
        }
    }

    private static void require(Violations violations, boolean met, String required, String observed) {
        violations.require(met, "spec", required, observed);
    }
}
