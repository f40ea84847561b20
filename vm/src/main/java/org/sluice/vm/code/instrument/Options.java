package org.sluice.vm.code.instrument;

/**
 * What the instrumenter adds, and the names of the runtime classes the added code calls.
 *
 * <p>All members called are {@code public static}; internal names are used throughout.
 * <table>
 * <caption>Runtime entry points</caption>
 * <tr><td>poll</td><td>{@code poll()V}</td><td>method entries, backward jumps, strip boundaries</td></tr>
 * <tr><td>poll</td><td>{@code handler()V}</td><td>before every exception handler</td></tr>
 * <tr><td>poll</td><td>{@code steps(II)I}</td><td>(steps between polls, steps when compiled): one of the two</td></tr>
 * <tr><td>monitors</td><td>{@code enter(Object)V}, {@code exit(Object)V}</td>
 *     <td>for monitorenter, monitorexit and synchronized methods; both throw NullPointerException for null</td></tr>
 * <tr><td>heap</td><td>{@code array(II)I}</td><td>(length, log2 of the element size) to length, before newarray and anewarray;
 *     a negative length is returned as it is. Not called for constant lengths up to {@link #FREE_LENGTH}</td></tr>
 * <tr><td>heap</td><td>{@code made([X)V}</td><td>the new array; X is one of Z B C S I J F D or {@code Ljava/lang/Object;}</td></tr>
 * <tr><td>heap</td><td>{@code product(JI)J}</td><td>multianewarray, once for each dimension but the last, outermost first, beginning
 *     with (1, first dimension): their product, saturated; 0 if a dimension is negative</td></tr>
 * <tr><td>heap</td><td>{@code multi(JII)V}</td><td>multianewarray, before it: (product, last dimension, log2 of the element size)</td></tr>
 * <tr><td>heap</td><td>{@code madeMulti([Ljava/lang/Object;)V}</td><td>the new array of arrays, which is regular in every dimension
 *     made</td></tr>
 * </table>
 *
 * @param poll internal name of the class with {@code poll} and {@code handler}
 * @param monitors internal name of the class with {@code enter} and {@code exit}
 * @param heap internal name of the class with the allocation charges
 * @param polls insert polls and kill stubs
 * @param monitorCalls replace host monitors by calls
 * @param charges charge array allocations
 * @param finalizers rename {@code finalize()} so that the host never runs it
 * @param stripMining split counted loops instead of polling in every iteration
 * @param entryPolls poll in methods without loops that call others; what has none must not call itself through its own kind
 * @param chunk most index steps a counted loop takes between two polls; at least 1. A loop over memory outside of the heap takes up to
 *     four times as many once it is compiled
 */
public record Options(String poll, String monitors, String heap, boolean polls, boolean monitorCalls, boolean charges,
        boolean finalizers, boolean stripMining, int chunk, boolean entryPolls) {

    /** Arrays of a constant length up to this are not announced to the heap class. */
    public static final int FREE_LENGTH = 512;

    /** Default of {@link #chunk}: long enough to vectorise, short enough to be preempted within a fraction of a millisecond. */
    public static final int CHUNK = 16384;

    public Options {
        if (chunk < 1) {
            throw new IllegalArgumentException("chunk is " + chunk + "; it must be at least 1");
        }
    }

    /** Everything, with the runtime classes of the guest class library. */
    public static Options guest() {
        return new Options("guest/rt/Poll", "guest/rt/Monitors", "guest/rt/Heap", true, true, true, true, true, CHUNK, true);
    }

    /** Polls and kill stubs only, for code that is trusted but must stay stoppable; {@code poll} is an internal name. */
    public static Options pollsOnly(String poll) {
        return new Options(poll, "", "", true, false, false, false, true, CHUNK, true);
    }

    /** The same with another number of steps between polls. */
    public Options withChunk(int steps) {
        return new Options(poll, monitors, heap, polls, monitorCalls, charges, finalizers, stripMining, steps, entryPolls);
    }

    /** The same with or without strip mining. */
    public Options withStripMining(boolean on) {
        return new Options(poll, monitors, heap, polls, monitorCalls, charges, finalizers, on, chunk, entryPolls);
    }

    /** The same without polls in methods that have no loop. */
    public Options withoutEntryPolls() {
        return new Options(poll, monitors, heap, polls, monitorCalls, charges, finalizers, stripMining, chunk, false);
    }

    /** Whether a class belongs to the runtime named here; such classes are left as they are, for a poll must not poll. */
    boolean isRuntime(String name) {
        return belongsTo(name, poll) || belongsTo(name, monitors) || belongsTo(name, heap);
    }

    private static boolean belongsTo(String name, String owner) {
        return !owner.isEmpty() && (name.equals(owner) || name.startsWith(owner + "$"));
    }
}
