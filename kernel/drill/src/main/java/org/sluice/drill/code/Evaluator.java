package org.sluice.drill.code;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Computes expressions as Python does. Values are Long, Double, Boolean, String, List and null for None. */
final class Evaluator {
    private final Words w;
    private final Map<String, Object> names;

    Evaluator(Words words, Map<String, Object> names) {
        w = words;
        this.names = names;
    }

    /** An expression, or several with commas between, which are a tuple. */
    Object tuple() {
        Object first = expression();
        if (!w.is(",")) {
            return first;
        }
        List<Object> items = new ArrayList<>();
        items.add(first);
        while (w.take(",")) {
            if (w.is(")") || w.peek().kind().equals("end")) {
                break;
            }
            items.add(expression());
        }
        return items;
    }

    Object expression() {
        Object value = or();
        if (w.take("if")) {
            boolean condition = truth(or());
            w.expect("else");
            Object other = expression();
            return condition ? value : other;
        }
        return value;
    }

    private Object or() {
        Object left = and();
        while (w.take("or")) {
            Object right = and();
            left = truth(left) ? left : right;
        }
        return left;
    }

    private Object and() {
        Object left = not();
        while (w.take("and")) {
            Object right = not();
            left = truth(left) ? right : left;
        }
        return left;
    }

    private Object not() {
        return w.take("not") ? (Object) !truth(not()) : comparison();
    }

    private Object comparison() {
        Object left = bits(0);
        boolean all = true;
        boolean any = false;
        while (true) {
            String operator = w.peek().text();
            if (w.is("not") && w.peek(1).text().equals("in")) {
                w.next();
                operator = "not in";
            } else if (w.is("is") && w.peek(1).text().equals("not")) {
                w.next();
                operator = "!=";
            } else if (w.peek().kind().equals("string") || !List.of("<", ">", "<=", ">=", "==", "!=", "in", "is").contains(operator)) {
                return any ? all : left;
            }
            w.next();
            Object right = bits(0);
            all &= compare(operator, left, right);
            any = true;
            left = right;
        }
    }

    private static boolean compare(String operator, Object a, Object b) {
        return switch (operator) {
            case "==", "is" -> equal(a, b);
            case "!=" -> !equal(a, b);
            case "in" -> in(a, b);
            case "not in" -> !in(a, b);
            default -> {
                int c = a instanceof String s && b instanceof String t ? s.compareTo(t) : order(a, b);
                yield switch (operator) {
                    case "<" -> c < 0;
                    case ">" -> c > 0;
                    case "<=" -> c <= 0;
                    default -> c >= 0;
                };
            }
        };
    }

    private static int order(Object a, Object b) {
        return a instanceof Double || b instanceof Double ? Double.compare(real(a), real(b)) : Long.compare(whole(a), whole(b));
    }

    private static boolean in(Object a, Object b) {
        if (b instanceof List<?> list) {
            return list.stream().anyMatch(item -> equal(a, item));
        }
        if (b instanceof String s && a instanceof String part) {
            return s.contains(part);
        }
        throw new CodeFailure("TypeError: nothing is in " + show(b));
    }

    private static boolean equal(Object a, Object b) {
        if (a == null || b == null) {
            return a == b;
        }
        if (a instanceof String || b instanceof String) {
            return a.equals(b);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return x.equals(y);
        }
        return !(a instanceof List) && !(b instanceof List) && order(a, b) == 0;
    }

    /** Binary operators, loosest first. */
    private static final List<List<String>> LEVELS = List.of(List.of("|"), List.of("^"), List.of("&"), List.of("<<", ">>"), List.of("+", "-"),
        List.of("*", "/", "//", "%"));

    private Object bits(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Object left = bits(level + 1);
        while (w.peek().kind().equals("operator") && LEVELS.get(level).contains(w.peek().text())) {
            String operator = w.next().text();
            left = binary(operator, left, bits(level + 1));
        }
        return left;
    }

    static Object binary(String operator, Object a, Object b) {
        if (a instanceof String format && operator.equals("%")) {
            return Format.apply(format, b instanceof List<?> list ? list : java.util.Arrays.asList(b));
        }
        if (a instanceof String s && b instanceof String t && operator.equals("+")) {
            return s + t;
        }
        boolean real = a instanceof Double || b instanceof Double || operator.equals("/");
        try {
            return real ? (Object) real(operator, real(a), real(b)) : (Object) whole(operator, whole(a), whole(b));
        } catch (ArithmeticException e) {
            throw new CodeFailure("ZeroDivisionError or overflow: " + show(a) + " " + operator + " " + show(b));
        }
    }

    private static double real(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/", "//" -> {
                if (b == 0) {
                    throw new ArithmeticException();
                }
                yield operator.equals("/") ? a / b : Math.floor(a / b);
            }
            case "%" -> a - b * Math.floor(a / b);
            default -> throw new CodeFailure("TypeError: " + operator + " of numbers that are not whole");
        };
    }

    private static long whole(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> Math.addExact(a, b);
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "//" -> Math.floorDiv(a, b);
            case "%" -> Math.floorMod(a, b);
            case "<<" -> BigInteger.valueOf(a).shiftLeft((int) b).longValueExact();
            case ">>" -> a >> b;
            case "&" -> a & b;
            case "|" -> a | b;
            default -> a ^ b;
        };
    }

    private Object unary() {
        if (w.take("-")) {
            return binary("-", 0L, unary());
        }
        if (w.take("+")) {
            return unary();
        }
        if (w.take("~")) {
            return ~whole(unary());
        }
        Object base = primary();
        if (w.take("**")) {
            Object exponent = unary();
            double power = Math.pow(real(base), real(exponent));
            return base instanceof Double || exponent instanceof Double || power != Math.rint(power) ? (Object) power : (Object) (long) power;
        }
        return base;
    }

    private Object primary() {
        Words.Word word = w.next();
        switch (word.kind()) {
            case "number" -> {
                String text = word.text();
                if (text.startsWith("0x")) {
                    return Long.parseLong(text.substring(2), 16);
                }
                return text.matches("\\d+") ? (Object) Long.parseLong(text) : (Object) Double.parseDouble(text);
            }
            case "string" -> {
                return text(word.text());
            }
            case "name" -> {
                return name(word.text());
            }
            default -> {
                if (word.text().equals("(")) {
                    Object value = w.is(")") ? List.of() : tuple();
                    w.expect(")");
                    return value;
                }
                if (word.text().equals("[")) {
                    Object value = w.is("]") ? List.of() : tuple();
                    w.expect("]");
                    return value instanceof List ? value : List.of(value);
                }
                throw new org.sluice.drill.script.Unsupported(0, "in code: '" + word.text() + "'");
            }
        }
    }

    private static String text(String quoted) {
        return quoted.substring(1, quoted.length() - 1).replace("\\n", "\n").replace("\\t", "\t").replace("\\'", "'").replace("\\\"", "\"");
    }

    private Object name(String name) {
        if (w.take("(")) {
            List<Object> arguments = new ArrayList<>();
            while (!w.take(")")) {
                arguments.add(expression());
                if (!w.is(")")) {
                    w.expect(",");
                }
            }
            return Functions.call(name, arguments);
        }
        return switch (name) {
            case "True" -> true;
            case "False" -> false;
            case "None" -> null;
            default -> {
                if (!names.containsKey(name)) {
                    throw new CodeFailure("NameError: '" + name + "' is not known");
                }
                yield names.get(name);
            }
        };
    }

    static boolean truth(Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case Long l -> l != 0;
            case Double d -> d != 0;
            case String s -> !s.isEmpty();
            case List<?> list -> !list.isEmpty();
            default -> true;
        };
    }

    static long whole(Object value) {
        return switch (value) {
            case Long l -> l;
            case Boolean b -> b ? 1 : 0;
            case null, default -> throw new CodeFailure("TypeError: " + show(value) + " is no whole number");
        };
    }

    static double real(Object value) {
        return value instanceof Double d ? d : whole(value);
    }

    static String show(Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean b -> b ? "True" : "False";
            default -> value.toString();
        };
    }
}
