package dev.softphone.loadtest.targets;

import dev.softphone.loadtest.model.Authorization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where load may go.
 *
 * <ol>
 *   <li>Never: link-local, metadata services, multicast, broadcast, unspecified; not even when allowed.
 *   <li>Always: loopback, of the host that sends.
 *   <li>Everything else: what the allow-list names, by host ({@code gw.example}, {@code *.example}) or by address
 *       ({@code 203.0.113.7}, {@code 203.0.113.0/24}).
 *   <li>Known production platforms need an authorization besides, whose window includes the present.
 * </ol>
 *
 * Every address of a name has to pass; one that does not refuses the name. Pure and immutable: names are resolved, and
 * the time is told, by the caller.
 */
public final class TargetPolicy {

    private static final int WIDEST_IPV4 = 8;
    private static final int WIDEST_IPV6 = 16;
    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

    private record Forbidden(String what, AddressBlock block) {}

    private static final List<Forbidden> NEVER = List.of(
            new Forbidden("a metadata service", AddressBlock.of("169.254.169.254")),
            new Forbidden("a metadata service", AddressBlock.of("169.254.170.2")),
            new Forbidden("a metadata service", AddressBlock.of("fd00:ec2::254")),
            new Forbidden("a metadata service", AddressBlock.of("100.100.100.200")),
            new Forbidden("a metadata service", AddressBlock.of("168.63.129.16")),
            new Forbidden("a metadata service", AddressBlock.of("192.0.0.192")),
            new Forbidden("a link-local address", AddressBlock.of("169.254.0.0/16")),
            new Forbidden("a link-local address", AddressBlock.of("fe80::/10")),
            new Forbidden("a multicast address", AddressBlock.of("224.0.0.0/4")),
            new Forbidden("a multicast address", AddressBlock.of("ff00::/8")),
            new Forbidden("the broadcast address", AddressBlock.of("255.255.255.255")),
            new Forbidden("an unspecified address", AddressBlock.of("0.0.0.0/8")),
            new Forbidden("an unspecified address", AddressBlock.of("::")));

    private static final String LOCALHOST = "localhost";
    private static final List<AddressBlock> LOOPBACK = List.of(AddressBlock.of("127.0.0.0/8"), AddressBlock.of("::1"));

    private final List<String> hosts;
    private final List<AddressBlock> blocks;
    private final String setting;

    private TargetPolicy(List<String> hosts, List<AddressBlock> blocks, String setting) {
        this.hosts = List.copyOf(hosts);
        this.blocks = List.copyOf(blocks);
        this.setting = setting;
    }

    /**
     * @param target host with its address
     * @param required what would have been let through
     * @param observed what it is
     * @param remedy the setting to change; empty where none would help
     */
    public record Denial(String target, String required, String observed, String remedy) {
        /** One sentence for people. */
        public String message() {
            return target + ": required " + required + ", observed " + observed
                    + (remedy.isEmpty() ? "" : "; to allow it: " + remedy);
        }
    }

    /**
     * @param allowed hosts, {@code *.suffix}es, addresses and blocks
     * @param setting what a user writes to allow a host, for example {@code --allow-target}
     * @throws IllegalArgumentException with required and observed, for an entry that is none of these or wider than a
     *     /{@value #WIDEST_IPV4} (IPv6: /{@value #WIDEST_IPV6})
     */
    public static TargetPolicy of(Collection<String> allowed, String setting) {
        List<String> hosts = new ArrayList<>();
        List<AddressBlock> blocks = new ArrayList<>();
        for (String entry : allowed) {
            String text = normal(entry);
            Optional<AddressBlock> block = AddressBlock.parse(text);
            if (block.isPresent()) {
                int widest = block.get().isIpv4() ? WIDEST_IPV4 : WIDEST_IPV6;
                if (block.get().prefix() < widest) {
                    throw new IllegalArgumentException(
                            setting + ": required a block of at least /" + widest + ", observed " + entry);
                }
                blocks.add(block.get());
            } else if (HOST.matcher(text).matches()) {
                hosts.add(text);
            } else {
                throw new IllegalArgumentException(
                        setting + ": required a host, *.suffix, an address or a block of addresses, observed " + entry);
            }
        }
        return new TargetPolicy(hosts, blocks, setting);
    }

    /**
     * Whether load may go to a host.
     *
     * @param host as written: a name or an address, an IPv6 one with or without brackets
     * @param addresses everything it resolved to; for an address, that address
     * @param now compared with the authorization's window
     * @return why not; empty: it may
     */
    public Optional<Denial> check(
            String host, Collection<IpAddress> addresses, Optional<Authorization> authorization, Instant now) {
        String name = normal(host);
        if (addresses.isEmpty()) {
            return Optional.of(new Denial(name, "at least one address", "none", ""));
        }
        for (IpAddress address : addresses) {
            Optional<Denial> denial = never(name, address);
            if (denial.isPresent()) {
                return denial;
            }
        }
        List<IpAddress> remote =
                addresses.stream().filter(address -> !isLoopback(address)).toList();
        boolean named = named(name);
        for (IpAddress address : remote) {
            if (!named && blocks.stream().noneMatch(block -> block.contains(address))) {
                return Optional.of(new Denial(
                        target(name, address),
                        "loopback, or a target that is allowed",
                        "neither",
                        setting + " " + name));
            }
        }
        return remote.isEmpty() ? Optional.empty() : platform(name, authorization, now);
    }

    /**
     * The same for whoever decides before the host is resolved, and elsewhere: pods resolve in a network of their own, and
     * are their own loopback.
     *
     * @return why not; empty: it may, unless what it resolves to there may not
     */
    public Optional<Denial> checkUnresolved(String host, Optional<Authorization> authorization, Instant now) {
        String name = normal(host);
        Optional<IpAddress> literal = IpAddress.parse(name);
        if (literal.map(TargetPolicy::isLoopback).orElse(name.equals(LOCALHOST) || name.endsWith("." + LOCALHOST))) {
            return Optional.of(new Denial(
                    name, "a host outside of the runner's pod", "loopback, which in a cluster is each pod itself", ""));
        }
        if (literal.isPresent()) {
            return check(name, List.of(literal.get()), authorization, now);
        }
        boolean addressMayBeAllowed = !blocks.isEmpty();
        return named(name) || addressMayBeAllowed
                ? platform(name, authorization, now)
                : Optional.of(new Denial(name, "a target that is allowed", "none", setting + " " + name));
    }

    private boolean named(String name) {
        return hosts.stream().anyMatch(allowed -> matches(allowed, name));
    }

    private static Optional<Denial> never(String name, IpAddress address) {
        return NEVER.stream()
                .filter(forbidden -> forbidden.block().contains(address))
                .findFirst()
                .map(forbidden ->
                        new Denial(target(name, address), "an address that load may go to", forbidden.what(), ""));
    }

    private static Optional<Denial> platform(String name, Optional<Authorization> authorization, Instant now) {
        Optional<String> platform = ProductionPlatforms.of(name);
        if (platform.isEmpty()) {
            return Optional.empty();
        }
        String observed = authorization
                .map(given -> now.isBefore(given.from()) || !now.isBefore(given.until())
                        ? "a window from " + given.from() + " to " + given.until() + " at " + now
                        : "")
                .orElse("none");
        return observed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Denial(
                        name + " (" + platform.get() + ", in production)",
                        "the platform owner's authorization, with the present in its window",
                        observed,
                        "spec.authorization {ticket, from, until}"));
    }

    /** Whether nobody but this host can be loaded by it. */
    public static boolean isLoopback(IpAddress address) {
        return LOOPBACK.stream().anyMatch(block -> block.contains(address));
    }

    private static boolean matches(String allowed, String name) {
        return allowed.startsWith("*.") ? name.endsWith(allowed.substring(1)) : allowed.equals(name);
    }

    private static String target(String name, IpAddress address) {
        String literal = address.meant().toString();
        return name.equals(literal) ? name : name + " (" + literal + ")";
    }

    private static String normal(String host) {
        String text = host.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
