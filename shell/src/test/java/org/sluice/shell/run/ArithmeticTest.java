package org.sluice.shell.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticTest {
    private final State state = new State("sh", "/", new HandleTable());

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {
        "1+2*3 => 7", "(1+2)*3 => 9", "2-3-4 => -5", "100/7%5 => 4", "-7/2 => -3", "-7%3 => -1", "1<<4|1 => 17", "6&3^1 => 3",
        "!5 => 0", "!0 => 1", "~0 => -1", "- -3 => 3", "+3 => 3", "1<2 => 1", "2<=1 => 0", "3>=3 => 1", "1==1 => 1", "1!=1 => 0",
        "0&&1/0 => 0", "1||1/0 => 1", "1?2:1/0 => 2", "0?1/0:3 => 3", "1?0?4:5:6 => 5", "1,2,3 => 3", "0x1F => 31", "010 => 8",
        "9223372036854775807+1 => -9223372036854775808", "undefined+1 => 1", "five*2 => 10", "expr*2 => 30",
        "five++ + five => 11",
        "--five => 4", "x=3,x*x => 9", "x=y=2 => 2", "five+=2 => 7", "five<<=1 => 10", "five%=3 => 2", "5==5==1 => 1",
        "1<<2>>1 => 2"})
    void evaluates(String expression, long value) {
        state.set("five", "5");
        state.set("expr", "five*3");
        assertEquals(value, Arithmetic.evaluate(state, expression));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {
        "1/0 => division by zero", "1%0 => division by zero", "1+ => syntax error", "(1 => syntax error", "1 2 => syntax error",
        "08 => bad number", "0xg => bad number", "1?2 => syntax error", "* => syntax error", "9x => bad number"})
    void refuses(String expression, String what) {
        ShellError e = assertThrows(ShellError.class, () -> Arithmetic.evaluate(state, expression));
        assertEquals(what, e.getMessage().substring("arithmetic: ".length()).substring(0, what.length()));
    }

    @Test
    void refusesEndlessNesting() {
        state.set("loop", "loop+1");
        assertThrows(ShellError.class, () -> Arithmetic.evaluate(state, "loop"));
        assertThrows(ShellError.class, () -> Arithmetic.evaluate(state, "(".repeat(10_000)));
        assertThrows(ShellError.class, () -> Arithmetic.evaluate(state, "-".repeat(10_000) + "1"));
    }
}
