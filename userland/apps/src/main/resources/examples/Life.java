/** Conway's game of life on a torus: a glider in a field of 20 columns and 10 rows, for some generations. */
public class Life {
    private static final int WIDTH = 20;
    private static final int HEIGHT = 10;

    public static void main(String[] args) throws InterruptedException {
        int generations = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        long pauseMillis = args.length > 1 ? Long.parseLong(args[1]) : 0;
        boolean[][] field = new boolean[HEIGHT][WIDTH];
        int[][] glider = {{0, 1}, {1, 2}, {2, 0}, {2, 1}, {2, 2}};
        for (int[] cell : glider) {
            field[cell[0]][cell[1]] = true;
        }
        for (int generation = 0; generation <= generations; generation++) {
            show(generation, field);
            field = next(field);
            Thread.sleep(pauseMillis);
        }
    }

    private static boolean[][] next(boolean[][] field) {
        boolean[][] next = new boolean[HEIGHT][WIDTH];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int n = neighbours(field, y, x);
                next[y][x] = n == 3 || n == 2 && field[y][x];
            }
        }
        return next;
    }

    private static int neighbours(boolean[][] field, int y, int x) {
        int count = 0;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                boolean self = dy == 0 && dx == 0;
                if (!self && field[(y + dy + HEIGHT) % HEIGHT][(x + dx + WIDTH) % WIDTH]) {
                    count++;
                }
            }
        }
        return count;
    }

    private static void show(int generation, boolean[][] field) {
        StringBuilder text = new StringBuilder("generation " + generation + "\n");
        for (boolean[] row : field) {
            for (boolean cell : row) {
                text.append(cell ? '#' : '.');
            }
            text.append('\n');
        }
        System.out.print(text);
    }
}
