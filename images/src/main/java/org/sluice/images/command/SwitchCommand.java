package org.sluice.images.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.vm.device.atm.link.AtmLink;
import org.sluice.vm.device.atm.link.AtmSwitch;
import org.sluice.vm.device.atm.link.CellsLink;
import org.sluice.vm.device.atm.link.LinkFailure;
import org.sluice.vm.device.atm.link.LinkSpec;
import org.sluice.vm.device.atm.link.Rates;
import org.sluice.vm.time.Clock;
import org.sluice.vm.time.RealClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice switch}: joins machines, each at a TCP port of its own, until it is interrupted. */
@Command(name = "switch", mixinStandardHelpOptions = true,
    description = "Runs an ATM switch that machines plug into with --atm switch:HOST:PORT; shows its counters when it is interrupted.",
    footer = {"", "Two machines on one connection:",
        "./sluice switch --listen 2821 --listen 2822 --connect 1:0.100=2:0.100"})
public final class SwitchCommand implements Callable<Integer> {
    private static final Pattern END = Pattern.compile("(\\d{1,4}):(\\d{1,3})\\.(\\d{1,5})");
    private static final int QUEUE = 8192;
    private static final int MAX_VPI = 255;
    private static final int MAX_VCI = 65535;
    /** What the host's scheduling may do to cells that were sent at their rate. */
    private static final long CDVT = 20_000_000;

    @Option(names = "--listen", required = true, paramLabel = "[HOST:]PORT[,rate=R][,queue=N]",
        description = "A port, numbered from 1 in this order: where a machine connects, how fast it is sent cells, how many may wait.")
    private List<String> listen = new ArrayList<>();

    @Option(names = "--connect", paramLabel = "PORT:VPI.VCI=PORT:VPI.VCI[,rate=R][,tag][,aal0]",
        description = "A connection both ways. With a rate, cells that come faster are dropped, or given low priority (tag).")
    private List<String> connect = new ArrayList<>();

    @Option(names = "--multipoint", paramLabel = "PORT:VPI.VCI=PORT:VPI.VCI[+PORT:VPI.VCI...][,rate=R][,tag][,aal0]",
        description = "A connection one way, from one end to several.")
    private List<String> multipoint = new ArrayList<>();

    @Override
    public Integer call() {
        try (RealClock clock = new RealClock(); AtmSwitch made = new AtmSwitch(clock)) {
            List<CellsLink> links = new ArrayList<>();
            try {
                for (String text : listen) {
                    links.add(port(made, clock, text));
                }
                Ends used = new Ends(new HashSet<>(), new HashSet<>());
                connect.forEach(text -> connection(made, "--connect " + text, text, false, used));
                multipoint.forEach(text -> connection(made, "--multipoint " + text, text, true, used));
            } catch (RuntimeException e) {
                links.forEach(CellsLink::close);
                throw e;
            }
            for (int i = 0; i < links.size(); i++) {
                made.attach(i + 1, links.get(i));
                System.out.println("READY port " + (i + 1) + ": " + links.get(i).describe());
            }
            System.out.flush();
            // all that happens from here on happens on threads of the links, until the host ends the process
            Runtime.getRuntime().addShutdownHook(new Thread(() -> report(made, links)));
            new CountDownLatch(1).await();
            return 0;
        } catch (InterruptedException e) {
            return 0;
        }
    }

    private static void report(AtmSwitch made, List<CellsLink> links) {
        made.counters().stream().filter(c -> c.value() != 0).forEach(c -> System.out.println(c.name() + " " + c.value()));
        for (int i = 0; i < links.size(); i++) {
            String port = "port " + (i + 1) + ": ";
            for (AtmLink.Counter counter : links.get(i).counters()) {
                if (counter.value() != 0) {
                    System.out.println(port + counter.name() + " " + counter.value());
                }
            }
        }
        System.out.flush();
    }

    private static CellsLink port(AtmSwitch made, Clock clock, String text) {
        String option = "--listen " + text;
        String[] parts = text.split(",", -1);
        double rate = 0;
        int queue = QUEUE;
        try {
            LinkSpec.Address address = LinkSpec.Address.listening(parts[0]);
            for (String part : List.of(parts).subList(1, parts.length)) {
                if (part.startsWith("rate=")) {
                    rate = Rates.parse(part.substring("rate=".length()));
                } else if (part.matches("queue=\\d{1,7}")) {
                    queue = Integer.parseInt(part.substring("queue=".length()));
                } else {
                    throw new IllegalArgumentException("'" + part + "': expected rate=R or queue=N");
                }
            }
            made.addPort(rate, queue);
            return CellsLink.listening(address.host(), address.port(), clock);
        } catch (IllegalArgumentException e) {
            throw MachineOptions.usage(option + ": " + e.getMessage());
        } catch (LinkFailure e) {
            throw new LauncherFailure(1, option + ": " + e.getMessage());
        }
    }

    /** Ends that cells come from and go to; each belongs to one connection, for cells of two would mix. */
    private record Ends(Set<AtmSwitch.End> in, Set<AtmSwitch.End> out) {
        void use(Set<AtmSwitch.End> of, AtmSwitch.End end) {
            if (!of.add(end)) {
                throw new IllegalArgumentException("'" + end.port() + ":" + end.vpi() + "." + end.vci() + "' is connected already");
            }
        }

        void use(AtmSwitch.End from, List<AtmSwitch.End> to) {
            use(in, from);
            to.forEach(end -> use(out, end));
        }
    }

    private static void connection(AtmSwitch made, String option, String text, boolean oneWay, Ends used) {
        try {
            String[] parts = text.split(",", -1);
            long rate = 0;
            boolean tag = false;
            boolean frames = true;
            for (String part : List.of(parts).subList(1, parts.length)) {
                if (part.startsWith("rate=")) {
                    rate = Math.round(Rates.parse(part.substring("rate=".length())));
                } else if (part.equals("tag")) {
                    tag = true;
                } else if (part.equals("aal0")) {
                    frames = false;
                } else {
                    throw new IllegalArgumentException("'" + part + "': expected rate=R, tag or aal0");
                }
            }
            if (tag && rate == 0) {
                throw new IllegalArgumentException("'tag': without a rate nothing is too fast");
            }
            AtmSwitch.Policing policing = rate == 0 ? null : new AtmSwitch.Policing(rate, 0, 1, CDVT, tag);
            String[] ends = parts[0].split("=", -1);
            if (ends.length != 2) {
                throw new IllegalArgumentException("'" + parts[0] + "': expected PORT:VPI.VCI=PORT:VPI.VCI");
            }
            AtmSwitch.End from = end(ends[0]);
            List<AtmSwitch.End> to = new ArrayList<>();
            for (String target : oneWay ? ends[1].split("\\+", -1) : new String[] {ends[1]}) {
                to.add(end(target));
            }
            used.use(from, to);
            made.connect(from, to, frames, policing);
            if (!oneWay) {
                used.use(to.getFirst(), List.of(from));
                made.connect(to.getFirst(), List.of(from), frames, policing);
            }
        } catch (IllegalArgumentException e) {
            throw MachineOptions.usage(option + ": " + e.getMessage());
        }
    }

    private static AtmSwitch.End end(String text) {
        Matcher m = END.matcher(text);
        if (m.matches()) {
            int vpi = Integer.parseInt(m.group(2));
            int vci = Integer.parseInt(m.group(3));
            if (vpi <= MAX_VPI && vci <= MAX_VCI && vpi + vci > 0) {
                return new AtmSwitch.End(Integer.parseInt(m.group(1)), vpi, vci);
            }
        }
        throw new IllegalArgumentException("'" + text + "': expected PORT:VPI.VCI, such as 1:0.100");
    }
}
