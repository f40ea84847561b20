package org.sluice.drill.code;

import java.util.List;
import org.sluice.drill.script.Unsupported;

/** Functions that code blocks may call. */
final class Functions {
    private Functions() {
    }

    static Object call(String name, List<Object> a) {
        if (a.isEmpty()) {
            throw new Unsupported(0, "in code: " + name + "()");
        }
        Object first = a.getFirst();
        return switch (name) {
            case "abs" -> first instanceof Double d ? (Object) Math.abs(d) : (Object) Math.abs(Evaluator.whole(first));
            case "int", "long" -> first instanceof Double d ? d.longValue() : first instanceof String s ? Long.parseLong(s.strip())
                : Evaluator.whole(first);
            case "float" -> first instanceof String s ? Double.parseDouble(s) : Evaluator.real(first);
            case "bool" -> Evaluator.truth(first);
            case "str" -> Evaluator.show(first);
            case "len" -> first instanceof String s ? (long) s.length() : (long) ((List<?>) first).size();
            case "round" -> a.size() == 1 ? (Object) (long) Math.rint(Evaluator.real(first))
                : (Object) (Math.rint(Evaluator.real(first) * Math.pow(10, Evaluator.whole(a.get(1)))) / Math.pow(10, Evaluator.whole(a.get(1))));
            case "min" -> least(a, 1);
            case "max" -> least(a, -1);
            default -> throw new Unsupported(0, "in code: function " + name);
        };
    }

    private static Object least(List<Object> arguments, int sign) {
        List<?> values = arguments.size() == 1 && arguments.getFirst() instanceof List<?> list ? list : arguments;
        Object best = values.getFirst();
        for (Object value : values) {
            if (Double.compare(Evaluator.real(value), Evaluator.real(best)) * sign < 0) {
                best = value;
            }
        }
        return best;
    }
}
