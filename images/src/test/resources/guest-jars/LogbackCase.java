import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** slf4j finds logback, which is configured by XML and by calls. */
public final class LogbackCase {
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
    private static final List<String> SEEN = new ArrayList<>();

    public static final class Collecting extends AppenderBase<ILoggingEvent> {
        private String prefix = "";

        public void setPrefix(String value) {
            prefix = value;
        }

        @Override
        protected void append(ILoggingEvent e) {
            SEEN.add(prefix + e.getLevel() + " " + e.getLoggerName() + " " + e.getFormattedMessage());
        }
    }

    private static void configure(LoggerContext c, String xml) throws Exception {
        c.reset();
        SEEN.clear();
        JoranConfigurator j = new JoranConfigurator();
        j.setContext(c);
        j.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static Object written(LoggerContext c, String pattern, Runnable body) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            configure(c, "<configuration><appender name='O' class='ch.qos.logback.core.ConsoleAppender'><encoder><pattern>" + pattern
                + "</pattern></encoder></appender><root level='TRACE'><appender-ref ref='O'/></root></configuration>");
            body.run();
        } catch (Exception e) {
            return e;
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace("\n", "|");
    }

    public static void main(String[] args) throws Exception {
        LoggerContext c = (LoggerContext) LoggerFactory.getILoggerFactory();
        org.slf4j.Logger log = LoggerFactory.getLogger("a.b.C");
        check("provider", () -> c.getClass().getName());
        check("logger", () -> log.getClass().getName() + " " + log.getName());
        check("xml", () -> {
            configure(c, "<configuration><appender name='X' class='LogbackCase$Collecting'><prefix>p:</prefix></appender>"
                + "<logger name='a.b' level='WARN'/><root level='DEBUG'><appender-ref ref='X'/></root></configuration>");
            log.info("dropped");
            log.warn("kept {} and {}", 1, List.of(2));
            LoggerFactory.getLogger("z").debug("root");
            return SEEN;
        });
        check("levels", () -> ((Logger) log).getEffectiveLevel() + " " + log.isDebugEnabled() + log.isErrorEnabled());
        check("set level", () -> {
            ((Logger) log).setLevel(Level.TRACE);
            log.trace("now");
            return SEEN.get(SEEN.size() - 1);
        });
        String[] patterns = {"%level %logger{0} %msg", "%-5level [%thread] %logger{10} - %msg", "%X{user:-none} %msg", "%replace(%msg){'a','b'}", "%marker %msg%nopex", "%C{0}.%M %msg", "%msg %ex{1}", "%.-3msg", "%property{no} %msg", "%caller{1}"};
        for (String p : patterns) {
            check(p, () -> written(c, p + "%n", () -> {
                MDC.put("user", "ann");
                Marker marker = MarkerFactory.getMarker("M");
                log.info(marker, "banana {}", "split");
                MDC.clear();
                log.error("failed", new IllegalStateException("why"));
            }));
        }
        check("trace", () -> written(c, "%msg%n%ex{short}", () -> log.error("x", new RuntimeException("outer", new IllegalArgumentException("inner")))));
        check("threshold", () -> {
            configure(c, "<configuration><appender name='X' class='LogbackCase$Collecting'><filter class='ch.qos.logback.classic.filter.ThresholdFilter'><level>ERROR</level></filter></appender>"
                + "<root><appender-ref ref='X'/></root></configuration>");
            log.warn("w");
            log.error("e");
            return SEEN;
        });
        check("variables", () -> {
            configure(c, "<configuration><property name='n' value='LogbackCase$Collecting'/><appender name='X' class='${n}'><prefix>${none:-default} </prefix></appender>"
                + "<root level='info'><appender-ref ref='X'/></root></configuration>");
            log.info("v");
            return SEEN;
        });
        check("bad xml", () -> {
            configure(c, "<configuration><appender</configuration>");
            return "read";
        });
        check("bad class", () -> {
            configure(c, "<configuration><appender name='X' class='no.such.Class'/></configuration>");
            return c.getStatusManager().getCopyOfStatusList().stream().filter(s -> s.getLevel() == Status.ERROR).map(Status::getMessage).findFirst().orElse("none");
        });
        check("file", () -> {
            c.reset();
            Path file = Files.createTempFile("log", ".txt");
            PatternLayoutEncoder e = new PatternLayoutEncoder();
            e.setContext(c);
            e.setPattern("%msg%n");
            e.start();
            FileAppender<ILoggingEvent> f = new FileAppender<>();
            f.setContext(c);
            f.setFile(file.toString());
            f.setEncoder(e);
            f.start();
            c.getLogger("f").addAppender(f);
            c.getLogger("f").info("to file");
            f.stop();
            return Files.readString(file).strip();
        });
        check("list", () -> {
            ListAppender<ILoggingEvent> l = new ListAppender<>();
            l.start();
            c.getLogger("l").addAppender(l);
            LoggerFactory.getLogger("l").atInfo().addKeyValue("k", 5).setMessage("fluent {}").addArgument("x").log();
            return l.list.get(0).getFormattedMessage() + l.list.get(0).getKeyValuePairs();
        });
        check("async", () -> {
            configure(c, "<configuration><appender name='X' class='LogbackCase$Collecting'/><appender name='A' class='ch.qos.logback.classic.AsyncAppender'><appender-ref ref='X'/></appender>"
                + "<root level='INFO'><appender-ref ref='A'/></root></configuration>");
            for (int i = 0; i < 50; i++) {
                log.info("m{}", i);
            }
            c.stop();
            return SEEN.size() + SEEN.get(49);
        });
    }
}
