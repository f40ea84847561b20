package org.sluice.kernel.area;

import java.util.ArrayList;
import java.util.List;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.memory.FramePart;

/**
 * Areas on their way from one process to another. States of each: SENT, when the sender's table still lists it; LOOSE, once
 * {@link #detach} has taken it from there; gone, when received, returned or dropped. Used by one thread at a time.
 */
public final class Parcel implements Offer {
    private static final Area[] NOTHING = new Area[0];

    private enum State { SENT, LOOSE, GONE }

    private final AreaTable from;
    private final Area[] originals;
    private final FramePart[] parts;
    private final State[] states;

    Parcel(AreaTable from, Area[] originals, FramePart[] parts) {
        this.from = from;
        this.originals = originals;
        this.parts = parts;
        states = new State[parts.length];
        java.util.Arrays.fill(states, State.SENT);
    }

    /** A parcel with nothing in it. */
    public static Parcel empty() {
        return new Parcel(null, NOTHING, new FramePart[0]);
    }

    /** Number of areas. */
    @Override
    public int count() {
        return parts.length;
    }

    /** What the receiver gets: nothing outside the parts that were sent. */
    @Override
    public FramePart part(int index) {
        return parts[index];
    }

    @Override
    public boolean given() {
        return true;
    }

    @Override
    public FramePart take(int index) {
        if (states[index] != State.SENT) {
            throw new IllegalStateException("part " + index + " is " + states[index]);
        }
        from.delivered(List.of(originals[index]));
        states[index] = State.GONE;
        return parts[index];
    }

    @Override
    public Account account() {
        return from;
    }

    /** Takes the areas from the sender for good, if that was not done; what is kept after its sender has gone on needs it. */
    public void detach() {
        move(State.LOOSE);
    }

    /** Notes that the receiver has the holds. */
    void handedOver() {
        move(State.GONE);
    }

    private void move(State to) {
        List<Area> leaving = new ArrayList<>(parts.length);
        for (int i = 0; i < parts.length; i++) {
            if (states[i] == State.SENT) {
                leaving.add(originals[i]);
            }
            states[i] = to;
        }
        if (!leaving.isEmpty()) {
            from.delivered(leaving);
        }
    }

    /** Takes the parts among the first bytes that are still the sender's from there, and drops them. */
    public void dropWritten(long bytes) {
        long end = 0;
        for (int i = 0; i < parts.length; i++) {
            end += parts[i].length();
            if (end > bytes) {
                return;
            }
            if (states[i] == State.SENT) {
                take(i).drop();
            }
        }
    }

    /** The message will not be received: the areas are the sender's again, or, if it has let them go, nobody's. */
    public void giveBack() {
        List<Area> returning = new ArrayList<>(parts.length);
        for (int i = 0; i < parts.length; i++) {
            if (states[i] == State.SENT) {
                returning.add(originals[i]);
            } else if (states[i] == State.LOOSE) {
                parts[i].drop();
            }
            states[i] = State.GONE;
        }
        if (!returning.isEmpty()) {
            from.returned(returning);
        }
    }
}
