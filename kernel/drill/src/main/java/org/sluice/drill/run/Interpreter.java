package org.sluice.drill.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sluice.drill.code.Code;
import org.sluice.drill.code.CodeFailure;
import org.sluice.drill.packet.Packet;
import org.sluice.drill.script.Event;
import org.sluice.drill.script.Event.PacketEvent;
import org.sluice.drill.script.Event.SystemCall;
import org.sluice.drill.script.Script;
import org.sluice.drill.script.Unsupported;
import org.sluice.drill.world.World;

/** Runs the events of one script in their order. */
final class Interpreter {
    /** How long a packet is waited for beyond its time, so that one can tell when it came. */
    private static final long LATE = 10 * World.SECOND;
    /** How long a packet is waited for that may come at any time, and a call that nobody said would block. */
    private static final long ANY_TIME = 7200 * World.SECOND;

    private final Script script;
    private final Context c;
    private final Wire wire;
    private final Calls calls;
    private final Shell shell;
    private final Code code;
    private final Timing timing;
    private final Consumer<String> trace;
    private final List<Pending> pending = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int line;

    Interpreter(Script script, Context context, Path directory, Consumer<String> output, Consumer<String> trace) {
        this.script = script;
        c = context;
        this.trace = trace;
        wire = new Wire(c);
        calls = new Calls(c);
        shell = new Shell(c, directory);
        code = new Code(output);
        if (!c.settings.initScripts.isEmpty()) {
            for (String file : c.settings.initScripts.split(",")) {
                shell.run(". " + file.strip());
            }
        }
        if (script.first() != null) {
            shell.run(script.first().text());
        }
        c.world.settle();
        timing = new Timing(c.settings, c.world.now());
    }

    int line() {
        return line;
    }

    List<String> warnings() {
        return warnings;
    }

    void run() {
        for (Event event : script.events()) {
            line = event.line();
            switch (event.action()) {
                case PacketEvent packet when !packet.inbound() -> expect(event, packet);
                case PacketEvent packet -> {
                    waitFor(event);
                    trace.accept(at() + " " + packet);
                    wire.inject(packet);
                }
                case SystemCall call -> {
                    waitFor(event);
                    call(event, call);
                }
                case Event.Command command -> {
                    waitFor(event);
                    shell.run(command.text());
                    c.world.settle();
                }
                case Event.Code block -> {
                    waitFor(event);
                    run(block);
                }
            }
            check();
            timing.happened(c.world.now());
        }
        finish();
    }

    private String at() {
        return timing.show(c.world.now());
    }

    private void waitFor(Event event) {
        long at = timing.from(event.time());
        while (c.world.advance(at)) {
            check();
        }
        check();
        String differs = timing.difference(event.time(), c.world.now());
        if (differs != null) {
            throw new Failure("time: " + differs);
        }
    }

    private void run(Event.Code block) {
        calls.options().tell(code);
        try {
            code.run(block.text());
        } catch (CodeFailure e) {
            throw new Failure(e.getMessage());
        }
    }

    // ---- calls

    private void call(Event event, SystemCall call) {
        Pending made = new Pending(event, call, calls.prepare(call), call.end() < 0 ? -1 : timing.end(event.time(), call.end()));
        trace.accept(at() + " " + call);
        made.start(c.world);
        c.world.settle();
        if (call.end() >= 0) {
            pending.add(made);
            return;
        }
        long begun = c.world.now();
        while (!made.done() && c.world.advance(begun + ANY_TIME)) {
            continue;
        }
        if (!made.done()) {
            throw new Failure(call + " blocks for ever: " + made.reason());
        }
        if (c.world.now() - begun > c.settings.tolerance) {
            throw new Failure(call + " blocked until " + at());
        }
        require(made);
    }

    private void require(Pending made) {
        try {
            trace.accept(at() + " " + made.call().name() + " = " + made.shown());
            made.require(timing, c.settings.tolerance);
        } catch (Failure e) {
            if (!c.settings.callsNotFatal) {
                throw e;
            }
            warnings.add(script.file() + ":" + line + ": " + e.getMessage());
        }
    }

    /** Looks at calls that have returned, and at what the service has to say of itself. */
    private void check() {
        for (Pending made : List.copyOf(pending)) {
            if (made.done()) {
                pending.remove(made);
                int before = line;
                line = made.event().line();
                require(made);
                line = before;
            }
        }
        for (String said : c.machine.log()) {
            if (said.startsWith("while handling")) {
                throw new Failure("the network service fails " + said);
            }
        }
    }

    // ---- packets that are sent

    private void expect(Event event, PacketEvent packet) {
        Flow flow = wire.outboundFlow(packet);
        long limit = event.time().kind() == Event.Kind.ANY ? c.world.now() + ANY_TIME : timing.to(event.time()) + timing.tolerance(
            timing.from(event.time())) + LATE;
        List<Packet> run = new ArrayList<>();
        Sniffed first = next(packet, flow, limit, run);
        int length = first.packet().payload.length;
        boolean several = packet.packet().protocol == Packet.TCP && !c.settings.strictSegments;
        while (several && length < packet.packet().payload.length && run.getLast().payload.length > 0) {
            Sniffed more = wire.peek(Packet.TCP);
            if (more == null && !c.world.advance(limit)) {
                break;
            }
            if (more != null) {
                next(packet, flow, limit, run);
                Packet added = run.getLast();
                if (!Comparison.follows(run.get(run.size() - 2), added)) {
                    throw new Failure("expected " + packet + ", actual " + run.get(run.size() - 2) + " and then " + added);
                }
                length += added.payload.length;
            }
        }
        for (Packet p : run) {
            trace.accept(timing.show(first.at()) + " > " + p);
        }
        String differs = new Comparison(c.settings, flow, packet, run).difference();
        if (differs == null) {
            differs = timing.difference(event.time(), first.at());
            differs = differs == null ? null : "time " + differs;
        }
        if (differs != null) {
            String message = differs + "\n    expected " + packet + "\n    actual   > " + run.getFirst() + (run.size() > 1 ? " and " + (run.size()
                - 1) + " more" : "");
            if (!c.settings.packetsNotFatal) {
                throw new Failure(message);
            }
            warnings.add(script.file() + ":" + line + ": " + message);
        }
    }

    /** Takes the next packet, waiting for it up to a time, and adds it to a run with the script's numbers. */
    private Sniffed next(PacketEvent packet, Flow flow, long limit, List<Packet> run) {
        Packet expected = packet.packet();
        c.world.settle();
        while (wire.peek(expected.protocol) == null) {
            check();
            if (!c.world.advance(limit) && wire.peek(expected.protocol) == null) {
                throw new Failure("nothing was sent until " + at() + "\n    expected " + packet);
            }
        }
        check();
        Sniffed sniffed = wire.poll();
        Packet live = sniffed.packet();
        if (live.protocol != expected.protocol) {
            throw new Failure("protocol differs\n    expected " + packet + "\n    actual   > " + live + " at " + timing.show(sniffed.at()));
        }
        Flow of = c.of(live);
        if (live.protocol != Packet.ICMP && of != flow) {
            throw new Failure("a packet of " + (of == null ? "no connection of the script" : "another connection, " + of) + "\n    expected "
                + packet + "\n    actual   > " + live + " at " + timing.show(sniffed.at()));
        }
        if (live.protocol == Packet.TCP) {
            if (live.has(Packet.SYN) && expected.has(Packet.SYN)) {
                flow.localSyn(expected, live);
            }
            flow.toScript(live);
        }
        run.add(live);
        return sniffed;
    }

    // ---- the end

    private void finish() {
        for (Pending made : List.copyOf(pending)) {
            line = made.event().line();
            while (!made.done() && c.world.advance(made.end() + timing.tolerance(made.end()))) {
                continue;
            }
            if (!made.done()) {
                throw new Failure(made.call() + " has not returned at " + at() + ": " + made.reason());
            }
        }
        check();
        for (Sniffed left : wire.rest()) {
            Packet p = left.packet();
            Flow of = c.of(p);
            if (p.protocol == Packet.TCP && of != null) {
                of.toScript(p);
            }
            String message = "sent at " + timing.show(left.at()) + " and not expected: > " + p;
            if (c.settings.strict) {
                throw new Failure(message);
            }
            if (of != null) {
                warnings.add(script.file() + ":" + line + ": " + message);
            }
        }
        if (script.last() != null) {
            try {
                shell.run(script.last().text());
            } catch (Unsupported e) {
                warnings.add(script.file() + ": behind the last event: unsupported: " + e.getMessage());
            }
        }
    }
}
