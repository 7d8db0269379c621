package dev.softphone.loadtest.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One runner of one test: what it is to do, by the operator, and what it measured, by its pod. Owned by the test. */
@Group(SoftphoneLoadTest.GROUP)
@Version(SoftphoneLoadTest.VERSION)
@Kind(SoftphoneRunner.KIND)
@Singular("softphonerunner")
@Plural("softphonerunners")
@ShortNames("slr")
@Categories("softphone")
@AdditionalPrinterColumn(name = "REGION", jsonPath = ".spec.region", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "NODE", jsonPath = ".status.node", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "PHASE", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "SOFTPHONES",
        jsonPath = ".spec.softphones",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "CONNECTED",
        jsonPath = ".status.connected",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "REJECTED", jsonPath = ".status.rejected", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "P99", jsonPath = ".status.p99Millis", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "SKEW",
        jsonPath = ".status.startSkewMillis",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "REPORTED", jsonPath = ".status.reportedAt", type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "POD",
        jsonPath = ".status.pod",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
public final class SoftphoneRunner extends CustomResource<SoftphoneRunnerSpec, SoftphoneRunnerStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;

    public static final String KIND = "SoftphoneRunner";

    @Override
    @Required
    public SoftphoneRunnerSpec getSpec() {
        return super.getSpec();
    }
}
