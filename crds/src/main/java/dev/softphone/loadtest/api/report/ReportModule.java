package dev.softphone.loadtest.api.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.softphone.loadtest.measure.HistogramCodec;
import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.OutcomeKey;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.model.Threshold;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the few types that are no records and no collections are written. */
final class ReportModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /** @param histogram length up to which a histogram keeps its resolution */
    ReportModule(int histogram) {
        addSerializer(OptionalLong.class, new LongOut());
        addDeserializer(OptionalLong.class, new LongIn());
        addSerializer(Optional.class, new OptionalOut());
        addDeserializer(Optional.class, new OptionalIn(null));
        addSerializer(Histograms.Frozen.class, new HistogramOut(histogram));
        addDeserializer(Histograms.Frozen.class, new HistogramIn(histogram));
        addSerializer(Duration.class, ToStringSerializer.instance);
        addDeserializer(Duration.class, new TextIn<>(Duration::parse));
        addSerializer(Instant.class, ToStringSerializer.instance);
        addDeserializer(Instant.class, new TextIn<>(Instant::parse));
        setMixInAnnotation(Threshold.class, NamedByKind.class);
        addKeySerializer(OutcomeKey.class, new KeyOut());
        addKeyDeserializer(OutcomeKey.class, new KeyIn());
    }

    private static final class LongOut extends JsonSerializer<OptionalLong> {
        @Override
        public void serialize(OptionalLong value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(value.getAsLong());
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, OptionalLong value) {
            return value.isEmpty();
        }
    }

    private static final class LongIn extends JsonDeserializer<OptionalLong> {
        @Override
        public OptionalLong deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return OptionalLong.of(in.getLongValue());
        }

        @Override
        public OptionalLong getNullValue(DeserializationContext context) {
            return OptionalLong.empty();
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) {
            return OptionalLong.empty();
        }
    }

    @SuppressWarnings("rawtypes") // Jackson looks serializers up by the raw class
    private static final class OptionalOut extends JsonSerializer<Optional> {
        @Override
        public void serialize(Optional value, JsonGenerator out, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(value.orElseThrow(), out);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Optional value) {
            return value.isEmpty();
        }
    }

    private static final class OptionalIn extends JsonDeserializer<Optional<?>> implements ContextualDeserializer {
        private final @Nullable JavaType content;

        OptionalIn(@Nullable JavaType content) {
            this.content = content;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            JavaType type = context.getContextualType();
            return new OptionalIn(type == null ? null : type.containedTypeOrUnknown(0));
        }

        @Override
        public Optional<?> deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() == JsonToken.VALUE_NULL || content == null) {
                return Optional.empty();
            }
            return Optional.ofNullable(context.readValue(in, content));
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) {
            return Optional.empty();
        }
    }

    /** A threshold says which kind it is. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Threshold.Latency.class, name = "Latency"),
        @JsonSubTypes.Type(value = Threshold.AtLeast.class, name = "AtLeast"),
        @JsonSubTypes.Type(value = Threshold.AtMost.class, name = "AtMost")
    })
    private interface NamedByKind {}

    private static final class TextIn<T> extends JsonDeserializer<T> {
        private final Function<String, T> parse;

        TextIn(Function<String, T> parse) {
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return parse.apply(in.getText());
        }
    }

    private static final class HistogramOut extends JsonSerializer<Histograms.Frozen> {
        private final int most;

        HistogramOut(int most) {
            this.most = most;
        }

        @Override
        public void serialize(Histograms.Frozen value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(HistogramCodec.encode(value, most));
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Histograms.Frozen value) {
            return value.count() == 0;
        }
    }

    private static final class HistogramIn extends JsonDeserializer<Histograms.Frozen> {
        private final int most;

        HistogramIn(int most) {
            this.most = most;
        }

        @Override
        public Histograms.Frozen deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return HistogramCodec.decode(in.getText(), most);
        }

        @Override
        public Histograms.Frozen getNullValue(DeserializationContext context) {
            return Histograms.Frozen.EMPTY;
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) {
            return Histograms.Frozen.EMPTY;
        }
    }

    private static final class KeyOut extends JsonSerializer<OutcomeKey> {
        @Override
        public void serialize(OutcomeKey key, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeFieldName(key.kind() + " " + key.stage() + " " + key.code());
        }
    }

    private static final class KeyIn extends KeyDeserializer {
        @Override
        public Object deserializeKey(String text, DeserializationContext context) {
            String[] parts = text.split(" ", 3);
            if (parts.length != 3) {
                throw new IllegalArgumentException("outcome: required kind, stage and code, observed " + text);
            }
            return new OutcomeKey(OutcomeKey.Kind.valueOf(parts[0]), Stage.valueOf(parts[1]), parts[2]);
        }
    }
}
