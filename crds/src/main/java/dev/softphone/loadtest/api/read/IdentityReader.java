package dev.softphone.loadtest.api.read;

import dev.softphone.loadtest.model.Gateway;
import dev.softphone.loadtest.model.Identities;
import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.LoadTest;
import dev.softphone.loadtest.model.SecretKey;
import dev.softphone.loadtest.model.Template;
import dev.softphone.loadtest.plan.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes one {@link Identity} for each softphone, in order, from the files or the pattern that the test names. Violations
 * say which Secret, which key and which line, and never a value besides a user name.
 *
 * <p>Beside its own columns every identity has {@code index} (its number from 0), and one column for each header value that
 * comes from a Secret.
 */
public final class IdentityReader {

    private static final String USERNAME = "username";
    private static final String ORGANIZATION = "organization";
    private static final String INDEX = "index";

    /** Of one file, more of the same would only repeat it. */
    private static final int MOST_VIOLATIONS = 20;

    private final LoadTest test;
    private final Secrets secrets;
    private final Part part;
    private final Violations violations = new Violations();
    private final Map<String, String> shared = new HashMap<>();
    private final Set<String> organizations = new HashSet<>();
    private final OAuthColumns oauth;
    private final Optional<TokenShares.Counter> tokens;

    /**
     * What a part of the softphones has.
     *
     * @param identities one for each softphone of the part, in order
     * @param tokens what is the part's of the tokens that others have too; none where their quota is not kept
     */
    public record Dealt(List<Identity> identities, TokenShares tokens) {
        public Dealt {
            identities = List.copyOf(identities);
        }
    }

    private IdentityReader(LoadTest test, Secrets secrets, Part part) {
        this.test = test;
        this.secrets = secrets;
        this.part = part;
        this.oauth = OAuthColumns.of(test.gateway(), (path, organization) -> secret(path, organization.clientSecret())
                .strip());
        this.tokens = TokenShares.Counter.of(test, part);
    }

    /** As many identities as the test has softphones; further rows are left alone. */
    public static Reading<List<Identity>> read(LoadTest test, Secrets secrets) {
        IdentityReader reader = new IdentityReader(test, secrets, Part.WHOLE);
        List<Identity> identities = reader.read();
        return reader.reading(List.copyOf(identities));
    }

    /** Those of a part of the softphones. Every row is checked, as if all were wanted. */
    public static Reading<Dealt> read(LoadTest test, Secrets secrets, Part part) {
        IdentityReader reader = new IdentityReader(test, secrets, part);
        List<Identity> identities = reader.read();
        return reader.reading(new Dealt(
                identities, reader.tokens.map(TokenShares.Counter::counted).orElse(TokenShares.NONE)));
    }

    private <T> Reading<T> reading(T value) {
        return violations.isEmpty() ? new Reading.Accepted<>(value) : new Reading.Refused<>(violations.list());
    }

    private List<Identity> read() {
        headerSecrets();
        List<Identity> identities = test.identities() instanceof Identities.FromSecrets files
                ? fromFiles(files.files())
                : generated((Identities.Generated) test.identities());
        if (violations.isEmpty()) {
            violations.addAll(GenesysReader.nobodys(test.gateway(), organizations));
        }
        return identities;
    }

    private void headerSecrets() {
        headers(test.gateway())
                .flatMap(value -> Template.references(value).stream())
                .filter(name -> name.startsWith("identity."))
                .map(name -> name.substring("identity.".length()))
                .distinct()
                .forEach(column -> HeaderSecrets.secret(column)
                        .ifPresent(secret -> shared.put(column, secret("spec.gateway", secret))));
    }

    private static Stream<String> headers(Gateway gateway) {
        Stream<String> upgrade = gateway.headers().values().stream();
        return gateway.signaling() instanceof Gateway.GenericWebSocket generic
                ? Stream.concat(upgrade, generic.rest().stream().flatMap(call -> call.headers().values().stream()))
                : upgrade;
    }

    private String secret(String path, SecretKey key) {
        Optional<String> value = secrets.value(key);
        violations.require(value.isPresent(), path, "Secret " + key.name() + " with key " + key.key(), "absent");
        return value.orElse("");
    }

    private List<Identity> generated(Identities.Generated pattern) {
        pattern.password()
                .ifPresent(key -> shared.put("password", secret("spec.identities.generated.passwordSecretRef", key)));
        List<String> names = pattern.organizations();
        organizations.addAll(names);
        oauthOfGenerated(names);
        int size = (int) part.countBelow(test.softphones());
        tokens.filter(counter -> shared.containsKey(counter.column()))
                .ifPresent(
                        counter -> counter.count(shared.getOrDefault(counter.column(), ""), size, test.softphones()));
        List<Identity> identities = new ArrayList<>(size);
        for (int n = 0; n < size; n++) {
            int index = (int) part.wholeIndex(n);
            Map<String, String> values = new HashMap<>(shared);
            Optional<String> organization =
                    names.isEmpty() ? Optional.empty() : Optional.of(names.get(index % names.size()));
            organization.ifPresent(name -> values.put(ORGANIZATION, name));
            String username = pattern.username().replace("{index}", String.valueOf(index));
            values.put(USERNAME, username);
            values.put(INDEX, String.valueOf(index));
            values.putAll(oauth.of(organization));
            identities.add(new Identity(username, organization, values));
        }
        return identities;
    }

    private void oauthOfGenerated(List<String> names) {
        String path = "spec.identities.generated.organizations";
        if (names.isEmpty()) {
            oauth.wrong(path, Optional.empty(), shared).ifPresent(wrong -> violations.addAll(List.of(wrong)));
        }
        for (int i = 0; i < names.size(); i++) {
            oauth.wrong(path + "[" + i + "]", Optional.of(names.get(i)), shared)
                    .ifPresent(wrong -> violations.addAll(List.of(wrong)));
        }
    }

    private List<Identity> fromFiles(List<SecretKey> files) {
        List<Identity> identities = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        Set<String> usernames = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            String path = "spec.identities.secretRefs[" + i + "]";
            int before = usernames.size();
            rows(path, files.get(i)).ifPresent(rows -> file(path, rows, identities, usernames));
            counts.add(usernames.size() - before);
        }
        violations.require(
                !violations.isEmpty() || usernames.size() >= test.softphones(),
                "spec.identities.secretRefs",
                test.softphones() + " identities, one for each softphone",
                arithmetic(counts));
        return identities;
    }

    private boolean wanted(int index) {
        return index < test.softphones() && part.countBelow(index + 1) > part.countBelow(index);
    }

    /** {@code 300 in 2 files: 200 + 100}. */
    private static String arithmetic(List<Integer> counts) {
        int sum = counts.stream().mapToInt(Integer::intValue).sum();
        return counts.size() == 1
                ? sum + " in 1 file"
                : sum + " in " + counts.size() + " files: "
                        + String.join(
                                " + ", counts.stream().map(String::valueOf).toList());
    }

    private Optional<List<Csv.Row>> rows(String path, SecretKey file) {
        String text = secret(path, file);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Csv.parse(text));
        } catch (Csv.MalformedException malformed) {
            violations.add(path, "CSV as RFC 4180 has it", "on " + malformed.getMessage() + " is missing");
            return Optional.empty();
        }
    }

    private void file(String path, List<Csv.Row> rows, List<Identity> identities, Set<String> usernames) {
        List<String> columns = rows.isEmpty() ? List.of() : rows.get(0).fields();
        Set<String> distinct = new LinkedHashSet<>(columns);
        if (!distinct.contains(USERNAME)) {
            // Not quoted: where the first row is missing, these are somebody's name and password.
            violations.add(path, "a column username in the first row", columns.size() + " columns without it");
            return;
        }
        violations.require(distinct.size() == columns.size(), path, "each column once", String.join(", ", columns));
        columnsReferredTo(path, distinct);
        int found = 0;
        for (Csv.Row row : rows.subList(1, rows.size())) {
            int index = usernames.size();
            String line = path + " line " + row.line();
            Optional<Violation> wrong =
                    wrong(line, columns, row, usernames).or(() -> wrongForOAuth(line, columns, row));
            if (wrong.isPresent()) {
                violations.addAll(List.of(wrong.get()));
                if (++found == MOST_VIOLATIONS) {
                    return;
                }
            } else {
                boolean wanted = wanted(index);
                organizations.add(value(columns, row, ORGANIZATION));
                count(columns, row, index, wanted);
                if (wanted) {
                    identities.add(identity(columns, row, index));
                }
            }
        }
    }

    private void count(List<String> columns, Csv.Row row, int index, boolean wanted) {
        if (tokens.isPresent() && index < test.softphones()) {
            TokenShares.Counter counter = tokens.get();
            counter.count(value(columns, row, counter.column()), wanted ? 1 : 0, 1);
        }
    }

    private String value(List<String> columns, Csv.Row row, String name) {
        int column = columns.indexOf(name);
        return column < 0 ? shared.getOrDefault(name, "") : row.fields().get(column);
    }

    private void columnsReferredTo(String path, Set<String> columns) {
        GatewayReader.references(
                        test.gateway(),
                        column -> columns.contains(column)
                                || column.equals(INDEX)
                                || HeaderSecrets.secret(column).isPresent())
                .forEach(missing -> violations.add(
                        path,
                        "a column for every reference",
                        missing.observed() + " at " + missing.path() + ", columns " + String.join(", ", columns)));
    }

    private static Optional<Violation> wrong(String path, List<String> columns, Csv.Row row, Set<String> usernames) {
        if (row.fields().size() != columns.size()) {
            return Optional.of(new Violation(
                    path,
                    columns.size() + " fields, as in the first row",
                    String.valueOf(row.fields().size())));
        }
        String username = row.fields().get(columns.indexOf(USERNAME));
        if (username.isEmpty()) {
            return Optional.of(new Violation(path, "a username", "nothing"));
        }
        return usernames.add(username)
                ? Optional.empty()
                : Optional.of(new Violation(path, "each username once", Violations.quoted(username) + " again"));
    }

    private Optional<Violation> wrongForOAuth(String line, List<String> columns, Csv.Row row) {
        if (oauth.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> values = values(columns, row);
        return oauth.wrong(line, organization(values), values);
    }

    private Identity identity(List<String> columns, Csv.Row row, int index) {
        Map<String, String> values = values(columns, row);
        values.putIfAbsent(INDEX, String.valueOf(index));
        Optional<String> organization = organization(values);
        values.putAll(oauth.of(organization));
        return new Identity(values.getOrDefault(USERNAME, ""), organization, values);
    }

    private Map<String, String> values(List<String> columns, Csv.Row row) {
        Map<String, String> values = new HashMap<>(shared);
        for (int i = 0; i < columns.size(); i++) {
            values.put(columns.get(i), row.fields().get(i));
        }
        return values;
    }

    private static Optional<String> organization(Map<String, String> values) {
        String organization = values.getOrDefault(ORGANIZATION, "");
        return organization.isEmpty() ? Optional.empty() : Optional.of(organization);
    }
}
