package dev.softphone.loadtest.measure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;

/**
 * A histogram as one opaque string of bounded length: base64 of HdrHistogram's compressed form (V2), at 2 significant
 * digits, at 1 where the counts are so scattered that 2 would not fit. Values come back to 1 % (6 % at one digit).
 */
public final class HistogramCodec {

    /** No string is longer. Ordinary latencies of 10,000 softphones take 300 to 1,500 characters. */
    public static final int MAX_LENGTH = 6_144;

    private static final int DIGITS = 2;
    /** Cookie and length stand before the deflated payload. */
    private static final int ENVELOPE = 8;
    /** Cookie, length, offset, digits, lowest, highest, ratio: the head of the payload. */
    private static final int HEADER = 40;

    private HistogramCodec() {}

    /** The empty string for an empty histogram, which spares a report what never happened. */
    public static String encode(Histograms.Frozen histogram) {
        return encode(histogram, MAX_LENGTH);
    }

    /** The same where there is more room: it keeps 2 digits up to {@code most} characters. */
    public static String encode(Histograms.Frozen histogram, int most) {
        if (histogram.count() == 0) {
            return "";
        }
        String fine = encode(histogram.atDigits(DIGITS));
        return fine.length() <= most ? fine : encode(histogram.atDigits(1));
    }

    /**
     * The histogram again.
     *
     * @throws IllegalArgumentException when the text is not one of ours: a report comes from outside and must not make
     *     the reader allocate what it likes
     */
    public static Histograms.Frozen decode(String text) {
        return decode(text, MAX_LENGTH);
    }

    /** Of one written with as much room. */
    public static Histograms.Frozen decode(String text, int most) {
        if (text.isEmpty()) {
            return Histograms.Frozen.EMPTY;
        }
        if (text.length() > most) {
            throw new IllegalArgumentException(
                    "histogram: at most " + most + " characters required, observed " + text.length());
        }
        byte[] bytes = Base64.getDecoder().decode(text);
        requireOurShape(bytes);
        try {
            return Histograms.Frozen.of(
                    Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), Histograms.highest()));
        } catch (DataFormatException | RuntimeException unreadable) {
            throw new IllegalArgumentException("histogram: not in the compressed form", unreadable);
        }
    }

    private static String encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity() + ENVELOPE);
        int length = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_COMPRESSION);
        ByteBuffer written = buffer.duplicate().position(0).limit(length);
        return StandardCharsets.US_ASCII
                .decode(Base64.getEncoder().encode(written))
                .toString();
    }

    private static void requireOurShape(byte[] bytes) {
        byte[] head = new byte[HEADER];
        Inflater inflater = new Inflater();
        try {
            if (bytes.length > ENVELOPE) {
                inflater.setInput(bytes, ENVELOPE, bytes.length - ENVELOPE);
                if (inflater.inflate(head) == HEADER) {
                    ByteBuffer header = ByteBuffer.wrap(head);
                    int digits = header.getInt(12);
                    long lowest = header.getLong(16);
                    long highest = header.getLong(24);
                    if (digits >= 1 && digits <= DIGITS && lowest == 1 && highest == Histograms.highest()) {
                        return;
                    }
                }
            }
        } catch (DataFormatException ignored) {
            // Falls through to the one message for everything that is not ours.
        } finally {
            inflater.end();
        }
        throw new IllegalArgumentException("histogram: 1 to " + Histograms.highest() + " at 1 or " + DIGITS
                + " digits required, observed something else");
    }
}
