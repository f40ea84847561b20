package org.sluice.images.bench.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sluice.io.PagedArray;

/**
 * {@code PagedHog NAME ROUNDS}: takes paged memory and writes to it until it is refused more, then checks all of it so many times,
 * all over the place, or without end for 0. Prints a line when it is refused and one at the end.
 */
public final class PagedHog {
    private static final int PIECE = 8 << 20;
    private static final int PAGE = 4096;

    private PagedHog() {
    }

    public static void main(String[] args) {
        List<PagedArray> all = new ArrayList<>();
        try {
            while (true) {
                PagedArray piece = PagedArray.allocate(PIECE);
                all.add(piece);
                for (int i = 0; i < PIECE; i += PAGE) {
                    piece.setByte(i, value(all.size() - 1, i));
                }
            }
        } catch (OutOfMemoryError refused) {
            System.out.println("hog " + args[0] + " refused: " + all.size() + " pieces");
            System.out.flush();
        }
        long rounds = Long.parseLong(args[1]);
        Random random = new Random(args[0].hashCode());
        long wrong = 0;
        for (long round = 0; rounds == 0 || round < rounds; round++) {
            for (int i = 0; i < all.size() * (PIECE / PAGE); i++) {
                int piece = random.nextInt(all.size());
                int at = random.nextInt(PIECE / PAGE) * PAGE;
                wrong += all.get(piece).getByte(at) == value(piece, at) ? 0 : 1;
            }
        }
        System.out.println("hog " + args[0] + " wrong " + wrong);
    }

    private static byte value(int piece, int at) {
        return (byte) (piece * 31 + (at >> 12) * 7);
    }
}
