package dev.softphone.loadtest.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One load test: what to run, and what came out. It runs once; a rerun is a new resource. */
@Group(SoftphoneLoadTest.GROUP)
@Version(SoftphoneLoadTest.VERSION)
@Kind(SoftphoneLoadTest.KIND)
@Singular("softphoneloadtest")
@Plural("softphoneloadtests")
@ShortNames("slt")
@Categories("softphone")
@ValidationRule(value = "self.metadata.name.size() <= 35", message = SoftphoneLoadTest.NAME_LENGTH)
@AdditionalPrinterColumn(
        name = "SOFTPHONES",
        jsonPath = ".spec.softphones",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "CONNECTED",
        jsonPath = ".status.softphones.connected",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "REJECTED",
        jsonPath = ".status.softphones.rejected",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "P99",
        jsonPath = ".status.handshake.p99Millis",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "VERDICT", jsonPath = ".status.verdict", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "PHASE", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "CAUSE",
        jsonPath = ".status.causes[0].type",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "RUNNERS",
        jsonPath = ".status.runners.planned",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
public final class SoftphoneLoadTest extends CustomResource<SoftphoneLoadTestSpec, SoftphoneLoadTestStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;

    public static final String GROUP = "softphone.dev";
    public static final String VERSION = "v1alpha1";
    public static final String API_VERSION = GROUP + "/" + VERSION;
    public static final String KIND = "SoftphoneLoadTest";

    /** Pod host names are made from it and hold 63 characters. */
    public static final int MAX_NAME_LENGTH = 35;

    public static final String NAME_LENGTH = "at most 35 characters";

    @Override
    @Required
    public SoftphoneLoadTestSpec getSpec() {
        return super.getSpec();
    }
}
