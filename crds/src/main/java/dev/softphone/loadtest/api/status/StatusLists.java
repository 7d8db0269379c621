package dev.softphone.loadtest.api.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lists of a status, which are left out where they are empty. */
public final class StatusLists {
    private StatusLists() {}

    public static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
