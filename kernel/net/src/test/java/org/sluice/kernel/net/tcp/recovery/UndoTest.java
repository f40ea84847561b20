package org.sluice.kernel.net.tcp.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.abi.TcpInfo;

/** Repetitions that turn out to have been in vain: F-RTO (RFC 5682), Eifel (RFC 3522, 4015), D-SACK (RFC 2883, 3708). */
class UndoTest {
    private static Bench late(boolean selective, boolean frto) {
        Recovery.Settings settings = Bench.reno();
        settings.lossProbe = false;
        settings.frto = frto;
        return new Bench(settings, selective);
    }

    /** RFC 5682 section 2.1: new data after the first acknowledgement (2b), the next acknowledges what was sent once (3b): spurious. */
    @Test
    void frtoWithoutSackRecognisesALateTimeout() {
        Bench bench = late(false, true);
        bench.write(14);
        assertEquals(List.of(0), bench.timer());
        bench.pass(10);
        assertEquals(List.of(10, 11), bench.ack(1), "2b: two new segments, nothing again");
        bench.pass(10);
        bench.ack(2);
        assertEquals(TcpInfo.OPEN, bench.info(TcpInfo.CA_STATE));
        assertEquals(1, bench.info(TcpInfo.TOTAL_RETRANS));
        assertTrue(bench.info(TcpInfo.SND_CWND) >= 10);
        assertEquals(Window.UNLIMITED, bench.info(TcpInfo.SND_SSTHRESH));
    }

    /** RFC 5682 section 2.1 step 3a: a duplicate after new data: the loss was real. */
    @Test
    void frtoBelievesADuplicate() {
        Bench bench = late(false, true);
        bench.write(14);
        bench.timer();
        bench.pass(10);
        bench.ack(1);
        bench.pass(10);
        assertEquals(List.of(1), bench.ack(1));
        assertEquals(TcpInfo.LOSS, bench.info(TcpInfo.CA_STATE));
        assertEquals(5, bench.info(TcpInfo.SND_SSTHRESH));
    }

    /** RFC 5682 section 3.1: with SACK a block of what was sent once before the timeout is enough. */
    @Test
    void frtoWithSackRecognisesALateTimeout() {
        Bench bench = late(true, true);
        bench.write(14);
        bench.timer();
        bench.pass(10);
        bench.ack(0, 1, 2);
        assertEquals(TcpInfo.DISORDER, bench.info(TcpInfo.CA_STATE));
        assertEquals(1, bench.info(TcpInfo.TOTAL_RETRANS));
        assertEquals(10, bench.info(TcpInfo.SND_CWND));
    }

    /** RFC 5682 section 2.1 step 2b: without new data everything is sent again as usual. */
    @Test
    void frtoWithoutNewDataGoesOnAsUsual() {
        Bench bench = late(true, true);
        bench.write(10);
        bench.timer();
        bench.pass(10);
        assertEquals(List.of(1, 2), bench.ack(1));
    }

    @Test
    void withoutFrtoNothingIsTriedFirst() {
        Bench bench = late(true, false);
        bench.write(14);
        bench.timer();
        bench.pass(10);
        assertEquals(List.of(1, 2), bench.ack(1));
    }

    /** The program has new data, says the connection, but then sends none: what is lost is sent at last. */
    @Test
    void frtoDoesNotWaitForDataThatDoesNotCome() {
        Bench bench = late(true, true);
        bench.write(10);
        bench.timer();
        bench.pass(10);
        bench.ack.position = Bench.at(1);
        bench.ack.newData = true;
        bench.recovery.acknowledged(bench.ack, bench.now);
        Recovery.Range range = new Recovery.Range();
        assertFalse(bench.recovery.next(range, Bench.MSS, bench.now));
        bench.recovery.applicationLimited(bench.now);
        assertTrue(bench.recovery.next(range, Bench.MSS, bench.now));
    }

    /** RFC 3522: the acknowledgement echoes the first sending; RFC 4015 3.2: window and threshold come back. */
    @Test
    void eifelUndoesATimeout() {
        Bench bench = late(true, false);
        bench.write(10);
        bench.timer();
        bench.pass(10);
        bench.echo(310).ack(10);
        assertEquals(TcpInfo.OPEN, bench.info(TcpInfo.CA_STATE));
        assertTrue(bench.info(TcpInfo.SND_CWND) >= 10);
        assertEquals(Window.UNLIMITED, bench.info(TcpInfo.SND_SSTHRESH));
    }

    @Test
    void anEchoOfTheRepetitionUndoesNothing() {
        Bench bench = late(true, false);
        bench.write(10);
        bench.timer();
        bench.pass(10);
        bench.echo(10).ack(10);
        assertEquals(5, bench.info(TcpInfo.SND_SSTHRESH));
        assertEquals(6, bench.info(TcpInfo.SND_CWND), "four of the ten in slow start, six in congestion avoidance");
    }

    @Test
    void eifelUndoesAFastRecovery() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(10);
        bench.pass(100);
        bench.ack(0, 1, 4);
        assertEquals(5, bench.info(TcpInfo.SND_SSTHRESH));
        bench.pass(5);
        bench.echo(105).ack(4);
        assertEquals(Window.UNLIMITED, bench.info(TcpInfo.SND_SSTHRESH));
        assertEquals(11, bench.info(TcpInfo.SND_CWND), "ten, and one that arrived in slow start");
        assertEquals(1, bench.info(TcpInfo.REORD_SEEN));
    }

    /** RFC 2883, 3708: every repetition is reported to have arrived twice. */
    @Test
    void duplicatesReportedUndoAFastRecovery() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(10);
        bench.pass(100);
        assertEquals(List.of(0), bench.ack(0, 1, 4));
        bench.pass(5);
        bench.ack(4);
        assertEquals(TcpInfo.RECOVERY, bench.info(TcpInfo.CA_STATE));
        bench.pass(5);
        bench.duplicate(0, 1).ack(4);
        assertEquals(TcpInfo.OPEN, bench.info(TcpInfo.CA_STATE));
        assertEquals(10, bench.info(TcpInfo.SND_CWND));
        assertEquals(Window.UNLIMITED, bench.info(TcpInfo.SND_SSTHRESH));
        assertEquals(1, bench.info(TcpInfo.DSACK_DUPS));
    }

    /** More reported twice than was sent twice: not believed. */
    @Test
    void inventedDuplicatesUndoNothing() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(10);
        bench.pass(100);
        bench.ack(0, 1, 4);
        bench.pass(5);
        bench.duplicate(0, 4).ack(4);
        assertEquals(TcpInfo.RECOVERY, bench.info(TcpInfo.CA_STATE));
        assertEquals(5, bench.info(TcpInfo.SND_SSTHRESH));
    }

    /** RFC 9438 4.9: CUBIC's curve comes back too. */
    @Test
    void undoBringsTheCurveBack() {
        Window window = new Window(10);
        window.set(100);
        Cubic cubic = new Cubic();
        window.threshold = cubic.reduced(window);
        window.set(window.threshold);
        cubic.grow(window, 1, 0, 0);
        double k = cubic.k();
        cubic.reduced(window);
        assertEquals((1 + 0.7) / 2 * 70, cubic.maximum(), 0.05);
        cubic.undo();
        assertEquals(100, cubic.maximum());
        assertEquals(k, cubic.k());
    }
}
