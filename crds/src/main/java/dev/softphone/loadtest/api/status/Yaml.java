package dev.softphone.loadtest.api.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;

/** YAML for people that every parser reads the same way. */
final class Yaml {

    private Yaml() {}

    static ObjectMapper mapper() {
        YAMLFactory factory = YAMLFactory.builder()
                .disable(Feature.WRITE_DOC_START_MARKER)
                .disable(Feature.SPLIT_LINES)
                .enable(Feature.MINIMIZE_QUOTES)
                .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .stringQuotingChecker(new QuoteWhatLooksLikeANumber())
                .build();
        // Small immutable maps have another order in every process.
        return new ObjectMapper(factory).enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    }

    /** Times, durations and addresses begin with a digit; YAML 1.1 takes some of them for times or numbers. */
    private static final class QuoteWhatLooksLikeANumber extends StringQuotingChecker.Default {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean needToQuoteValue(String value) {
            return super.needToQuoteValue(value) || (!value.isEmpty() && "0123456789.+-".indexOf(value.charAt(0)) >= 0);
        }
    }
}
