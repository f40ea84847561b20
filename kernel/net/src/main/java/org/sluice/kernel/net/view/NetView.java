package org.sluice.kernel.net.view;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.sluice.kernel.driver.AtmDevice;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.file.ViewDirectory;
import org.sluice.kernel.file.ViewFile;
import org.sluice.kernel.file.ViewNode;
import org.sluice.kernel.net.atm.Vc;
import org.sluice.kernel.net.atm.Vcs;
import org.sluice.kernel.net.control.Control;
import org.sluice.kernel.net.ip.Interfaces;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.ip.IpInterface;
import org.sluice.kernel.net.ip.Routes;
import org.sluice.kernel.net.link.PvcInterface;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.socket.Sessions;
import org.sluice.kernel.net.tcp.Settings;
import org.sluice.kernel.network.AtmInterface;

/** The directory. */
public final class NetView implements ViewDirectory {
    private static final long SECOND = 1_000_000_000L;

    private final Vcs vcs;
    private final Interfaces interfaces;
    private final Routes routes;
    private final Map<String, ViewNode> files = new LinkedHashMap<>();

    public NetView(Vcs vcs, Interfaces interfaces, Routes routes, Counters counters, Sessions sessions, Control control,
                   Settings settings) {
        this.vcs = vcs;
        this.interfaces = interfaces;
        this.routes = routes;
        files.put("control", new ControlFile(control));
        text("interfaces", this::devices);
        text("pvc", this::connections);
        text("links", this::links);
        text("arp", this::neighbours);
        text("route", this::routes);
        text("snmp", () -> {
            StringBuilder text = new StringBuilder();
            counters.write(text);
            return text.toString();
        });
        text("sockets", sessions::text);
        text("settings", settings::text);
    }

    private record ControlFile(Control control) implements ViewFile {
        @Override
        public byte[] text() {
            return Control.GRAMMAR.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean accept(byte[] text) {
            control.execute(new String(text, StandardCharsets.UTF_8));
            return true;
        }
    }

    private record TextFile(Supplier<String> maker) implements ViewFile {
        @Override
        public byte[] text() {
            return maker.get().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Adds a file. Before anybody looks. */
    public void text(String name, Supplier<String> maker) {
        files.put(name, new TextFile(maker));
    }

    @Override
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public ViewNode lookup(String name) {
        return files.get(name);
    }

    private static void counters(StringBuilder text, AtmInterface.Counter[] counters) {
        for (AtmInterface.Counter counter : counters) {
            text.append(' ').append(counter.name()).append(' ').append(counter.value()).append('\n');
        }
    }

    private String devices() {
        StringBuilder text = new StringBuilder();
        for (AtmInterface device : vcs.devices()) {
            text.append(device.name()).append(" state=").append(device.up() ? "up" : "down").append(" link=")
                .append(device.link().replace(' ', '_')).append('\n');
            counters(text, device.counters());
        }
        return text.toString();
    }

    private String connections() {
        StringBuilder text = new StringBuilder();
        for (Vc vc : vcs.list()) {
            VcParameters p = vc.parameters();
            VcParameters.Traffic t = p.traffic();
            text.append(vcs.devices().get(vc.device()).name()).append(' ').append(p.vpi()).append('.').append(p.vci()).append(" aal=")
                .append(p.aal()).append(" encap=").append(vc.user().encapsulation().word()).append(" interface=")
                .append(vc.user().interfaceName()).append(" category=").append(t.category().name().toLowerCase(Locale.ROOT))
                .append(" pcr=").append(t.pcr()).append(" scr=").append(t.scr()).append(" mbs=").append(t.mbs()).append(" cdvt=")
                .append(t.cdvt()).append(" weight=").append(t.weight()).append(" police=").append(t.police() ? "yes" : "no")
                .append(" continuity=").append(p.continuity() ? "yes" : "no").append(" max_sdu=").append(p.maxSdu()).append(" alarms=")
                .append(alarms(vc.alarmsNow())).append(" pending=").append(vc.pending()).append('\n');
            vc.counters().write(text);
            counters(text, vc.deviceCounters());
        }
        return text.toString();
    }

    private static String alarms(int alarms) {
        String text = ((alarms & AtmDevice.AIS) != 0 ? ",ais" : "") + ((alarms & AtmDevice.RDI) != 0 ? ",rdi" : "")
            + ((alarms & AtmDevice.LOSS_OF_CONTINUITY) != 0 ? ",loc" : "");
        return text.isEmpty() ? "-" : text.substring(1);
    }

    private String links() {
        StringBuilder text = new StringBuilder();
        for (IpInterface i : interfaces.all()) {
            text.append(i.name()).append(" index=").append(i.index()).append(" state=").append(i.up() ? "up" : "down").append(" mtu=")
                .append(i.mtu()).append(" address=").append(i.address()).append(" mac=").append(i.mac()).append(" pvcs=")
                .append(i.connections()).append(" checksum=")
                .append(i.checksums() ? "on" : "off").append(" largest=").append(i.largest()).append('\n');
            i.counters().write(text);
        }
        return text.toString();
    }

    private String neighbours() {
        StringBuilder text = new StringBuilder();
        for (IpInterface i : interfaces.all()) {
            if (i instanceof PvcInterface pvc) {
                for (PvcInterface.Mapping m : pvc.mappings()) {
                    text.append(Ip.format(m.ip())).append(" interface=").append(i.name()).append(" pvc=").append(m.pvc()).append(" mac=")
                        .append(m.mac()).append(" state=").append(m.state()).append(" age=").append(m.age() / SECOND).append('\n');
                }
            }
        }
        return text.toString();
    }

    private String routes() {
        StringBuilder text = new StringBuilder();
        for (Routes.Route r : routes.all()) {
            text.append(Ip.format(r.destination())).append('/').append(r.prefix()).append(" via=")
                .append(r.via() == Ip.ANY ? "-" : Ip.format(r.via())).append(" dev=").append(r.device().name()).append(" kind=")
                .append(r.kind().name().toLowerCase(Locale.ROOT)).append('\n');
        }
        return text.toString();
    }
}
