package dev.softphone.loadtest.api.read;

import java.util.ArrayList;
import java.util.List;

/**
 * RFC 4180, exactly: fields between commas, quotes doubled within quotes, lines ended by CRLF or LF, the last one by the
 * end of the text too. Errors say the line and never quote the text, which holds secrets.
 */
final class Csv {

    /** Something that is no CSV. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * One record.
     *
     * @param line of its beginning, from 1
     */
    record Row(int line, List<String> fields) {
        Row {
            fields = List.copyOf(fields);
        }
    }

    private final String text;
    private int at;
    private int line = 1;

    private Csv(String text) {
        this.text = text;
    }

    /** The records; a line of nothing at all is none. A byte order mark at the beginning is skipped. */
    static List<Row> parse(String text) throws MalformedException {
        Csv csv = new Csv(text.startsWith("\uFEFF") ? text.substring(1) : text);
        List<Row> rows = new ArrayList<>();
        while (csv.at < csv.text.length()) {
            Row row = csv.row();
            if (!row.fields().equals(List.of(""))) {
                rows.add(row);
            }
        }
        return rows;
    }

    private Row row() throws MalformedException {
        int first = line;
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            fields.add(field());
        }
        endOfLine();
        return new Row(first, fields);
    }

    private void endOfLine() throws MalformedException {
        if (text.startsWith("\r\n", at)) {
            at += 2;
        } else if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        } else if (at < text.length()) {
            throw new MalformedException("line " + line + ": a comma or the end of the line after a field");
        }
        line++;
    }

    private String field() throws MalformedException {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '"') {
                throw new MalformedException("line " + line + ": quotes around the whole field, or none in it");
            }
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() throws MalformedException {
        int first = line;
        StringBuilder field = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next != '"') {
                line += next == '\n' ? 1 : 0;
                field.append(next);
            } else if (text.startsWith("\"\"", at)) {
                field.append('"');
                at++;
            } else {
                at++;
                return field.toString();
            }
        }
        throw new MalformedException("line " + first + ": a closing quote");
    }
}
