package org.sluice.apps.picture;

/** A font of dots, five wide and seven high, for what legends need. Other characters are shown as a question mark. */
final class PixelFont {
    static final int WIDTH = 5;
    static final int HEIGHT = 7;

    private static final String CHARACTERS = " #%()+,-./0123456789:=?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    /** Seven rows of each, a digit to base 32 for a row; the highest bit is the dot at the left. */
    private static final String ROWS = "0000000 aavavaa op248j3 2488842 8422248 044v440 0000c48 000v000 00000cc 01248g0 "
        + "ehjlphe 4c4444e eh1248v v2421he 26aiv22 vgu11he 68guhhe v124888 ehhehhe ehhf12c "
        + "0cc0cc0 00v0v00 eh12404 ehhvhhh uhhuhhu ehggghe sihhhis vgguggv vgguggg ehgnhhf "
        + "hhhvhhh e44444e 72222ic hikokih ggggggv hrllhhh hhpljhh ehhhhhe uhhuggg ehhhlid "
        + "uhhukih fgge11u v444444 hhhhhhe hhhhha4 hhhllla hha4ahh hhha444 v1248gv 000000v "
        + "00e1fhf ggmphhu 00egghe 11djhhf 00ehvge 698s888 0fhhf1e ggmphhh 40c444e 20622ic "
        + "ggikoki c44444e 00qllhh 00mphhh 00ehhhe 00uhhug 00fhhf1 00mpggg 00ege1u 88s8896 "
        + "00hhhjd 00hhha4 00hhlla 00ha4ah 00hhf1e 00v248v";

    private PixelFont() {
    }

    /** One row of a character, the dot at the left as bit 4. */
    static int row(char c, int row) {
        int index = CHARACTERS.indexOf(c);
        int at = (index < 0 ? CHARACTERS.indexOf('?') : index) * (HEIGHT + 1) + row;
        return Character.digit(ROWS.charAt(at), 32);
    }
}
