package io.ringmaster.server.eureka;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Any word as the name of an XML element, in the way of XStream: an underscore is doubled, a dollar sign becomes {@code _-}, and
 * what no name may hold becomes {@code _.} and four hexadecimal digits.
 */
final class XmlNames {

    private static final Pattern ESCAPED = Pattern.compile("__|_-|_\\.([0-9a-fA-F]{4})");

    private XmlNames() {}

    static String escape(String word) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (isLetter(c) || (i > 0 && (isDigit(c) || c == '.' || c == '-'))) {
                name.append(c);
            } else if (c == '_') {
                name.append("__");
            } else if (c == '$') {
                name.append("_-");
            } else {
                name.append(String.format(Locale.ROOT, "_.%04x", (int) c));
            }
        }
        return name.toString();
    }

    static String unescape(String name) {
        return ESCAPED.matcher(name).replaceAll(XmlNames::unescaped);
    }

    private static String unescaped(MatchResult escape) {
        String digits = escape.group(1);
        if (digits != null) {
            return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(digits, 16)));
        }
        return escape.group().equals("_-") ? "\\$" : "_";
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
