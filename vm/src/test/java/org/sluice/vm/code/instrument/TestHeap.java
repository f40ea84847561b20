package org.sluice.vm.code.instrument;

/** Stands in for the heap charges: adds up what is announced before allocations and what is reported after. */
public final class TestHeap {
    private static long announced;
    private static long made;

    private TestHeap() {
    }

    public static int array(int length, int shift) {
        announced += length < 0 ? 0 : (long) length << shift;
        return length;
    }

    public static long product(long product, int dimension) {
        return dimension < 0 ? 0 : product * dimension;
    }

    public static void multi(long product, int dimension, int shift) {
        announced += dimension < 0 ? 0 : product * dimension << shift;
    }

    public static void made(boolean[] array) {
        made += array.length;
    }

    public static void made(byte[] array) {
        made += array.length;
    }

    public static void made(char[] array) {
        made += array.length * 2L;
    }

    public static void made(short[] array) {
        made += array.length * 2L;
    }

    public static void made(int[] array) {
        made += array.length * 4L;
    }

    public static void made(float[] array) {
        made += array.length * 4L;
    }

    public static void made(long[] array) {
        made += array.length * 8L;
    }

    public static void made(double[] array) {
        made += array.length * 8L;
    }

    public static void made(Object[] array) {
        made += array.length * 4L;
    }

    public static void madeMulti(Object[] array) {
        made += array.length;
    }

    static void reset() {
        announced = 0;
        made = 0;
    }

    static long announced() {
        return announced;
    }

    static long made() {
        return made;
    }
}
