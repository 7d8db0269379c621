package dev.softphone.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class JUnitXmlTest {

    /** What the schemas of Surefire 3.0 and of Jenkins (junit-10.xsd) both allow, as far as we use it. */
    private static final String SCHEMA = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
              <xs:element name="testsuite"><xs:complexType>
                <xs:sequence>
                  <xs:element name="properties"><xs:complexType><xs:sequence>
                    <xs:element name="property" maxOccurs="unbounded"><xs:complexType>
                      <xs:attribute name="name" type="xs:string" use="required"/>
                      <xs:attribute name="value" type="xs:string" use="required"/>
                    </xs:complexType></xs:element>
                  </xs:sequence></xs:complexType></xs:element>
                  <xs:element name="testcase" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
                    <xs:sequence>
                      <xs:element name="failure" type="outcome" minOccurs="0"/>
                      <xs:element name="error" type="outcome" minOccurs="0"/>
                      <xs:element name="system-out" type="xs:string" minOccurs="0"/>
                    </xs:sequence>
                    <xs:attribute name="name" type="xs:string" use="required"/>
                    <xs:attribute name="classname" type="xs:string"/>
                    <xs:attribute name="time" type="xs:decimal" use="required"/>
                  </xs:complexType></xs:element>
                </xs:sequence>
                <xs:attribute name="name" type="xs:string" use="required"/>
                <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
                <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
                <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
                <xs:attribute name="skipped" type="xs:nonNegativeInteger" use="required"/>
                <xs:attribute name="time" type="xs:decimal"/>
              </xs:complexType></xs:element>
              <xs:complexType name="outcome"><xs:simpleContent><xs:extension base="xs:string">
                <xs:attribute name="message" type="xs:string"/>
                <xs:attribute name="type" type="xs:string" use="required"/>
              </xs:extension></xs:simpleContent></xs:complexType>
            </xs:schema>
            """;

    private static Element suite(ReportInput input) throws Exception {
        String xml = JUnitXml.xml(input);
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(new StreamSource(new StringReader(SCHEMA)))
                .newValidator()
                .validate(new StreamSource(new StringReader(xml)));
        return Xml.parse(xml).getDocumentElement();
    }

    @Test
    void aThresholdThatWasNotMetIsAFailureWithWhatWasRequiredAndObserved() throws Exception {
        Element suite = suite(SampleRuns.threeHundredOfFiveHundred());

        assertThat(List.of("name", "tests", "failures", "errors", "skipped", "time"))
                .extracting(suite::getAttribute)
                .containsExactly("three-hundred-of-five-hundred", "2", "1", "0", "0", "366.000");
        assertThat(Xml.texts(suite, "/testsuite/testcase/@name"))
                .containsExactly("handshake p99 ≤ 3 s", "connected ≥ 99 %");
        assertThat(Xml.texts(suite, "/testsuite/testcase[2]/failure/@message"))
                .containsExactly("required connected ≥ 99 %, observed 60 % (300 of 500)");
        assertThat(Xml.texts(suite, "/testsuite/testcase[2]/failure/@type")).containsExactly("ConcurrencyCap");
        assertThat(Xml.texts(suite, "/testsuite/testcase[1]/system-out").get(0))
                .contains(
                        "500 started = 300 connected + 200 rejected + 0 failed",
                        "ConcurrencyCap, scope Tenant, limit 300");
    }

    @Test
    void whatCouldNotBeJudgedTurnsABuildRed() throws Exception {
        Element suite = suite(Doubtful.run());

        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(Xml.texts(suite, "//error/@message").get(0)).contains("57 of 100 samples that a p99 needs");
        assertThat(Xml.texts(suite, "//skipped")).isEmpty();
    }

    @Test
    void aVerdictWorseThanEveryThresholdIsACaseOfItsOwn() throws Exception {
        Element suite = suite(Doubtful.quiet());

        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(Xml.texts(suite, "//testcase[@name='verdict']/error/@message"))
                .containsExactly("The run was interrupted before the first softphone started.");
    }
}
