import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.Unmatched;

/** What picocli does with annotations, converters, enums and its own exceptions; the exit status is picocli's own. */
public final class PicocliCase {
    private static int number;

    private PicocliCase() {
    }

    enum Level { LOW, MIDDLE, HIGH }

    record Range(int from, int to) { }

    static final class RangeConverter implements ITypeConverter<Range> {
        @Override
        public Range convert(String text) {
            String[] ends = text.split("\\.\\.", 2);
            if (ends.length != 2) {
                throw new TypeConversionException("'" + text + "' is no range like 1..5");
            }
            return new Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
        }
    }

    static final class Levels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Level.values()).map(l -> l.name().toLowerCase(Locale.ROOT)).iterator();
        }
    }

    static final class Common {
        @Option(names = {"-v", "--verbose"}, description = "More output; repeat for still more.")
        boolean[] verbose = {};
        @Option(names = "--[no-]colour", negatable = true, description = "Use colours (${DEFAULT-VALUE}).", defaultValue = "true")
        boolean colour;
    }

    static final class Either {
        @Option(names = "--left", required = true) int left;
        @Option(names = "--right", required = true) int right;
    }

    static final class Pair {
        @Option(names = "--key", required = true) String key;
        @Option(names = "--value", required = true) String value;
    }

    @Command(name = "top", mixinStandardHelpOptions = true, version = {"top 1.0", "second line"}, sortOptions = true,
        description = "Does things.%nIn two lines.", footer = {"", "See also: @|bold nothing|@"},
        exitCodeListHeading = "%nExit status:%n", exitCodeList = {"0:success", "3:a refused value"}, subcommands = Sub.class)
    static final class Top implements Callable<Integer> {
        @Mixin
        Common common = new Common();
        @Option(names = {"-l", "--level"}, description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.",
            defaultValue = "middle", completionCandidates = Levels.class)
        Level level;
        @Option(names = "-D", paramLabel = "NAME=VALUE", description = "A property.")
        Map<String, Integer> properties = new TreeMap<>();
        @Option(names = "--range", converter = RangeConverter.class, description = "A range.")
        Range range;
        @Option(names = "--split", split = ",", description = "Several values.")
        List<Duration> durations = new ArrayList<>();
        @Option(names = "--maybe", description = "Optional.")
        Optional<Integer> maybe;
        @Option(names = "--when") LocalDate when;
        @Option(names = "--day") DayOfWeek day;
        @Option(names = "--unit") TimeUnit unit;
        @Option(names = "--amount") BigDecimal amount;
        @Option(names = "--uri") URI uri;
        @Option(names = "--charset") Charset charset;
        @Option(names = "--pattern") Pattern pattern;
        @Option(names = "--bytes", arity = "1..3") byte[] bytes;
        @ArgGroup(exclusive = true, multiplicity = "0..1") Either either;
        @ArgGroup(exclusive = false, multiplicity = "0..*") List<Pair> pairs = new ArrayList<>();
        @Parameters(index = "0", paramLabel = "FIRST", description = "The first.", arity = "0..1") String first;
        @Parameters(index = "1..*", paramLabel = "REST") List<Character> rest = new ArrayList<>();
        @Unmatched List<String> unmatched = new ArrayList<>();
        @Spec CommandSpec spec;

        @Override
        public Integer call() {
            if (level == Level.HIGH) {
                throw new ParameterException(spec.commandLine(), "too high");
            }
            return first == null ? 0 : first.length();
        }
    }

    @Command(name = "sub", aliases = {"s"}, description = "A command below.")
    static final class Sub implements Runnable {
        @ParentCommand Top parent;
        @Option(names = "--fail") boolean fail;

        @Override
        public void run() {
            if (fail) {
                throw new IllegalStateException("asked to fail, level " + parent.level);
            }
        }

        @Command(name = "add", description = "Adds.")
        int add(@Parameters int a, @Parameters int b, @Option(names = "--times", defaultValue = "1") int times) {
            return (a + b) * times;
        }
    }

    private static void check(String what, Object value) {
        System.out.println(String.format(Locale.ROOT, "%02d %-18s %s", ++number, what, value));
    }

    private static CommandLine line() {
        CommandLine line = new CommandLine(new Top());
        line.setUsageHelpWidth(78);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setExitCodeExceptionMapper(e -> e instanceof IllegalStateException ? 9 : e instanceof ParameterException ? 2 : 1);
        line.setExecutionExceptionHandler((e, commandLine, result) -> {
            commandLine.getErr().println("failed: " + e.getMessage());
            return commandLine.getExitCodeExceptionMapper().getExitCode(e);
        });
        return line;
    }

    private static Top parsed(String... arguments) {
        CommandLine line = line();
        line.parseArgs(arguments);
        return line.getCommand();
    }

    private static void refused(String what, String... arguments) {
        try {
            line().parseArgs(arguments);
            check(what, "accepted");
        } catch (ParameterException e) {
            check(what, e.getClass().getName() + ": " + e.getMessage());
        }
    }

    private static void executed(String what, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = line().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int status = line.execute(arguments);
        Object result = line.getExecutionResult();
        check(what, "status " + status + ", result " + result + ", out [" + out.toString().lines().findFirst().orElse("")
            + "], err [" + err.toString().lines().findFirst().orElse("") + "]");
    }

    public static void main(String[] args) throws Exception {
        check("usage", line().getUsageMessage(Ansi.OFF));
        check("usage with ansi", line().getUsageMessage(Ansi.ON).contains("\u001b[1m"));
        check("usage of sub", line().getSubcommands().get("sub").getUsageMessage(Ansi.OFF));
        Top top = parsed("-vv", "-v", "--no-colour", "-l", "low", "-Da=1", "-D", "b=2", "name", "x", "y");
        check("flags", top.common.verbose.length + " " + top.common.colour + " " + top.level + " " + top.properties);
        check("positional", top.first + " " + top.rest);
        top = parsed("--range=3..8", "--split", "PT1H,PT2M30S", "--split=P1D", "--maybe", "5");
        check("converters", top.range + " " + top.durations + " " + top.maybe);
        top = parsed("--when=2024-02-29", "--day=friday", "--unit", "seconds", "--amount=1.50", "--uri=http://h/p?q",
            "--charset=utf-8", "--pattern=a+b", "--bytes", "1", "2", "0x1F");
        check("built-in types", top.when.getDayOfYear() + " " + top.day + " " + top.unit + " " + top.amount + " " + top.uri.getQuery()
            + " " + top.charset + " " + top.pattern + " " + Arrays.toString(top.bytes));
        top = parsed("--left=4", "--key=k1", "--value=v1", "--key=k2", "--value=v2");
        check("groups", top.either.left + " " + top.pairs.size() + " " + top.pairs.get(1).key + top.pairs.get(1).value);
        check("defaults", parsed().level + " " + parsed().maybe + " " + parsed().range + " " + parsed().common.colour);
        check("unmatched", parsed("--unknown", "--level=low").unmatched);
        check("double dash", parsed("--", "first", "-").rest);
        refused("missing value", "--level");
        refused("bad enum", "--level=purple");
        refused("bad range", "--range=3");
        refused("bad number", "-Da=x");
        refused("bad date", "--when=2023-02-29");
        refused("exclusive", "--left=1", "--right=2");
        refused("half a pair", "--key=k");
        refused("char too long", "a", "long");
        executed("call", "four");
        executed("refused value", "--level", "high");
        executed("help", "--help");
        executed("version", "--version");
        executed("sub", "sub");
        executed("alias fails", "s", "--fail");
        executed("method command", "sub", "add", "2", "3", "--times", "4");
        executed("method usage", "sub", "add", "2");
        model();
        annotations();
        String script = AutoComplete.bash("top", line());
        check("completion script", script.contains("function _complete_top") + " " + script.contains("middle"));
        int status = line().setErr(new PrintWriter(new StringWriter())).execute("--level=none");
        System.out.println(number + " checks, status " + status);
        System.exit(status);
    }

    private static void model() {
        CommandSpec spec = CommandSpec.create().name("made");
        spec.addOption(OptionSpec.builder("-n", "--number").type(int.class).defaultValue("7").description("A number.").build());
        spec.addPositional(CommandLine.Model.PositionalParamSpec.builder().paramLabel("FILE").type(List.class).auxiliaryTypes(String.class)
            .arity("0..*").build());
        ParseResult result = new CommandLine(spec).parseArgs("-n", "3", "a", "b");
        int n = result.matchedOptionValue('n', 0);
        List<String> files = result.matchedPositionalValue(0, List.of());
        check("model", n + " " + files + " " + result.hasMatchedOption("--number"));
        CommandLine line = line();
        SortedSet<String> names = new java.util.TreeSet<>();
        for (OptionSpec option : line.getCommandSpec().options()) {
            names.add(option.longestName() + ":" + option.typeInfo().getClassSimpleName());
        }
        check("option types", names);
    }

    private static void annotations() throws NoSuchFieldException {
        Field field = Top.class.getDeclaredField("level");
        Option option = field.getAnnotation(Option.class);
        check("annotation", Arrays.toString(option.names()) + " " + option.defaultValue() + " " + option.completionCandidates().getSimpleName()
            + " " + option.annotationType().getName());
        Command command = Top.class.getAnnotation(Command.class);
        check("command", command.name() + " " + command.subcommands()[0].getSimpleName() + " " + command.version().length);
        check("generic field", Top.class.getDeclaredField("durations").getGenericType() + " "
            + Top.class.getDeclaredField("maybe").getGenericType());
    }
}
