package dev.softphone.loadtest.api.report;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneRunnerStatus;
import dev.softphone.loadtest.measure.HistogramCodec;
import dev.softphone.loadtest.measure.Measurements;
import dev.softphone.loadtest.measure.TimeSeries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A report as one opaque string: JSON, deflated, in base64. Histograms come back to 1 %; everything else as it was. A
 * series that would not fit is told in wider buckets.
 *
 * <p>Safe from any thread.
 */
public final class ReportCodec {

    /** No string is longer, so that it always fits into {@link SoftphoneRunnerStatus#report}. */
    public static final int MAX_LENGTH = SoftphoneRunnerStatus.MAX_REPORT;

    private static final int MAX_JSON_BYTES = 4 << 20;

    private static final ObjectMapper JSON = mapper(HistogramCodec.MAX_LENGTH);

    private ReportCodec() {}

    /** @throws IllegalStateException if it does not fit even with a series of one bucket */
    public static String encode(RunnerReport report) {
        String text = text(report);
        TimeSeries series = report.measurements().series();
        RunnerReport shorter = report;
        while (text.length() > MAX_LENGTH && series.buckets().size() > 1) {
            series = series.doubled();
            shorter = report.with(report.measurements().withSeries(series));
            text = text(shorter);
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalStateException(
                    "report: required at most " + MAX_LENGTH + " characters, observed " + text.length());
        }
        return text;
    }

    /**
     * The report again.
     *
     * @throws IllegalArgumentException when the text is not one of ours: it comes from outside and must not make the
     *     reader allocate what it likes
     */
    public static RunnerReport decode(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "report: required at most " + MAX_LENGTH + " characters, observed " + text.length());
        }
        try {
            RunnerReport report = JSON.readValue(inflated(Base64.getDecoder().decode(text)), RunnerReport.class);
            return whole(report);
        } catch (IOException | DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("report: not one of a runner's (" + e.getMessage() + ")", e);
        }
    }

    private static RunnerReport whole(@Nullable RunnerReport report) {
        Measurements measured = Objects.requireNonNull(report, "an empty one").measurements();
        Objects.requireNonNull(measured.series(), "no series");
        Objects.requireNonNull(measured.host(), "no host");
        if (!measured.balanced()) {
            throw new IllegalArgumentException("its sums do not add up: " + measured.softphones());
        }
        return report;
    }

    /** @param histogram length up to which a histogram keeps its resolution */
    static ObjectMapper mapper(int histogram) {
        return JsonMapper.builder()
                .addModule(new ReportModule(histogram))
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.ALWAYS))
                .withConfigOverride(List.class, ReportCodec::emptyWhereAbsent)
                .withConfigOverride(Map.class, ReportCodec::emptyWhereAbsent)
                .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                .build();
    }

    private static void emptyWhereAbsent(MutableConfigOverride collection) {
        collection.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }

    private static String text(RunnerReport report) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(JSON.writeValueAsString(report).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("report: cannot be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static byte[] inflated(byte[] bytes) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if (read == 0) {
                    throw new DataFormatException("ends early");
                }
                out.write(buffer, 0, read);
                if (out.size() > MAX_JSON_BYTES) {
                    throw new DataFormatException("more than " + MAX_JSON_BYTES + " bytes");
                }
            }
            return out.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
