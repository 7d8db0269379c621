package dev.softphone.loadtest.simulator.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.softphone.loadtest.simulator.script.Extractor.Source;
import dev.softphone.loadtest.simulator.script.Listen.ClientCertificate;
import dev.softphone.loadtest.simulator.script.Listen.Tls;
import dev.softphone.loadtest.simulator.script.Listen.UnknownSubprotocol;
import dev.softphone.loadtest.simulator.script.RuleReader.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a script from YAML, strictly: an unknown key or a bad value is a {@link ScriptException}. */
public final class ScriptReader {
    private static final ObjectMapper YAML = JsonMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path folder;

    private ScriptReader(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a script file; files that it names are relative to its folder.
     *
     * @throws ScriptException for a file that cannot be read, or a script that cannot be served
     */
    public static Script read(Path file) {
        Path absolute = file.toAbsolutePath();
        String yaml;
        try {
            yaml = Files.readString(absolute);
        } catch (IOException e) {
            throw new ScriptException(
                    "", "a file that can be read", file + " (" + e.getClass().getSimpleName() + ")");
        }
        Path folder = absolute.getParent();
        return read(yaml, folder == null ? absolute : folder);
    }

    /**
     * Reads a script.
     *
     * @param yaml the script; empty means a gateway without faults
     * @param folder where the files it names are
     * @throws ScriptException for a script that cannot be served
     */
    public static Script read(String yaml, Path folder) {
        JsonNode root;
        try {
            root = YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new ScriptException(
                    "",
                    "well-formed YAML",
                    e.getOriginalMessage().lines().findFirst().orElse("") + place(e));
        }
        if (root == null || root.isMissingNode() || root.isNull()) {
            root = JsonNodeFactory.instance.objectNode();
        }
        return Section.read("", root, new ScriptReader(folder)::script);
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
    }

    private Script script(Section section) {
        return new Script(
                section.optional("listen", this::listen)
                        .orElseGet(() -> new Listen(
                                Optional.empty(), Optional.empty(), UnknownSubprotocol.REFUSE, 4096, Optional.empty())),
                section.list("organizations", ScriptReader::extractor),
                section.list("upgrade", s -> RuleReader.rule(s, Context.UPGRADE, ActionReader::onUpgrade)),
                section.optional("sockets", SocketsReader::read).orElseGet(SocketsReader::none),
                section.optional("sip", new SipReader(folder)::read),
                new RestScript(section.list("rest", RestReader::endpoint)),
                section.optional("genesys", GenesysReader::read),
                section.optional("messages", MessageReader::read));
    }

    private Listen listen(Section section) {
        Optional<String> path = section.optionalText("path");
        if (path.isPresent() && !path.get().startsWith("/")) {
            throw section.refuse("path", "a path that starts with /", path.get());
        }
        return new Listen(
                path,
                section.has("subprotocols") ? Optional.of(section.texts("subprotocols")) : Optional.empty(),
                section.optionalWord("unknownSubprotocol", UnknownSubprotocol.class)
                        .orElse(UnknownSubprotocol.REFUSE),
                section.optionalCount("backlog", 1, 65_535).orElse(4096),
                section.optional("tls", this::tls));
    }

    private Tls tls(Section section) {
        Optional<Path> clientCa =
                section.has("clientCaFile") ? Optional.of(file(section, "clientCaFile")) : Optional.empty();
        ClientCertificate clientCertificate = section.optionalWord("clientCertificate", ClientCertificate.class)
                .orElse(clientCa.isPresent() ? ClientCertificate.REQUIRED : ClientCertificate.NONE);
        if (clientCa.isPresent() == (clientCertificate == ClientCertificate.NONE)) {
            throw section.refuse(
                    "clientCertificate",
                    clientCa.isPresent() ? "Requested or Required beside clientCaFile" : "clientCaFile beside it",
                    section.optionalText("clientCertificate").orElse("nothing"));
        }
        return new Tls(file(section, "certFile"), file(section, "keyFile"), clientCa, clientCertificate);
    }

    private Path file(Section section, String key) {
        Path file = folder.resolve(section.text(key));
        if (!Files.isReadable(file)) {
            throw section.refuse(key, "a file that can be read", file.toString());
        }
        return file;
    }

    private static Extractor extractor(Section section) {
        Pattern capture = section.has("capture") ? section.pattern("capture") : Pattern.compile(".+", Pattern.DOTALL);
        List<Extractor> found = new ArrayList<>();
        section.optionalText("header").ifPresent(name -> found.add(new Extractor(Source.HEADER, name, capture)));
        section.optionalText("query").ifPresent(name -> found.add(new Extractor(Source.QUERY, name, capture)));
        section.optionalText("field").ifPresent(path -> found.add(new Extractor(Source.FIELD, path, capture)));
        section.optionalText("sip").ifPresent(part -> {
            if (!part.equals("Domain")) {
                throw section.refuse("sip", "Domain", part);
            }
            found.add(new Extractor(Source.SIP_DOMAIN, "", capture));
        });
        if (found.size() != 1) {
            throw new ScriptException(
                    section.path(), "exactly one of header, query, field, sip", found.size() + " of them");
        }
        return found.get(0);
    }
}
