package dev.softphone.loadtest.runner.signaling.sip;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.sdp.CannedAudio;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * One softphone as the gateway sees it: its address of record, the {@code .invalid} host it names itself by (RFC 7118
 * §5.2), its instance (RFC 5626 §4.1). They stay the same over reconnects, so that a new registration takes the place of
 * the old one.
 */
final class UserAgent {
    private static final String USER_UNRESERVED = "-_.!~*'()&=+$,;?/";
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final SipSettings settings;
    private final Identity identity;
    private final RandomGenerator random;
    private final String user;
    private final long key;
    private final DigestClient digest;

    UserAgent(SipSettings settings, Identity identity, RandomGenerator random) {
        this.settings = settings;
        this.identity = identity;
        this.random = random;
        this.user = escape(identity.username());
        this.key = random.nextLong();
        this.digest = new DigestClient(identity, random);
    }

    SipSettings settings() {
        return settings;
    }

    Identity identity() {
        return identity;
    }

    /** Knows the identity's secrets; made anew for each text that is to be shown. */
    Redactor redactor() {
        return Redactor.of(identity, List.of());
    }

    RandomGenerator random() {
        return random;
    }

    DigestClient digest() {
        return digest;
    }

    /** {@code sip:user@domain}. */
    String addressOfRecord() {
        return addressOfUser(user);
    }

    /** The address of record of another softphone of the test. */
    String addressOf(Identity peer) {
        return addressOfUser(escape(peer.username()));
    }

    /** The address of a call plan's target: a URI as it stands, or a user, of this domain where it names none. */
    String addressOf(String target) {
        if (target.startsWith("sip:") || target.startsWith("sips:") || target.startsWith("tel:")) {
            return target;
        }
        return target.indexOf('@') >= 0 ? "sip:" + target : addressOfUser(escape(target));
    }

    private String addressOfUser(String escapedUser) {
        return "sip:" + escapedUser + '@' + settings.domain();
    }

    /** Where the gateway reaches this softphone: by this connection only. */
    String contactUri() {
        return "sip:" + user + '@' + host() + ";transport=ws";
    }

    /** Contact of requests and answers that begin a dialog: {@code ob} keeps the dialog on this flow (RFC 5626 §4.3). */
    String dialogContact() {
        return "<" + contactUri() + ";ob>";
    }

    /** A host that no resolver knows, and no other softphone has. */
    String host() {
        return label() + ".invalid";
    }

    /** Short, the same for the life of this object, and its own. */
    String label() {
        return Long.toUnsignedString(key, 36);
    }

    /** {@code urn:uuid:…}, version 4 in shape. */
    String instance() {
        long high = (key & ~0xF000L) | 0x4000L;
        long low = ((key * GOLDEN_GAMMA) >>> 2) | 0x8000_0000_0000_0000L;
        return "urn:uuid:" + new UUID(high, low);
    }

    /** A Via with this branch. */
    String via(String branch) {
        return "SIP/2.0/" + settings.transport() + ' ' + host() + ";branch=" + branch + ";rport";
    }

    /** The audio of a new call. */
    CannedAudio newAudio() {
        return new CannedAudio(random, settings.fingerprint());
    }

    /** A branch of its own (RFC 3261 §8.1.1.7). */
    String newBranch() {
        return "z9hG4bK" + newToken();
    }

    /** 64 random bits, for tags and identifiers. */
    String newToken() {
        return Long.toUnsignedString(random.nextLong(), 36);
    }

    /** The user part of a SIP URI (RFC 3261 §25.1). */
    static String escape(String user) {
        StringBuilder escaped = new StringBuilder(user.length());
        for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (HeaderValue.alphanumeric(c) || USER_UNRESERVED.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append(String.format("%%%02X", (int) c));
            }
        }
        return escaped.toString();
    }
}
