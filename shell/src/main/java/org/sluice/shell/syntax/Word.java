package org.sluice.shell.syntax;

import java.util.List;

/**
 * A word before expansion: pieces of text and expansions in the order they were written.
 *
 * @param parts the pieces; empty only for the value of {@code NAME=} and empty operands
 */
public record Word(List<Part> parts) {

    /** A piece of a word. */
    public sealed interface Part permits Text, Quoted, Parameter, Substitution, Arithmetic {
    }

    /**
     * Characters as they stand.
     *
     * @param text   the characters, quoting removed
     * @param quoted whether they were quoted, so that they are no pattern, tilde or keyword
     */
    public record Text(String text, boolean quoted) implements Part {
    }

    /**
     * A part in double quotes.
     *
     * @param parts what stood between the quotes
     */
    public record Quoted(List<Part> parts) implements Part {
    }

    /** What a parameter expansion does with the parameter's value. */
    public enum Operation {
        /** {@code ${x}}. */ VALUE,
        /** {@code ${#x}}. */ LENGTH,
        /** {@code ${x-word}}. */ DEFAULT,
        /** {@code ${x=word}}. */ ASSIGN,
        /** {@code ${x+word}}. */ ALTERNATE,
        /** {@code ${x?word}}. */ REQUIRE,
        /** {@code ${x#word}}. */ CUT_PREFIX,
        /** {@code ${x##word}}. */ CUT_LONGEST_PREFIX,
        /** {@code ${x%word}}. */ CUT_SUFFIX,
        /** {@code ${x%%word}}. */ CUT_LONGEST_SUFFIX
    }

    /**
     * A parameter expansion.
     *
     * @param name      variable, digits of a positional parameter, or one special character
     * @param operation what is done
     * @param colon     whether an empty value counts as unset
     * @param operand   the word after the operator, empty when there is none
     */
    public record Parameter(String name, Operation operation, boolean colon, Word operand) implements Part {
    }

    /**
     * A command substitution.
     *
     * @param body the commands whose output it stands for
     */
    public record Substitution(Ast.Sequence body) implements Part {
    }

    /**
     * An arithmetic expansion.
     *
     * @param expression the expression, itself to be expanded first
     */
    public record Arithmetic(Word expression) implements Part {
    }

    /** The word without pieces. */
    public static final Word EMPTY = new Word(List.of());

    /**
     * The text of a word that is nothing but unquoted text, as keywords and names are.
     *
     * @return the text, or {@code null} for any other word
     */
    public String literal() {
        return parts.size() == 1 && parts.get(0) instanceof Text t && !t.quoted() ? t.text() : null;
    }

    /**
     * Whether any piece was quoted; a here-document with such a delimiter is taken as it stands.
     *
     * @return true when quoting was used
     */
    public boolean hasQuotes() {
        for (Part part : parts) {
            if (part instanceof Quoted || part instanceof Text t && t.quoted()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The word's text with quoting removed and expansions left out, as a here-document's delimiter is read.
     *
     * @return the text
     */
    public String plainText() {
        StringBuilder text = new StringBuilder();
        append(text, parts);
        return text.toString();
    }

    private static void append(StringBuilder to, List<Part> parts) {
        for (Part part : parts) {
            if (part instanceof Text t) {
                to.append(t.text());
            } else if (part instanceof Quoted q) {
                append(to, q.parts());
            }
        }
    }
}
