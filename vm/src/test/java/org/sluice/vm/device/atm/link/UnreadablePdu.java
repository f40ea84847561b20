package org.sluice.vm.device.atm.link;

import java.lang.foreign.MemorySegment;

/** A PDU whose memory its sender may not read. */
class UnreadablePdu implements Pdu {
    @Override
    public int vpi() {
        return 0;
    }

    @Override
    public int vci() {
        return 100;
    }

    @Override
    public int length() {
        return 10;
    }

    @Override
    public boolean clp() {
        return false;
    }

    @Override
    public boolean efci() {
        return false;
    }

    @Override
    public int uu() {
        return 0;
    }

    @Override
    public int cpi() {
        return 0;
    }

    @Override
    public long reference() {
        return 0;
    }

    @Override
    public boolean copyTo(int from, MemorySegment target, long at, int bytes) {
        return false;
    }
}
