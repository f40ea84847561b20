package org.sluice.vm.device.atm.link;

/** Plugs an interface of the same process into a port of a switch. */
final class PortLink implements AtmLink {
    private final AtmSwitch owner;
    private final SwitchPort port;

    PortLink(AtmSwitch owner, SwitchPort port) {
        this.owner = owner;
        this.port = port;
    }

    @Override
    public Carriage carriage() {
        return Carriage.CELLS;
    }

    @Override
    public void connect(Arrivals arrivals) {
        owner.plug(port, new SwitchPort.Out() {
            @Override
            public long freeAt() {
                return 0;
            }

            @Override
            public void cells(byte[] cells, int offset, int count) {
                arrivals.cells(cells, offset, count);
            }
        });
        arrivals.state(true);
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
        owner.input(port, cells, offset, count);
    }

    @Override
    public void send(Pdu pdu) {
        throw new IllegalStateException("this link carries cells");
    }

    @Override
    public String describe() {
        return "switch-port:" + port.number();
    }

    @Override
    public void close() {
        owner.plug(port, null);
    }
}
