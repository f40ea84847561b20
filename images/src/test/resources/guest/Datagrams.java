import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;

/** Sends to the host, hears from it, then answers whoever sends to port 53. Arguments: the host's port that answers, one that nobody has. */
public class Datagrams {
    public static void main(String[] args) throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] text = "from the guest".getBytes();
            socket.send(new DatagramPacket(text, text.length, InetAddress.getByName("10.0.2.2"), Integer.parseInt(args[0])));
            DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
            socket.setSoTimeout(60_000);
            socket.receive(answer);
            System.out.println("HEARD " + new String(answer.getData(), 0, answer.getLength()) + " of " + answer.getAddress().getHostAddress());
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByName("10.0.2.2"), Integer.parseInt(args[1]));
            socket.setSoTimeout(60_000);
            socket.send(new DatagramPacket(new byte[1], 1));
            try {
                socket.receive(new DatagramPacket(new byte[1], 1));
            } catch (PortUnreachableException e) {
                System.out.println("UNREACHABLE");
            }
        }
        try (DatagramSocket socket = new DatagramSocket(53)) {
            System.out.println("UP");
            DatagramPacket asked = new DatagramPacket(new byte[2000], 2000);
            socket.setSoTimeout(60_000);
            socket.receive(asked);
            byte[] text = ("you said " + new String(asked.getData(), 0, asked.getLength())).getBytes();
            socket.send(new DatagramPacket(text, text.length, asked.getSocketAddress()));
            System.out.println("ANSWERED " + asked.getAddress().getHostAddress());
        }
    }
}
