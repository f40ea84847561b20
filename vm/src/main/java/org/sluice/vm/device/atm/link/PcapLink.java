package org.sluice.vm.device.atm.link;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.vm.device.atm.cell.Aal5;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.cell.Reassembler;
import org.sluice.vm.time.Clock;

/**
 * Writes every AAL5 PDU that passes, either way, into a capture file, with the machine's time. Where cells travel it puts them together
 * on its own; PDUs that are damaged and cells that belong to none (OAM) are counted and not written. A file that cannot be written
 * any more ends the capture, not the link.
 */
public final class PcapLink extends LinkWrapper {
    private enum Counted {
        WRITTEN("PDUs captured"), DAMAGED("damaged PDUs not captured"), OAM("OAM cells not captured"),
        HEADER("cells with a damaged header not captured"), MISSED("PDUs not captured as the file failed");

        private final String text;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final int PREFIX = PcapFile.RECORD + PcapFile.SUNATM;
    /** First bytes of an LLC header that a SNAP header follows (RFC 2684). */
    private static final int[] LLC = {0xaa, 0xaa, 0x03};
    /** The same for routed ISO protocols (RFC 2684, 5.1). */
    private static final int[] ROUTED_ISO = {0xfe, 0xfe, 0x03};

    private final Path path;
    private final PcapFile file;
    private final Clock clock;
    private final Tally<Counted> tally = new Tally<>(Counted.values());
    private final PduCollector sent = new PduCollector();
    private final PduCollector arrived = new PduCollector();
    /** The file is for both directions. */
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteBuffer record = ByteBuffer.allocateDirect(PREFIX + Aal5.MAX_SDU);
    private final MemorySegment recordMemory = MemorySegment.ofBuffer(record);
    private final AtomicBoolean failed = new AtomicBoolean();

    /**
     * A link that is captured.
     *
     * @param path the file, made anew
     * @throws LinkFailure if it cannot be made
     */
    public PcapLink(AtmLink below, Path path, Clock clock) throws LinkFailure {
        super(below);
        this.path = path;
        this.clock = clock;
        try {
            file = new PcapFile(path);
        } catch (IOException e) {
            throw new LinkFailure("pcap " + path + ": cannot be written"
                + (e instanceof java.nio.file.NoSuchFileException ? ", there is no such folder" : ""), e);
        }
    }

    @Override
    public void send(byte[] cells, int offset, int count) {
        collect(sent, true, cells, offset, count);
        below.send(cells, offset, count);
    }

    @Override
    public void cells(byte[] cells, int offset, int count) {
        collect(arrived, false, cells, offset, count);
        above.cells(cells, offset, count);
    }

    @Override
    public void send(Pdu pdu) {
        Pdu read = pdu instanceof BytesPdu ? pdu : BytesPdu.read(pdu);
        if (read != null) {
            write(read, true);
            below.send(read);
        }
    }

    @Override
    public void pdu(Pdu pdu) {
        Pdu read = pdu instanceof BytesPdu ? pdu : BytesPdu.read(pdu);
        if (read != null) {
            write(read, false);
            above.pdu(read);
        }
    }

    private void collect(PduCollector collector, boolean out, byte[] cells, int offset, int count) {
        for (int i = 0; i < count; i++) {
            int at = offset + i * CellHeader.CELL;
            if (!collector.check(cells, at)) {
                tally.add(Counted.HEADER, 1);
                continue;
            }
            int header = collector.header();
            if (!CellHeader.user(header)) {
                tally.add(Counted.OAM, 1);
                continue;
            }
            Reassembler reassembler = collector.of(header);
            int result = reassembler.cell(header, cells, at + CellHeader.BYTES);
            if (result == Reassembler.COMPLETE) {
                write(BytesPdu.plain(CellHeader.vpi(header), CellHeader.vci(header),
                    MemorySegment.ofArray(reassembler.bytes()).asSlice(0, reassembler.length())), out);
            } else if (result != Reassembler.MORE) {
                tally.add(Counted.DAMAGED, 1);
            }
        }
    }

    private void write(Pdu pdu, boolean out) {
        lock.lock();
        try {
            if (!failed.get()) {
                record.clear();
                pdu.copyTo(0, recordMemory, PREFIX, pdu.length());
                record.limit(PREFIX + pdu.length());
                file.write(record, clock.realtimeNanos(), out, llc(), pdu.vpi(), pdu.vci());
                tally.add(Counted.WRITTEN, 1);
                return;
            }
        } catch (IOException e) {
            failed.set(true);
        } finally {
            lock.unlock();
        }
        tally.add(Counted.MISSED, 1);
    }

    private boolean llc() {
        return begins(LLC) || begins(ROUTED_ISO);
    }

    private boolean begins(int[] bytes) {
        if (record.limit() < PREFIX + bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((record.get(PREFIX + i) & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<Counter> counters() {
        return tally.followedBy(below.counters());
    }

    @Override
    public String describe() {
        return "pcap(" + path.getFileName() + (failed.get() ? ":cannot-be-written" : "") + "," + below.describe() + ")";
    }

    @Override
    public void close() {
        below.close();
        lock.lock();
        try {
            failed.set(true);
            file.close();
        } catch (IOException e) {
            // every record is in the file already
        } finally {
            lock.unlock();
        }
    }
}
