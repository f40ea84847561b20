package org.sluice.drill.script;

import java.util.List;
import java.util.stream.Collectors;

/** What stands as an argument or a result of a call. */
public sealed interface Expression {
    /** "...": whatever it is. */
    record Any() implements Expression {
        @Override
        public String toString() {
            return "...";
        }
    }

    /** A number. */
    record Number(long value) implements Expression {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** A constant's name. */
    record Name(String name) implements Expression {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A string. */
    record Text(String text) implements Expression {
        @Override
        public String toString() {
            return "\"" + text + "\"";
        }
    }

    /** Alternatives of bits. */
    record Or(Expression left, Expression right) implements Expression {
        @Override
        public String toString() {
            return left + "|" + right;
        }
    }

    /** Something in brackets. */
    record Array(List<Expression> items) implements Expression {
        @Override
        public String toString() {
            return items.stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /** Something in braces: its members in order, those with names and those without. */
    record Structure(List<Member> members) implements Expression {
        /** The member of a name, or null. */
        public Expression get(String name) {
            return members.stream().filter(m -> m.name.equals(name)).map(Member::value).findFirst().orElse(null);
        }

        @Override
        public String toString() {
            return members.stream().map(m -> (m.name.isEmpty() ? "" : m.name + "=") + m.value).collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /** A member of a structure; the name may be empty. @param count what stands in parentheses behind the name, or null */
    record Member(String name, Expression count, Expression value) {
    }

    /** A function of something, such as htons(8080). */
    record Call(String function, List<Expression> arguments) implements Expression {
        @Override
        public String toString() {
            return function + arguments.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
        }
    }
}
