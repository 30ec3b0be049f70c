package io.ringmaster.benchmarks.load;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What clients of ours say, said to a server that does nothing about it. */
final class BareWire extends RingmasterWire {

    /** It works in a folder of its own. */
    private static final String ABSOLUTE_CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .map(each -> Path.of(each).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public List<String> program(Path none) {
        return List.of("-cp", ABSOLUTE_CLASS_PATH, BareServer.class.getName());
    }
}
