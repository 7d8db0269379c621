package dev.softphone.loadtest.verdict;

import dev.softphone.loadtest.measure.HostEvidence;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Host evidence of which only what is said is known. */
final class HostFixture {

    enum Field {
        DESCRIPTOR_LIMIT,
        DESCRIPTORS_PEAK,
        PORT_LOW,
        PORT_HIGH,
        PORTS_RESERVED,
        SOURCE_ADDRESSES,
        SOCKETS_PEAK,
        TIME_WAIT_PEAK,
        CONNTRACK_PEAK,
        CONNTRACK_MAX,
        LOOP_LAG_MAX,
        SATURATED,
        CPU_THROTTLED,
        PENDING_CONNECTS,
        CLOCK_STEP
    }

    private final Map<Field, Long> known = new EnumMap<>(Field.class);

    static HostFixture host() {
        return new HostFixture();
    }

    HostFixture with(Field field, long value) {
        known.put(field, value);
        return this;
    }

    private OptionalLong get(Field field) {
        Long value = known.get(field);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    HostEvidence build() {
        OptionalLong unknown = OptionalLong.empty();
        return new HostEvidence(
                get(Field.DESCRIPTOR_LIMIT),
                get(Field.DESCRIPTORS_PEAK),
                get(Field.PORT_LOW),
                get(Field.PORT_HIGH),
                get(Field.PORTS_RESERVED),
                get(Field.SOURCE_ADDRESSES),
                get(Field.SOCKETS_PEAK),
                get(Field.TIME_WAIT_PEAK),
                unknown,
                unknown,
                unknown,
                get(Field.CONNTRACK_PEAK),
                get(Field.CONNTRACK_MAX),
                get(Field.LOOP_LAG_MAX),
                get(Field.SATURATED),
                unknown,
                unknown,
                get(Field.CPU_THROTTLED),
                unknown,
                unknown,
                get(Field.PENDING_CONNECTS),
                get(Field.CLOCK_STEP),
                Optional.of("epoll"),
                Optional.empty());
    }
}
