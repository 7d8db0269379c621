package dev.softphone.loadtest.report;

import dev.softphone.loadtest.model.Arrival;
import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.LoadTest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What was asked for, in a few words each. Names no secret, and of the url only where it leads. */
public final class RunFacts {

    private RunFacts() {}

    /** Names and values, in the order in which they are shown. */
    static Map<String, String> of(LoadTest test) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("test", test.name());
        facts.put("gateway", gateway(test.gateway()));
        facts.put("softphones", Figures.count(test.softphones()));
        facts.put("arrival", arrival(test.arrival()));
        facts.put("hold", Figures.duration(test.hold()));
        if (test.cycles().count() > 1) {
            facts.put("cycles", Figures.count(test.cycles().count()));
        }
        facts.put("retry", test.retry().profile().name());
        facts.put("keep-alive", test.keepAlive().kind().name());
        test.limits().connectsPerSecond().ifPresent(n -> facts.put("connects per second, at most", Figures.count(n)));
        test.limits().callsPerSecond().ifPresent(n -> facts.put("calls per second, at most", Figures.count(n)));
        facts.put("seed", Long.toString(test.seed()));
        return facts;
    }

    /** {@code SIP over WebSocket at wss://gateway.example:443}, and where else. */
    public static String gateway(Gateway gateway) {
        return protocol(gateway.signaling()) + " at "
                + gateway.endpoints().stream()
                        .map(endpoint ->
                                endpoint.getScheme() + "://" + endpoint.getHost() + ":" + Gateway.port(endpoint))
                        .collect(Collectors.joining(", "));
    }

    private static String protocol(Gateway.Signaling signaling) {
        if (signaling instanceof Gateway.SipOverWebSocket) {
            return "SIP over WebSocket";
        }
        return signaling instanceof Gateway.GenesysCloud ? "Genesys Cloud softphone" : "generic WebSocket";
    }

    /** {@code ramp-up over 60 s}. */
    public static String arrival(Arrival arrival) {
        if (arrival instanceof Arrival.RampUp ramp) {
            return "ramp-up over " + Figures.duration(ramp.over());
        }
        if (arrival instanceof Arrival.Steps steps) {
            return "steps of " + Figures.count(steps.softphones()) + " every " + Figures.duration(steps.every());
        }
        if (arrival instanceof Arrival.Rate rate) {
            return Figures.count(rate.count()) + " per " + Figures.duration(rate.per())
                    + (rate.arrivals() == Arrival.Rate.Spacing.Poisson ? ", Poisson" : ", evenly");
        }
        if (arrival instanceof Arrival.Search search) {
            return "search from " + Figures.count(search.from()) + " in steps of " + Figures.count(search.step())
                    + ", each held for " + Figures.duration(search.hold());
        }
        return "all at once";
    }
}
