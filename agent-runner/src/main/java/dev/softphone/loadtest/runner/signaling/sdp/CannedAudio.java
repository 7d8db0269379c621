package dev.softphone.loadtest.runner.signaling.sdp;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One softphone's side of one call's audio: descriptions as a browser writes them (RFC 8829), with nothing behind them.
 * They name no candidate and no address, so nobody sends a packet because of them.
 */
public final class CannedAudio {
    public static final String CONTENT_TYPE = "application/sdp";

    private static final String LINE_END = "\r\n";
    private static final String FORMATS = "111 0 8 126";
    private static final int FINGERPRINT_BYTES = 32;
    private static final int PASSWORD_TOKENS = 2;

    /** The answer to an offer, or a warning (RFC 3261 §20.43) about why there is none. */
    public sealed interface Outcome {
        record Accepted(String description) implements Outcome {}

        record Refused(int warnCode, String text) implements Outcome {}
    }

    private final String fingerprint;
    private final long sessionId;
    private final String fragment;
    private final String password;

    public CannedAudio(RandomGenerator random, String fingerprint) {
        this.fingerprint = fingerprint;
        this.sessionId = random.nextLong(1L << 62);
        this.fragment = token(random).substring(0, 4);
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < PASSWORD_TOKENS; i++) {
            secret.append(token(random));
        }
        this.password = secret.toString();
    }

    /** One certificate's, in the form of SHA-256. */
    public static String fingerprint(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(FINGERPRINT_BYTES * 3);
        for (int i = 0; i < FINGERPRINT_BYTES; i++) {
            text.append(i == 0 ? "" : ":").append(String.format("%02X", random.nextInt(256)));
        }
        return text.toString();
    }

    /** 13 characters of RFC 8839's ice-char, 65 bits of which 64 are random. */
    private static String token(RandomGenerator random) {
        String digits = Long.toUnsignedString(random.nextLong(), 36);
        return "0".repeat(13 - digits.length()) + digits;
    }

    public String offer() {
        return session("0")
                + "m=audio 9 UDP/TLS/RTP/SAVPF " + FORMATS + LINE_END
                + transport("actpass")
                + "a=mid:0" + LINE_END
                + "a=sendrecv" + LINE_END
                + "a=rtcp-mux" + LINE_END
                + "a=rtpmap:111 opus/48000/2" + LINE_END
                + "a=fmtp:111 minptime=10;useinbandfec=1" + LINE_END
                + "a=rtpmap:0 PCMU/8000" + LINE_END
                + "a=rtpmap:8 PCMA/8000" + LINE_END
                + "a=rtpmap:126 telephone-event/8000" + LINE_END;
    }

    /** Takes the first audio of an offer and refuses the other m-lines, in their order (RFC 3264 §6). */
    public Outcome answer(String offer) {
        SessionDescription description = SessionDescription.read(offer);
        if (description == null) {
            return new Outcome.Refused(399, "No session description with media");
        }
        SessionDescription.Media audio = null;
        for (SessionDescription.Media media : description.media()) {
            if (audio == null && media.audio() && !media.refused()) {
                audio = media;
            }
        }
        if (audio == null) {
            return new Outcome.Refused(304, "Media type not available: no audio is offered");
        }
        String format = audio.commonFormat();
        if (!audio.secureFeedback()) {
            return new Outcome.Refused(302, "Incompatible transport protocol: " + audio.transport());
        }
        if (!audio.keyed()) {
            return new Outcome.Refused(399, "Fingerprint, ice-ufrag and ice-pwd are required");
        }
        if (format == null) {
            return new Outcome.Refused(305, "Incompatible media format: opus, PCMU, PCMA or G722 is required");
        }
        return new Outcome.Accepted(answer(description, audio, format));
    }

    private String answer(SessionDescription offer, SessionDescription.Media audio, String format) {
        String mid = audio.attribute("mid:");
        StringBuilder answer = new StringBuilder(session(mid));
        for (SessionDescription.Media media : offer.media()) {
            if (media != audio) {
                answer.append(media.refusal()).append(LINE_END);
                append(answer, "mid:", media.attribute("mid:"));
                continue;
            }
            answer.append("m=audio 9 ")
                    .append(media.transport())
                    .append(' ')
                    .append(format)
                    .append(LINE_END);
            answer.append(transport("active".equals(media.attribute("setup:")) ? "passive" : "active"));
            append(answer, "mid:", mid);
            answer.append("a=").append(direction(media)).append(LINE_END);
            if (media.flag("rtcp-mux")) {
                answer.append("a=rtcp-mux").append(LINE_END);
            }
            append(answer, "rtpmap:" + format + " ", media.attribute("rtpmap:" + format + " "));
        }
        return answer.toString();
    }

    /** Why an answer to {@link #offer()} cannot be used; null when it can. */
    public static @Nullable String problem(String answer) {
        SessionDescription description = SessionDescription.read(answer);
        if (description == null) {
            return "the answer is no session description with media";
        }
        SessionDescription.Media audio = description.media().get(0);
        if (description.media().size() != 1 || !audio.audio()) {
            return "the answer does not match the one m-line of the offer";
        }
        if (audio.refused()) {
            return "the answer refuses the audio";
        }
        if (!audio.secureFeedback()) {
            return "the answer changes the transport to " + audio.transport();
        }
        return audio.keyed() ? null : "the answer has no fingerprint, ice-ufrag or ice-pwd";
    }

    private static String direction(SessionDescription.Media media) {
        if (media.flag("inactive")) {
            return "inactive";
        }
        if (media.flag("sendonly")) {
            return "recvonly";
        }
        return media.flag("recvonly") ? "sendonly" : "sendrecv";
    }

    private String session(@Nullable String bundle) {
        return "v=0" + LINE_END
                + "o=- " + sessionId + " 2 IN IP4 127.0.0.1" + LINE_END
                + "s=-" + LINE_END
                + "t=0 0" + LINE_END
                + (bundle == null ? "" : "a=group:BUNDLE " + bundle + LINE_END);
    }

    private String transport(String setup) {
        return "c=IN IP4 0.0.0.0" + LINE_END
                + "a=ice-ufrag:" + fragment + LINE_END
                + "a=ice-pwd:" + password + LINE_END
                + "a=ice-options:trickle" + LINE_END
                + "a=fingerprint:sha-256 " + fingerprint + LINE_END
                + "a=setup:" + setup + LINE_END;
    }

    private static void append(StringBuilder answer, String prefix, @Nullable String value) {
        if (value != null) {
            answer.append("a=").append(prefix).append(value).append(LINE_END);
        }
    }
}
