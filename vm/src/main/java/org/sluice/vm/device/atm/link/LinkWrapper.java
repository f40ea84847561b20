package org.sluice.vm.device.atm.link;

import java.util.List;

/** What is put around a link. Passes everything on; a kind of wrapper overrides what it changes. */
abstract class LinkWrapper implements AtmLink, AtmLink.Arrivals {
    final AtmLink below;
    /** Where what arrives goes in the end. Set before anything arrives. */
    Arrivals above;

    LinkWrapper(AtmLink below) {
        this.below = below;
    }

    @Override
    public Carriage carriage() {
        return below.carriage();
    }

    @Override
    public void connect(Arrivals arrivals) {
        above = arrivals;
        below.connect(this);
    }

    @Override
    public boolean up() {
        return below.up();
    }

    @Override
    public long freeAt() {
        return below.freeAt();
    }

    @Override
    public long cellsPerSecond() {
        return below.cellsPerSecond();
    }

    @Override
    public void send(byte[] cells, int offset, int count) {
        below.send(cells, offset, count);
    }

    @Override
    public void send(Pdu pdu) {
        below.send(pdu);
    }

    @Override
    public void cells(byte[] cells, int offset, int count) {
        above.cells(cells, offset, count);
    }

    @Override
    public void pdu(Pdu pdu) {
        above.pdu(pdu);
    }

    @Override
    public void state(boolean up) {
        above.state(up);
    }

    @Override
    public List<Counter> counters() {
        return below.counters();
    }

    @Override
    public void close() {
        below.close();
    }
}
