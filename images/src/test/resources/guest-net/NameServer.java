import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.net.dns.DnsMessage;
import org.sluice.net.dns.DnsRecord;
import org.sluice.net.dns.DnsType;
import org.sluice.net.dns.ResolveException;
import org.sluice.net.dns.Resolver;
import org.sluice.sys.Sys;

/** A name server on 127.0.0.1, and what a program on the same machine gets from it. */
public final class NameServer {
    private static DnsRecord address(String name, int last) {
        return new DnsRecord(name, DnsType.A, 1, 60, new DnsRecord.Address(new byte[] {10, 1, 2, (byte) last}));
    }

    private static byte[] answer(byte[] bytes, int length, boolean stream) throws Exception {
        DnsMessage query = DnsMessage.parse(bytes, length);
        DnsMessage.Question q = query.questions().getFirst();
        int flags = DnsMessage.RESPONSE;
        List<DnsRecord> answers = new ArrayList<>();
        switch (q.name().toLowerCase() + DnsType.name(q.type())) {
            case "one.example.A" -> answers.add(address(q.name(), 1));
            case "alias.example.A" -> {
                answers.add(new DnsRecord(q.name(), DnsType.CNAME, 1, 60, new DnsRecord.Target("one.example.")));
                answers.add(address("one.example.", 1));
            }
            case "many.example.A" -> {
                if (stream) {
                    for (int i = 1; i <= 200; i++) {
                        answers.add(address(q.name(), i));
                    }
                } else {
                    flags |= DnsMessage.TRUNCATED;
                }
            }
            case "1.2.1.10.in-addr.arpa.PTR" -> answers.add(new DnsRecord(q.name(), DnsType.PTR, 1, 60, new DnsRecord.Target("one.example.")));
            case "example.MX" -> answers.add(new DnsRecord(q.name(), DnsType.MX, 1, 60, new DnsRecord.Mail(5, "mail.example.")));
            case "empty.example.A", "one.example.TXT" -> flags |= DnsMessage.AUTHORITATIVE;
            case "broken.example.A" -> flags |= DnsType.SERVER_FAILURE;
            default -> flags |= DnsType.NAME_ERROR;
        }
        return new DnsMessage(query.id(), flags, query.questions(), answers, List.of(), List.of()).toWire();
    }

    private static void datagrams(DatagramSocket socket) {
        byte[] buffer = new byte[2000];
        try {
            while (true) {
                DatagramPacket p = new DatagramPacket(buffer, buffer.length);
                socket.receive(p);
                byte[] wire = answer(buffer, p.getLength(), false);
                socket.send(new DatagramPacket(wire, wire.length, p.getSocketAddress()));
            }
        } catch (Exception e) {
            System.out.println("server: " + e);
        }
    }

    private static void streams(ServerSocket listener) {
        try {
            while (true) {
                try (Socket s = listener.accept()) {
                    byte[] query = new byte[new DataInputStream(s.getInputStream()).readUnsignedShort()];
                    new DataInputStream(s.getInputStream()).readFully(query);
                    byte[] wire = answer(query, query.length, true);
                    DataOutputStream out = new DataOutputStream(s.getOutputStream());
                    out.writeShort(wire.length);
                    out.write(wire);
                }
            }
        } catch (Exception e) {
            System.out.println("server: " + e);
        }
    }

    private static void show(String name) {
        try {
            InetAddress[] all = InetAddress.getAllByName(name);
            System.out.println(all.length + " " + all[0] + " " + all[all.length - 1]);
        } catch (UnknownHostException e) {
            System.out.println(e.getMessage());
        }
    }

    public static void main(String[] args) throws Exception {
        InetAddress here = InetAddress.getByName("127.0.0.1");
        DatagramSocket socket = new DatagramSocket(53, here);
        ServerSocket listener = new ServerSocket(53, 10, here);
        Thread.ofPlatform().daemon().start(() -> datagrams(socket));
        Thread.ofPlatform().daemon().start(() -> streams(listener));
        for (String name : new String[] {"one.example", "one", "ALIAS.example", "many.example", "none.example", "empty.example", "broken.example",
            "printer", "localhost", "10.9.8.7"}) {
            show(name);
        }
        System.out.println(InetAddress.getByName("10.1.2.1").getHostName() + " " + InetAddress.getByName("10.1.2.99").getHostName() + " "
            + InetAddress.getByName("10.7.7.7").getHostName());
        Resolver resolver = Resolver.system(Sys.calls());
        System.out.println(resolver.lookup("example", DnsType.MX).getFirst());
        try {
            resolver.lookup("one.example.", DnsType.TXT);
        } catch (ResolveException e) {
            System.out.println(e.reason());
        }
        System.out.println(Arrays.toString(InetAddress.getByName("one.example").getAddress()));
    }
}
