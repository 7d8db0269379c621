package dev.softphone.loadtest.targets;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Platforms in production whose terms forbid load tests without approval. Genesys Cloud asks for a ticket at least two
 * weeks ahead and a booked window (Resource Center, "Can customers perform automated testing such as load or stress
 * testing of Genesys Cloud?"); its environments are {@code mypurecloud.<tld>}, {@code <region>.pure.cloud} and the
 * government's. The other providers of hosted softphones are treated alike.
 */
final class ProductionPlatforms {

    private record Platform(String name, Pattern hosts) {}

    private static final String TLD = "(?:[a-z]{2,3}|com?\\.[a-z]{2})";

    private static final List<Platform> ALL = List.of(
            platform(
                    "Genesys Cloud",
                    "mypurecloud\\." + TLD + "|([a-z0-9-]+-)?pure\\.cloud|genesyscloud\\." + TLD
                            + "|genesys\\.cloud|inin[dt]ca\\.com"),
            platform("Amazon Connect", "connect\\.aws|connect\\.[a-z0-9-]+\\.amazonaws\\.com|awsapps\\.com"),
            platform("Twilio", "twilio\\.com"),
            platform("NICE CXone", "nice-?incontact\\.com|nicecxone\\.com"),
            platform("Five9", "five9\\.(com|eu)"),
            platform("Talkdesk", "talkdesk\\.com|talkdeskapp\\.com"),
            platform("RingCentral", "ringcentral\\.com"),
            platform("8x8", "8x8\\.com"),
            platform("Vonage", "vonage\\.com|nexmo\\.com"),
            platform("Zoom", "zoom\\.us"),
            platform("Webex", "webex\\.com"),
            platform("Microsoft Teams", "teams\\.microsoft\\.com|teams\\.cloud\\.microsoft"));

    private ProductionPlatforms() {}

    private static Platform platform(String name, String domains) {
        return new Platform(name, Pattern.compile("(.*\\.)?(" + domains + ")"));
    }

    /**
     * The platform a host belongs to.
     *
     * @param host lower case, without a trailing dot
     */
    static Optional<String> of(String host) {
        return ALL.stream()
                .filter(platform -> platform.hosts().matcher(host).matches())
                .map(Platform::name)
                .findFirst();
    }
}
