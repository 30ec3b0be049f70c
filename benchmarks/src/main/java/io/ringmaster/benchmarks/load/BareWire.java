package io.ringmaster.benchmarks.load;

import java.nio.file.Path;
import java.util.List;

/** What clients of ours say, said to a server that does nothing about it. */
final class BareWire extends RingmasterWire {

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public List<String> program(Path none) {
        return List.of("-cp", System.getProperty("java.class.path"), BareServer.class.getName());
    }
}
