package org.sluice.drill.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sluice.drill.script.Script;
import org.sluice.drill.script.Unsupported;

/** What a script's options say, and what was given with the command. */
final class Settings {
    /** What is of no consequence here: how code is run, how long a sender keeps a buffer, and how fast a link claims to be. */
    private static final Set<String> IGNORED = Set.of("code_command", "code_format", "code_sockopt", "send_omit_free", "speed", "debug", "verbose",
        "gateway_ip", "netmask_ip", "is_anyip", "define", "tcp_ts_ecr_scaled", "mss");

    String localIp = "192.168.0.1";
    String remoteIp = "192.0.2.1";
    int prefix = 16;
    int bindPort = 8080;
    int connectPort = 8080;
    int mtu = 1500;
    long tolerance = 4_000_000;
    double tolerancePercent = 12.5;
    /** Nanoseconds of a tick of outbound timestamps; 0 if they are not compared. */
    long tick;
    boolean strictSegments;
    /** Whether packets left at the end, and echoed timestamps that differ, are failures. */
    boolean strict;
    boolean verbose;
    /** Commands {@code set NAME VALUE} to begin with. */
    List<String> set = new ArrayList<>();
    String initScripts = "";
    boolean packetsNotFatal;
    boolean callsNotFatal;

    void apply(List<Script.Option> options) {
        for (Script.Option option : options) {
            try {
                apply(option.name(), option.value());
            } catch (NumberFormatException e) {
                throw new Unsupported(option.line(), "--" + option.name() + "=" + option.value() + ": no such value");
            } catch (Unsupported e) {
                throw e.at(option.line());
            }
        }
    }

    private void apply(String name, String value) {
        switch (name) {
            case "ip_version" -> {
                if (!value.equals("ipv4") && !value.equals("ipv4-mapped-ipv6")) {
                    throw new Unsupported(0, "--ip_version=" + value);
                }
            }
            case "local_ip" -> localIp = org.sluice.drill.packet.Packet.address(Addresses.parse(value));
            case "remote_ip" -> remoteIp = org.sluice.drill.packet.Packet.address(Addresses.parse(value.replaceAll("/\\d+$", "")));
            case "bind_port" -> bindPort = port(value);
            case "connect_port" -> connectPort = port(value);
            case "mtu" -> mtu = Integer.parseInt(value);
            case "tolerance_usecs" -> tolerance = Long.parseLong(value) * 1000;
            case "tolerance_percent" -> tolerancePercent = Double.parseDouble(value);
            case "tcp_ts_tick_usecs" -> tick = Long.parseLong(value) * 1000;
            case "strict_segments" -> strictSegments = true;
            case "init_scripts" -> initScripts = value;
            case "non_fatal" -> {
                packetsNotFatal = value.contains("packet");
                callsNotFatal = value.contains("syscall");
            }
            default -> {
                if (!IGNORED.contains(name)) {
                    throw new Unsupported(0, "option --" + name);
                }
            }
        }
    }

    private static int port(String value) {
        int port = Integer.parseInt(value);
        if (port < 1 || port > 0xffff) {
            throw new NumberFormatException();
        }
        return port;
    }

}
