package org.sluice.shell.syntax;

import java.util.List;

/** Prints trees on one line, for the tables of the parser's tests. */
final class AstText {
    private final StringBuilder out = new StringBuilder();

    static String of(Ast.Sequence s) {
        AstText t = new AstText();
        t.sequence(s);
        return t.out.toString();
    }

    private void sequence(Ast.Sequence s) {
        String between = "";
        for (Ast.Item item : s.items()) {
            out.append(between);
            pipeline(item.first());
            for (Ast.Link link : item.rest()) {
                out.append(link.and() ? " && " : " || ");
                pipeline(link.pipeline());
            }
            out.append(item.background() ? " &" : "");
            between = " ; ";
        }
    }

    private void pipeline(Ast.Pipeline p) {
        out.append(p.negated() ? "! " : "");
        String between = "";
        for (Ast.Command c : p.stages()) {
            out.append(between);
            command(c);
            between = " | ";
        }
    }

    private void command(Ast.Command command) {
        switch (command) {
            case Ast.Simple c -> simple(c);
            case Ast.Redirected c -> {
                command(c.command());
                c.redirects().forEach(this::redirect);
            }
            case Ast.Group c -> body("{", c.body(), "}");
            case Ast.Subshell c -> body("(", c.body(), ")");
            case Ast.If c -> {
                for (Ast.Branch b : c.branches()) {
                    body("if[", b.condition(), "]");
                    body("then[", b.body(), "]");
                }
                if (c.otherwise() != null) {
                    body("else[", c.otherwise(), "]");
                }
            }
            case Ast.Loop c -> {
                body(c.until() ? "until[" : "while[", c.condition(), "]");
                body("do[", c.body(), "]");
            }
            case Ast.For c -> {
                out.append("for(").append(c.name());
                if (c.words() != null) {
                    out.append(" in ");
                    words(c.words());
                }
                body(")do[", c.body(), "]");
            }
            case Ast.Case c -> {
                out.append("case(");
                word(c.subject());
                out.append(')');
                for (Ast.Arm arm : c.arms()) {
                    out.append('[');
                    words(arm.patterns());
                    body(":", arm.body(), "]");
                }
            }
            case Ast.Function c -> {
                out.append(c.name()).append("()");
                command(c.body());
            }
        }
    }

    private void body(String open, Ast.Sequence body, String close) {
        out.append(open);
        sequence(body);
        out.append(close);
    }

    private void simple(Ast.Simple c) {
        out.append('<');
        for (Ast.Assignment a : c.assignments()) {
            out.append(a.name()).append(":=");
            word(a.value());
            out.append(' ');
        }
        words(c.words());
        c.redirects().forEach(this::redirect);
        out.append('>');
    }

    private void words(List<Word> words) {
        String between = "";
        for (Word w : words) {
            out.append(between);
            word(w);
            between = " ";
        }
    }

    private void word(Word w) {
        w.parts().forEach(this::part);
    }

    private void part(Word.Part part) {
        switch (part) {
            case Word.Text t -> out.append(t.quoted() ? "'" + t.text() + "'" : t.text());
            case Word.Quoted q -> {
                out.append('"');
                q.parts().forEach(this::part);
                out.append('"');
            }
            case Word.Parameter p -> {
                out.append("${").append(p.name());
                if (p.operation() != Word.Operation.VALUE) {
                    out.append(p.colon() ? " :" : " ").append(p.operation()).append(' ');
                    word(p.operand());
                }
                out.append('}');
            }
            case Word.Substitution s -> body("$(", s.body(), ")");
            case Word.Arithmetic a -> {
                out.append("$((");
                word(a.expression());
                out.append("))");
            }
        }
    }

    private void redirect(Ast.Redirect r) {
        out.append(" {").append(r.handle()).append(' ').append(r.kind()).append(' ');
        word(r.document() != null ? r.document().body() : r.target());
        out.append('}');
    }
}
