package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A duration written as {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 250ms}. Text, because the types for durations of
 * the Java client do not survive the way to the API server and back.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@Pattern(DurationText.PATTERN)
@Size(min = 2, max = 32)
public @interface DurationText {
    String PATTERN = "^([0-9]+(ms|s|m|h))+$";
}
