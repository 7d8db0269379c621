package dev.softphone.loadtest.measure;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongBinaryOperator;

/** Arithmetic in which unknown is neutral: two unknowns stay unknown, one never becomes 0. */
final class Known {

    private Known() {}

    static OptionalLong max(OptionalLong one, OptionalLong other) {
        return combine(one, other, Math::max);
    }

    static OptionalLong min(OptionalLong one, OptionalLong other) {
        return combine(one, other, Math::min);
    }

    static OptionalLong sum(OptionalLong one, OptionalLong other) {
        return combine(one, other, Long::sum);
    }

    /** The last in alphabetical order: {@code nio} before {@code epoll}, {@code jdk} before {@code boringssl}. */
    static Optional<String> last(Optional<String> one, Optional<String> other) {
        return one.orElse("").compareTo(other.orElse("")) >= 0 ? one : other;
    }

    private static OptionalLong combine(OptionalLong one, OptionalLong other, LongBinaryOperator operator) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return OptionalLong.of(operator.applyAsLong(one.getAsLong(), other.getAsLong()));
    }
}
