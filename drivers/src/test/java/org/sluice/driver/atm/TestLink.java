package org.sluice.driver.atm;

import java.util.function.IntPredicate;
import org.sluice.vm.device.atm.link.AtmLink;
import org.sluice.vm.device.atm.link.Pdu;

/** A link that leads back to its interface, on the sending thread. */
final class TestLink implements AtmLink {
    private final Carriage carriage;
    private final long rate;
    private Arrivals arrivals;
    private volatile boolean up = true;
    /** Which cells are lost, by their number. */
    volatile IntPredicate lose = n -> false;
    private int sent;
    /** Nothing may be sent; when that ends nobody is told. */
    volatile boolean blocked;

    TestLink(Carriage carriage, long rate) {
        this.carriage = carriage;
        this.rate = rate;
    }

    void setUp(boolean value) {
        up = value;
        arrivals.state(value);
    }

    @Override
    public Carriage carriage() {
        return carriage;
    }

    @Override
    public boolean immediate() {
        return rate == 0;
    }

    @Override
    public void connect(Arrivals to) {
        arrivals = to;
        to.state(up);
    }

    @Override
    public boolean up() {
        return up;
    }

    @Override
    public long freeAt() {
        return blocked ? Long.MAX_VALUE : 0;
    }

    @Override
    public long cellsPerSecond() {
        return rate;
    }

    @Override
    public void send(byte[] cells, int offset, int count) {
        for (int i = 0; i < count; i++) {
            if (!lose.test(sent++)) {
                arrivals.cells(cells, offset + i * CELL, 1);
            }
        }
    }

    @Override
    public void send(Pdu pdu) {
        arrivals.pdu(pdu);
    }

    @Override
    public String describe() {
        return "test loop";
    }

    @Override
    public void close() {
        up = false;
    }
}
