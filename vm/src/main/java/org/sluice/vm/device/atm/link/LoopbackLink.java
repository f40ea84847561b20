package org.sluice.vm.device.atm.link;

/** Hands back what is sent, on the sending thread. PDUs go by reference, or are cut into cells if something on the way needs those. */
public final class LoopbackLink implements AtmLink {
    private final boolean cellsOnly;
    private Arrivals arrivals;

    /** A loop. @param cellsOnly whether PDUs are to be cut into cells */
    public LoopbackLink(boolean cellsOnly) {
        this.cellsOnly = cellsOnly;
    }

    @Override
    public Carriage carriage() {
        return cellsOnly ? Carriage.CELLS : Carriage.REFERENCES;
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public void connect(Arrivals target) {
        arrivals = target;
        target.state(true);
    }

    @Override
    public boolean up() {
        return true;
    }

    @Override
    public long freeAt() {
        return 0;
    }

    @Override
    public void send(byte[] cells, int offset, int count) {
        arrivals.cells(cells, offset, count);
    }

    @Override
    public void send(Pdu pdu) {
        if (cellsOnly) {
            throw new IllegalStateException("this link carries cells");
        }
        arrivals.pdu(pdu);
    }

    @Override
    public String describe() {
        return "loopback";
    }

    @Override
    public void close() {
        // there is nothing outside
    }
}
