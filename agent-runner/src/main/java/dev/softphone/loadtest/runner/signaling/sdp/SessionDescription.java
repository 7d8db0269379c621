package dev.softphone.loadtest.runner.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a WebRTC endpoint has to know of the other side's session description (RFC 8866, RFC 8829). Bounded by its message. */
public record SessionDescription(List<Media> media) {

    /** A codec both sides may speak, with its static payload type, or −1. */
    private enum Codec {
        OPUS("opus/48000/2", -1),
        PCMU("PCMU/8000", 0),
        PCMA("PCMA/8000", 8),
        G722("G722/8000", 9);

        private final String encoding;
        private final int staticType;

        Codec(String encoding, int staticType) {
            this.encoding = encoding;
            this.staticType = staticType;
        }

        private @Nullable String format(Media media) {
            for (String format : media.formats) {
                String encodingOf = media.attribute("rtpmap:" + format + " ");
                if (encodingOf == null
                        ? format.equals(Integer.toString(staticType))
                        : encoding.equalsIgnoreCase(encodingOf)) {
                    return format;
                }
            }
            return null;
        }
    }

    /** One m-line with its attributes; attributes of the session stand in for those it does not have. */
    public static final class Media {
        private final String kind;
        private final String port;
        private final String transport;
        private final List<String> formats;
        private final List<String> sessionAttributes;
        private final List<String> attributes = new ArrayList<>();

        private Media(String[] fields, List<String> sessionAttributes) {
            this.kind = fields[0];
            this.port = fields[1];
            this.transport = fields[2];
            this.formats = List.of(fields).subList(3, fields.length);
            this.sessionAttributes = sessionAttributes;
        }

        /** What follows the prefix in the first attribute that has it. */
        public @Nullable String attribute(String prefix) {
            String own = find(attributes, prefix);
            return own == null ? find(sessionAttributes, prefix) : own;
        }

        public boolean flag(String name) {
            return attributes.contains(name) || sessionAttributes.contains(name);
        }

        boolean audio() {
            return kind.equals("audio");
        }

        boolean refused() {
            return port.equals("0");
        }

        String transport() {
            return transport;
        }

        /** RTP with feedback over DTLS-SRTP, under any name that RFC 8829 §5.1.2 accepts. */
        boolean secureFeedback() {
            return transport.endsWith("RTP/SAVPF");
        }

        boolean keyed() {
            return attribute("fingerprint:") != null
                    && attribute("ice-ufrag:") != null
                    && attribute("ice-pwd:") != null;
        }

        /** The format of the codec we like best, or null. */
        @Nullable
        String commonFormat() {
            for (Codec codec : Codec.values()) {
                String format = codec.format(this);
                if (format != null) {
                    return format;
                }
            }
            return null;
        }

        /** The first format of the m-line. */
        public String firstFormat() {
            return formats.get(0);
        }

        /** The m-line as it refuses this medium. */
        String refusal() {
            return "m=" + kind + " 0 " + transport + " " + String.join(" ", formats);
        }

        private static @Nullable String find(List<String> attributes, String prefix) {
            for (String attribute : attributes) {
                if (attribute.startsWith(prefix)) {
                    return attribute.substring(prefix.length()).trim();
                }
            }
            return null;
        }
    }

    /** The first audio; the first medium where there is none. */
    public Media audio() {
        return media.stream().filter(Media::audio).findFirst().orElse(media.get(0));
    }

    /** Null where it is no session description with at least one m-line. */
    public static @Nullable SessionDescription read(String text) {
        if (!text.startsWith("v=0")) {
            return null;
        }
        List<Media> media = new ArrayList<>();
        List<String> session = new ArrayList<>();
        for (String line : text.split("\r?\n", -1)) {
            if (line.startsWith("m=")) {
                String[] fields = line.substring(2).trim().split(" +", -1);
                if (fields.length < 4) {
                    return null;
                }
                media.add(new Media(fields, session));
            } else if (line.startsWith("a=")) {
                String attribute = line.substring(2).trim();
                (media.isEmpty() ? session : media.get(media.size() - 1).attributes).add(attribute);
            }
        }
        return media.isEmpty() ? null : new SessionDescription(media);
    }
}
