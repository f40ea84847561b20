package org.sluice.drill.world;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.ViewFile;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.network.NetService;
import org.sluice.kernel.network.NetServiceFactory;
import org.sluice.kernel.network.SocketSession;
import org.sluice.vm.memory.PhysicalMemory;

/** A network service with memory and one ATM interface, {@code atm0}, on which connection 0.100 carries IP packets without encapsulation. */
public final class Machine implements AutoCloseable {
    /** The connection. */
    public static final int VCI = 100;
    /** Nanoseconds since 1970 when a world's clock is at 0. */
    private static final long EPOCH = 1_767_225_600L * World.SECOND;

    private final World world;
    private final PhysicalMemory memory;
    private final FrameAllocator frames;
    private final Atm atm;
    private final NetService net;
    private final List<String> log = new ArrayList<>();
    private long due = World.NEVER;
    Lock held;

    /**
     * A machine that is added to a world.
     *
     * @param bytes of memory
     * @param seed  of what it takes for chance
     */
    public Machine(World world, NetServiceFactory factory, long bytes, long seed) {
        this.world = world;
        memory = new PhysicalMemory(bytes);
        frames = new FrameAllocator(memory);
        atm = new Atm(this);
        Random entropy = new Random(seed);
        net = factory.create(new NetServiceFactory.Resources(List.of(atm), java.util.Optional.empty(), memory, this::fresh, () -> new Lock(world, this), world::now,
            () -> EPOCH + world.now(), entropy::nextLong, log::add, List.of()));
        world.add(this);
    }

    /** Gives it an address on the connection, and everything else is reached through that too. */
    public void connect(String address, int prefix, int mtu) {
        control("open atm0 0." + VCI + " encap=vc address=" + address + "/" + prefix + " mtu=" + mtu);
        control("route add default dev clip0");
    }

    /** The interface. */
    public Atm atm() {
        return atm;
    }

    /** The world it is in. */
    public World world() {
        return world;
    }

    /** What the service logged. */
    public List<String> log() {
        return log;
    }

    /** Carries out a command of {@code /proc/net/control}. @throws CallFailed as the command fails */
    public void control(String command) {
        ((ViewFile) net.view().lookup("control")).accept(command.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of a file of {@code /proc/net}. */
    public String file(String name) {
        return new String(((ViewFile) net.view().lookup(name)).text(), StandardCharsets.UTF_8);
    }

    /** A counter of {@code /proc/net/snmp}; 0 if there is none of that name. */
    public long counter(String name) {
        for (String line : file("snmp").split("\n")) {
            String[] words = line.strip().split(" ");
            if (words.length == 2 && words[0].equals(name)) {
                return Long.parseLong(words[1]);
            }
        }
        return 0;
    }

    public SocketSession socket(int family, int type, int protocol) {
        return net.socket(family, type, protocol);
    }

    /** Where the service gets memory, and those who call it too. */
    public FramePart fresh(int bytes) {
        int count = (bytes + PhysicalMemory.FRAME_SIZE - 1) / PhysicalMemory.FRAME_SIZE;
        if (count < 1) {
            throw new CallFailed(Errno.EINVAL);
        }
        return new FramePart(new SharedFrames(frames.allocate(count), gone -> {
            requireUnlocked("frames are given back under a lock");
            frames.release(gone.run());
        }, 0), 0, bytes);
    }

    /** Frames in use. */
    public int used() {
        return frames.total() - frames.free();
    }

    PhysicalMemory memory() {
        return memory;
    }

    void requireUnlocked(String what) {
        if (held != null) {
            throw new AssertionError(what);
        }
    }

    void runDue() {
        due = net.runDue();
    }

    /** When the service's next timer is due, as of the last time that those due were done. */
    long due() {
        return due;
    }

    @Override
    public void close() {
        memory.close();
    }
}
