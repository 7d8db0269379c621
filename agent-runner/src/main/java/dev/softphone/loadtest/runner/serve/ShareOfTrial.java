package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.plan.ArrivalSchedule;
import dev.softphone.loadtest.plan.Part;
import dev.softphone.loadtest.runner.RefusedException;
import dev.softphone.loadtest.runner.TrialPlan;
import dev.softphone.loadtest.search.SearchCourse;
import java.util.Optional;

/** What one runner has of a trial: of the test's only one, or of one of a search, whose size the control object says. */
final class ShareOfTrial {
    private final LoadTest test;
    private final Part part;
    private final Optional<SearchCourse> search;

    ShareOfTrial(LoadTest test, Part part) {
        this.test = test;
        this.part = part;
        this.search = SearchCourse.of(test);
    }

    boolean ofSearch() {
        return search.isPresent();
    }

    /** How many softphones; perhaps none. */
    int softphones(Optional<Control.Size> told) throws RefusedException {
        return Math.toIntExact(part.countBelow(search.isPresent() ? size(told).softphones() : test.softphones()));
    }

    /** @param startNanos of the common start */
    TrialPlan plan(Optional<Control.Size> told, long startNanos) throws RefusedException {
        if (search.isEmpty()) {
            ArrivalSchedule whole = ArrivalSchedule.of(test.arrival(), test.softphones(), test.limits(), test.seed());
            return TrialPlan.at(startNanos, whole, part, test.hold());
        }
        Control.Size size = size(told);
        ArrivalSchedule whole = search.get().schedule(size.softphones(), size.rampMillis());
        return TrialPlan.at(startNanos, whole, part, search.get().hold());
    }

    private Control.Size size(Optional<Control.Size> told) throws RefusedException {
        int observed = told.map(Control.Size::softphones).orElse(0);
        if (observed < 1 || observed > test.softphones()) {
            throw new RefusedException("control object, softphones: required 1 to " + test.softphones()
                    + " with arrival.search, observed " + (told.isEmpty() ? "nothing" : observed));
        }
        return told.get();
    }
}
