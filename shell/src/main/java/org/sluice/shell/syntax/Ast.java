package org.sluice.shell.syntax;

import java.util.List;

/** The syntax tree. All nodes are values; {@link HereDocument} alone is completed after it was made, while still parsing. */
public final class Ast {
    private Ast() {
    }

    /**
     * Commands one after another.
     *
     * @param items in order, may be empty
     */
    public record Sequence(List<Item> items) {
    }

    /**
     * One and-or list of a sequence.
     *
     * @param first      the first pipeline
     * @param rest       pipelines joined to it
     * @param background whether {@code &} followed
     * @param text       how it was written, for the job table
     */
    public record Item(Pipeline first, List<Link> rest, boolean background, String text) {
    }

    /**
     * A pipeline joined to those before it.
     *
     * @param and      true for {@code &&}, false for {@code ||}
     * @param pipeline the pipeline
     */
    public record Link(boolean and, Pipeline pipeline) {
    }

    /**
     * Commands joined by {@code |}.
     *
     * @param negated whether {@code !} stood before it
     * @param stages  at least one
     */
    public record Pipeline(boolean negated, List<Command> stages) {
    }

    /** A stage of a pipeline. */
    public sealed interface Command permits Simple, Redirected, Group, Subshell, If, Loop, For, Case, Function {
    }

    /**
     * A simple command.
     *
     * @param assignments before the first word
     * @param words       the command's name and arguments, unexpanded; may be empty
     * @param redirects   in the order written
     * @param line        where it starts, from 1
     */
    public record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects, int line) implements Command {
    }

    /**
     * A compound command with redirections.
     *
     * @param command   the compound command
     * @param redirects at least one
     */
    public record Redirected(Command command, List<Redirect> redirects) implements Command {
    }

    /**
     * {@code { ...; }}.
     *
     * @param body the commands
     */
    public record Group(Sequence body) implements Command {
    }

    /**
     * {@code ( ... )}.
     *
     * @param body the commands
     */
    public record Subshell(Sequence body) implements Command {
    }

    /**
     * {@code if}.
     *
     * @param branches  conditions with what follows them, tried in order
     * @param otherwise the {@code else} part, or {@code null}
     */
    public record If(List<Branch> branches, Sequence otherwise) implements Command {
    }

    /**
     * A condition and what is done when it holds.
     *
     * @param condition the commands whose status decides
     * @param body      the commands
     */
    public record Branch(Sequence condition, Sequence body) {
    }

    /**
     * {@code while} and {@code until}.
     *
     * @param until     whether the loop goes on while the condition fails
     * @param condition the commands whose status decides
     * @param body      the commands
     */
    public record Loop(boolean until, Sequence condition, Sequence body) implements Command {
    }

    /**
     * {@code for}.
     *
     * @param name  the variable
     * @param words what it goes through, or {@code null} for the positional parameters
     * @param body  the commands
     */
    public record For(String name, List<Word> words, Sequence body) implements Command {
    }

    /**
     * {@code case}.
     *
     * @param subject what is compared
     * @param arms    tried in order
     */
    public record Case(Word subject, List<Arm> arms) implements Command {
    }

    /**
     * Patterns and what is done when one matches.
     *
     * @param patterns at least one
     * @param body     the commands
     */
    public record Arm(List<Word> patterns, Sequence body) {
    }

    /**
     * A function definition.
     *
     * @param name its name
     * @param body a compound command
     */
    public record Function(String name, Command body) implements Command {
    }

    /**
     * {@code NAME=value}.
     *
     * @param name  the variable
     * @param value the unexpanded value
     */
    public record Assignment(String name, Word value) {
    }

    /** What a redirection does. */
    public enum RedirectKind {
        /** {@code <}. */ READ,
        /** {@code >}. */ WRITE,
        /** {@code >|}. */ CLOBBER,
        /** {@code >>}. */ APPEND,
        /** {@code <>}. */ READ_WRITE,
        /** {@code <&} and {@code >&}. */ DUPLICATE,
        /** {@code <<} and {@code <<-}. */ HERE_DOCUMENT,
        /** {@code <<<}. */ HERE_STRING
    }

    /**
     * A redirection.
     *
     * @param handle   the number before the operator, or the operator's default
     * @param kind     what it does
     * @param target   file name, number or {@code -}, here-string, or the delimiter of a here-document
     * @param document the here-document, else {@code null}
     */
    public record Redirect(int handle, RedirectKind kind, Word target, HereDocument document) {
    }

    /** The body of a here-document, filled in by the lexer when it reaches the line after the operator. */
    public static final class HereDocument {
        private Word body = Word.EMPTY;

        /** Made by the parser, at the operator. */
        HereDocument() {
        }

        /**
         * The text to be expanded; a single quoted piece when the delimiter was quoted.
         *
         * @return the body
         */
        public Word body() {
            return body;
        }

        void fill(Word text) {
            body = text;
        }
    }
}
