package dev.softphone.loadtest.api.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.softphone.loadtest.measure.TimeSeries;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A test's report as gzip of JSON. Histograms keep the resolution at which runners report (1 %), whatever their size. A
 * series that would not fit is told in wider buckets, after those of a search's trials have gone.
 *
 * <p>Safe from any thread.
 */
public final class TestReportCodec {

    /** A ConfigMap takes 1 MiB of all its values together; in base64, on its way, this is 800 kB. */
    public static final int MAX_BYTES = 600_000;

    private static final int MAX_JSON_BYTES = 64 << 20;
    private static final int HISTOGRAM = 65_536;
    private static final ObjectMapper JSON = ReportCodec.mapper(HISTOGRAM);

    private TestReportCodec() {}

    /** @throws IllegalStateException if it does not fit even with a series of one bucket */
    public static byte[] encode(TestReport report) {
        return encode(report, MAX_BYTES);
    }

    static byte[] encode(TestReport report, int most) {
        byte[] bytes = gzip(report);
        TestReport shorter = report;
        if (bytes.length > most) {
            shorter = report.withTrials(TrialsCodec.withoutCourse(report.trials()));
            bytes = gzip(shorter);
        }
        TimeSeries series = report.measurements().series();
        while (bytes.length > most && series.buckets().size() > 1) {
            series = series.doubled();
            bytes = gzip(shorter.withSeries(series));
        }
        if (bytes.length > most) {
            throw new IllegalStateException("report: required at most " + most + " bytes, observed " + bytes.length);
        }
        return bytes;
    }

    /** @throws IllegalArgumentException when it is not one of ours */
    public static TestReport decode(byte[] gzip) {
        return read(gzip, TestReport.class);
    }

    static <T> T read(byte[] gzip, Class<T> type) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            byte[] json = in.readNBytes(MAX_JSON_BYTES);
            return Objects.requireNonNull(JSON.readValue(json, type), "an empty one");
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("report: not one of a test's (" + e.getMessage() + ")", e);
        }
    }

    static byte[] gzip(Object report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(JSON.writeValueAsBytes(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("report: cannot be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
