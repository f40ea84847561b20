import java.util.BitSet;

/** Sieve of Eratosthenes: counts the primes below a limit and shows the last few. */
public class Primes {
    public static void main(String[] args) {
        int limit = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        BitSet composite = new BitSet(limit);
        int count = 0;
        StringBuilder last = new StringBuilder();
        for (int n = 2; n < limit; n++) {
            if (composite.get(n)) {
                continue;
            }
            count++;
            if (n > limit - 100) {
                last.append(' ').append(n);
            }
            for (long multiple = (long) n * n; multiple < limit; multiple += n) {
                composite.set((int) multiple);
            }
        }
        System.out.println(count + " primes below " + limit + ", the last ones:" + last);
    }
}
