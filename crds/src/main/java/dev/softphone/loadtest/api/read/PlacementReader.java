package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.api.v1alpha1.AuthorizationSpec;
import dev.softphone.loadtest.api.v1alpha1.PlacementSpec;
import dev.softphone.loadtest.api.v1alpha1.PlacementSpec.EgressSpec;
import dev.softphone.loadtest.api.v1alpha1.PlacementSpec.RegionSpec;
import dev.softphone.loadtest.api.v1alpha1.PlacementSpec.SourceAddressSpec;
import dev.softphone.loadtest.api.v1alpha1.RetentionSpec;
import dev.softphone.loadtest.model.Authorization;
import dev.softphone.loadtest.model.Placement;
import dev.softphone.loadtest.model.Placement.Egress;
import dev.softphone.loadtest.model.Placement.Region;
import dev.softphone.loadtest.model.SourceAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.placement}, {@code spec.authorization} and {@code spec.retention}. */
final class PlacementReader {

    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");

    /** What the NAT gateway of a large cloud keeps at least, per address and destination. */
    private static final int LEAST_NAT_PORTS = 50_000;

    private PlacementReader() {}

    static Placement read(@Nullable PlacementSpec spec, Violations violations) {
        if (spec == null) {
            return Placement.ANYWHERE;
        }
        List<Region> regions = new ArrayList<>();
        if (spec.regions() != null) {
            spec.regions().forEach(region -> regions.add(new Region(region.name(), region.weight())));
            for (int i = 0; i < regions.size(); i++) {
                String name = regions.get(i).name();
                violations.require(
                        !name.equals(Placement.WHOLE_CLUSTER),
                        "spec.placement.regions[" + i + "]",
                        RegionSpec.NAMED,
                        Violations.quoted(name));
            }
            violations.require(
                    regions.stream().anyMatch(region -> region.weight() > 0),
                    "spec.placement",
                    PlacementSpec.SOME_REGION,
                    "a sum of 0");
        }
        Integer most = spec.maxSoftphonesPerRunner();
        return new Placement(
                regions,
                most == null ? OptionalInt.empty() : OptionalInt.of(most),
                spec.capacity(),
                egress(spec.egress(), violations));
    }

    private static Egress egress(EgressSpec spec, Violations violations) {
        Integer addresses = spec.addresses();
        Integer ports = spec.portsPerAddress();
        if (spec.mode() == Egress.Mode.NatGateway) {
            return new Egress(spec.mode(), addresses == null ? 1 : addresses, ports == null ? LEAST_NAT_PORTS : ports);
        }
        violations.require(
                addresses == null && ports == null,
                "spec.placement.egress",
                EgressSpec.ONLY_WITH_NAT,
                "mode " + spec.mode());
        return new Egress(spec.mode(), 0, 0);
    }

    static List<SourceAddress> sources(@Nullable PlacementSpec spec, Violations violations) {
        if (spec == null || spec.sourceAddresses() == null) {
            return List.of();
        }
        String path = "spec.placement.sourceAddresses";
        List<SourceAddress> addresses = new ArrayList<>();
        Set<InetAddress> seen = new HashSet<>();
        int weights = 0;
        for (int i = 0; i < spec.sourceAddresses().size(); i++) {
            SourceAddressSpec source = spec.sourceAddresses().get(i);
            String here = path + "[" + i + "].address";
            InetAddress address = literal(source.address());
            if (address == null) {
                violations.add(here, "a literal IPv4 or IPv6 address", Violations.quoted(source.address()));
            } else {
                violations.require(seen.add(address), here, "each address once", source.address() + " again");
            }
            weights += source.weight();
            addresses.add(new SourceAddress(source.address(), source.weight()));
        }
        violations.require(weights > 0, "spec.placement", PlacementSpec.SOME_ADDRESS, "a sum of 0");
        return addresses;
    }

    /** Null unless literal: a text with a colon is never looked up, so that nothing here asks a name server. */
    private static @Nullable InetAddress literal(String text) {
        if (!text.contains(":") && !IPV4.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException malformed) {
            return null;
        }
    }

    /** Nothing of it is in the model: it is about a test that is over. */
    static void retention(RetentionSpec spec, Violations violations) {
        violations.require(
                within(spec.podsAfterFinished(), Duration.ZERO, Duration.ofDays(7)),
                "spec.retention",
                RetentionSpec.PODS,
                Violations.quoted(spec.podsAfterFinished()));
        String test = spec.deleteTestAfter();
        violations.require(
                test == null || within(test, Duration.ofMinutes(1), Duration.ofDays(365)),
                "spec.retention",
                RetentionSpec.TEST,
                Violations.quoted(test));
    }

    private static boolean within(String text, Duration least, Duration most) {
        Duration duration = Durations.parse(text);
        return duration != null && duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
    }

    static Optional<Authorization> authorization(@Nullable AuthorizationSpec spec, Violations violations) {
        if (spec == null) {
            return Optional.empty();
        }
        Instant from = instant("spec.authorization.from", spec.from(), violations);
        Instant until = instant("spec.authorization.until", spec.until(), violations);
        violations.require(
                spec.from().compareTo(spec.until()) < 0,
                "spec.authorization",
                AuthorizationSpec.FROM_BEFORE_UNTIL,
                spec.from() + " and " + spec.until());
        return Optional.of(new Authorization(spec.ticket(), from, until));
    }

    private static Instant instant(String path, String text, Violations violations) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException noSuchTime) {
            violations.add(path, "a time that exists", Violations.quoted(text));
            return Instant.EPOCH;
        }
    }
}
