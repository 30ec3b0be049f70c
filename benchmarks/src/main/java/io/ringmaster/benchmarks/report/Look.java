package io.ringmaster.benchmarks.report;

import io.ringmaster.benchmarks.rivals.Rival;

/** How a line looks: a rival looks the same in every picture. */
enum Look {
    OWN("c0 own", "f0"),
    OWN_DASHED("c0 dashed", "f0"),
    OWN_DOTTED("c0 dotted", "f0"),
    FIRST("c1", "f1"),
    SECOND("c2", "f2"),
    THIRD("c3", "f3");

    private final String stroke;
    private final String fill;

    Look(String stroke, String fill) {
        this.stroke = stroke;
        this.fill = fill;
    }

    static Look of(Rival rival) {
        return switch (rival) {
            case SLOTS_16 -> OWN;
            case SLOTS_18 -> OWN_DASHED;
            case SLOTS_20 -> OWN_DOTTED;
            case TREE_MAP -> FIRST;
            case MAGLEV -> SECOND;
            case GUAVA -> THIRD;
        };
    }

    /** Returns the classes of a line. */
    String line() {
        return "line " + stroke;
    }

    /** Returns the class of a dot or a word. */
    String fill() {
        return fill;
    }
}
