import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;
import org.jsoup.select.NodeTraversor;

/** Bad HTML made good, searched, changed and cleaned. */
public final class JsoupCase {
    private static int number;

    private interface Body {
        Object run() throws Throwable;
    }

    private static void check(String name, Body body) {
        Object value;
        try {
            value = body.run();
        } catch (Throwable e) {
            value = e.getClass().getName() + ": " + e.getMessage();
        }
        System.out.println(++number + " " + name + ": " + value);
    }
    public static void main(String[] args) {
        String html = "<html><head><title>T &amp; x</title></head><body class='a b'><p id=one>First <b>bold<i>both</b>it</i><p>Second"
            + "<table><tr><td>1<td>2</table><a href='/x?a=1&b=2'>link</a><img src=pic.png alt=\"&quot;\"><script>if (a<b) {}</script></body>";
        Document d = Jsoup.parse(html, "http://example.org/dir/");
        check("title", d::title);
        for (String q : new String[] {"p", "#one", "body.a", "td:eq(1)", "a[href^=/x]", "p:contains(Second)", "table > tbody > tr > td", "b ~ i, p b", "td:nth-child(odd)",
            "p:has(b)", ":matchesOwn(^1$)", "img[alt]", "p:not(#one)", "*:containsOwn(link)", "a[", "p:foo"}) {
            check("select " + q, () -> d.select(q).eachText() + " " + d.select(q).size());
        }
        check("body", () -> d.body().html().replace("\n", "|"));
        check("absolute", () -> d.selectFirst("a").absUrl("href") + " " + d.selectFirst("img").attr("abs:src"));
        check("attributes", () -> d.selectFirst("img").attributes() + " " + d.body().classNames());
        check("change", () -> {
            Element p = d.selectFirst("#one");
            p.append("<em>new</em>").prependText("start ").addClass("c").attr("data-x", "<&>");
            p.select("b").wrap("<span></span>").unwrap();
            return p.outerHtml();
        });
        check("data", () -> d.selectFirst("script").data());
        check("paths", () -> d.selectFirst("td").cssSelector());
        check("clean", () -> Jsoup.clean("<p onclick=x()>a<script>b</script><a href='javascript:x'>c</a></p>", Safelist.basic()).replace("\n", ""));
        check("valid", () -> Jsoup.isValid("<b>x</b>", Safelist.basic()) + " " + new Cleaner(Safelist.none()).isValidBodyHtml("<b>x</b>"));
        check("xml", () -> Jsoup.parse("<a><B c='1'/><?pi x?><!-- n --></a>", "", Parser.xmlParser()).outerHtml().replace("\n", ""));
        check("errors", () -> {
            Parser p = Parser.htmlParser().setTrackErrors(5);
            Jsoup.parse("<p>1</b></q>&nosuch;", "", p);
            return p.getErrors();
        });
        check("entities", () -> Parser.unescapeEntities("&lt;&eacute;&#x4e2d;&nosuch;&amp", false) + Entities.escape("<é\u00a0>"));
        check("traverse", () -> {
            StringBuilder s = new StringBuilder();
            NodeTraversor.traverse((n, depth) -> s.append(depth).append(n.nodeName().charAt(0)), d.select("table"));
            return s;
        });
        check("text nodes", () -> {
            StringBuilder s = new StringBuilder();
            for (TextNode t : d.selectFirst("p").textNodes()) {
                s.append('[').append(t.text()).append(']');
            }
            return s;
        });
        check("xpath", () -> d.selectXpath("//td[2]").text());
        check("forms", () -> Jsoup.parse("<form><input name=a value=1><select name=s><option value=2 selected></select></form>").forms().get(0).formData());
        check("no connection", () -> Jsoup.connect("ftp://example.org").get());
    }
}
